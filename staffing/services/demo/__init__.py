"""The demonstration: a kitchen that has lived two months, told through its own services."""
