"""Which languages this kitchen uses."""

from __future__ import annotations

from kurkum.base.choices import Language
from kurkum.base.models import Kitchen


def languages_in_use() -> tuple[str, ...]:
    """In the kitchen's order, the first is used where nobody chose; all where no kitchen is set up.

    One query.
    """
    written = Kitchen.objects.values_list("languages", flat=True).first()
    found = tuple(code for code in (written or "").split(";") if code in Language.values)
    return found or tuple(Language.values)
