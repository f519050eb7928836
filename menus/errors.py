"""What can be wrong with a menu, a recipe or the stock, in words."""

from __future__ import annotations

from kurkum.base.errors import CannotBeDone


class MenuRefused(CannotBeDone):
    """The dishes may not stand together, or not on this line; each reason cites its rule."""


class RecipeMissing(CannotBeDone):
    """A dish has no recipe in force on the day."""


class StockRefused(CannotBeDone):
    """More is asked for than is there, or a count contradicts itself."""
