"""How dates and numbers are written in Israel, the same in all three languages.

Django's own Arabic uses a decimal comma and month/day/year input, which nobody here does.
"""
