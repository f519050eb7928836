"""Texts that are handed to a telephone: the link that opens WhatsApp with the words ready."""

from __future__ import annotations

from urllib.parse import quote

COUNTRY = "972"


def share_link(phone: str, text: str) -> str:
    """To the site's own number where it is a mobile one; else WhatsApp asks to whom."""
    digits = "".join(char for char in phone if char.isdigit())
    mobile = digits.startswith("05") and len(digits) == 10
    return f"https://wa.me/{COUNTRY + digits[1:] if mobile else ''}?text={quote(text)}"
