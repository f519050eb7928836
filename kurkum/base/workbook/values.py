"""From a cell to a value and back: tolerant of how people write, strict on what it means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kurkum.base.choices import Weekday
from kurkum.base.workbook.naming import LANGUAGES, Naming
from kurkum.base.workbook.sheets import Column, Kind
from kurkum.lib.spelling import DIGITS, EDGE, plain
from kurkum.lib.workbooks.cells import Cell

SEPARATORS = re.compile(r"[;؛\n]")
DAY_ZERO = dt.date(1899, 12, 30)
MINUTES_A_DAY = 1440
LAST_SERIAL = 2_958_465  # 9999-12-31, the last date a workbook knows
YES, NO = pgettext_lazy("cell", "yes"), pgettext_lazy("cell", "no")
EVERY_DAY = gettext_lazy("every day")
Read = Callable[[Column, Cell, Naming], Any]


class ValueFault(ValueError):
    """What is wrong with one cell, and the remedy, in the reader's language."""


def read(column: Column, cell: Cell, naming: Naming) -> Any:
    """The cell's value. Raises ValueFault."""
    if cell.is_formula:
        raise ValueFault(_("this is a formula; copy the cell and paste its value only"))
    if cell.is_error:
        raise ValueFault(
            _("the cell shows the error %(text)s; write the value itself") % {"text": cell.text}
        )
    value = READERS[column.kind](column, cell, naming)
    return _cleaned(column, value)


def _cleaned(column: Column, value: Any) -> Any:
    """What the model's field thinks of it: length, range, choices, form of an address."""
    field = column.field
    if field is None or value is None or isinstance(field, models.ForeignKey):
        return value
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise ValueFault(" ".join(error.messages)) from error


def shown(column: Column, value: Any, naming: Mapping[Any, Naming], language: str) -> Any:
    """What stands in a cell for a value: a number, a date or a text; None for an empty cell."""
    if value is None or value == "" or value == ():
        return None
    kind = column.kind
    if kind in (Kind.REF, Kind.REFS):
        names = naming[column.target]
        keys = (value,) if kind is Kind.REF else value
        return "; ".join(names.label(key, language) for key in keys)
    writer = WRITERS.get(kind)
    if writer is None or kind not in IN_WORDS:
        return writer(column, value) if writer else value
    with translation.override(language):
        return writer(column, value)


# --- reading ------------------------------------------------------------------------------------


def _text(_column: Column, cell: Cell, _naming: Naming) -> str:
    return cell.text.replace("\r\n", "\n").replace("_x000D_\n", "\n").strip(EDGE)


def _key(column: Column, cell: Cell, naming: Naming) -> str:
    return _text(column, cell, naming).translate(DIGITS).lower()


def _number(column: Column, cell: Cell, _naming: Naming) -> Decimal:
    if cell.number is not None:
        return cell.number
    text = re.sub(r"[\s\u00a0٬'₪%]|ILS|NIS", "", cell.text.translate(DIGITS)).strip(EDGE)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    text = re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", text)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueFault(_("%(text)s is not a number") % {"text": repr(cell.text[:40])}) from error
    if not number.is_finite():
        raise ValueFault(_("%(text)s is not a number") % {"text": repr(cell.text[:40])})
    return number


def _integer(column: Column, cell: Cell, naming: Naming) -> int:
    number = _number(column, cell, naming)
    if number != number.to_integral_value():
        raise ValueFault(_("%(text)s is not a whole number") % {"text": repr(cell.text[:40])})
    return int(number)


def _money(column: Column, cell: Cell, naming: Naming) -> int:
    agorot = _number(column, cell, naming) * 100
    if agorot != agorot.to_integral_value():
        raise ValueFault(_("money has at most two decimals"))
    return int(agorot)


def _date(_column: Column, cell: Cell, _naming: Naming) -> dt.date:
    if cell.number is not None and 1 <= cell.number <= LAST_SERIAL:
        return DAY_ZERO + dt.timedelta(days=int(cell.number))
    text = cell.text.translate(DIGITS).strip(EDGE)
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0?0:00(?::00)?)?", text)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)):
        parts = found.groups()[::-1]
    try:
        return dt.date(*(int(part) for part in parts or ()))
    except (TypeError, ValueError) as error:
        raise ValueFault(
            _("%(text)s is not a date; write it like 25/11/2026") % {"text": repr(cell.text[:40])}
        ) from error


def _minute(_column: Column, cell: Cell, _naming: Naming) -> int:
    """Minutes from midnight; 24:00 is the end of the day."""
    if cell.number is not None and 0 <= cell.number <= 1:
        return round(cell.number * MINUTES_A_DAY)
    text = cell.text.translate(DIGITS).strip(EDGE)
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::00)?", text)
    if found and int(found[2]) < 60 and int(found[1]) * 60 + int(found[2]) <= MINUTES_A_DAY:
        return int(found[1]) * 60 + int(found[2])
    raise ValueFault(
        _("%(text)s is not a time; write it like 07:30") % {"text": repr(cell.text[:40])}
    )


def _time(column: Column, cell: Cell, naming: Naming) -> dt.time:
    minute = _minute(column, cell, naming)
    if minute == MINUTES_A_DAY:
        raise ValueFault(_("24:00 is not possible here; write 23:59 at the latest"))
    return dt.time(*divmod(minute, 60))


def _flag(_column: Column, cell: Cell, _naming: Naming) -> bool:
    word = plain(cell.text.translate(DIGITS))
    if word in words_of(YES) | {"1", "true", "x", "✓", "y"}:
        return True
    if word in words_of(NO) | {"0", "false", "-", "n"}:
        return False
    raise ValueFault(
        _("%(text)s: write %(yes)s or %(no)s")
        % {"text": repr(cell.text[:40]), "yes": YES, "no": NO}
    )


def _choice(column: Column, cell: Cell, _naming: Naming) -> Any:
    word = plain(cell.text)
    for value, label in column.choices:
        if word == plain(str(value)) or word in words_of(label):
            return value
    listed = ", ".join(str(label) for _value, label in column.choices)
    raise ValueFault(
        _("%(text)s is none of: %(choices)s") % {"text": repr(cell.text[:40]), "choices": listed}
    )


def _ref(_column: Column, cell: Cell, naming: Naming) -> str:
    return _found(cell.text, naming)


def _refs(_column: Column, cell: Cell, naming: Naming) -> tuple[str, ...]:
    parts = (part.strip(EDGE) for part in SEPARATORS.split(cell.text))
    return tuple(sorted({_found(part, naming) for part in parts if part}))


def _found(text: str, naming: Naming) -> str:
    text = text.strip(EDGE)
    key = naming.find(text)
    if key is not None:
        return key
    if naming.is_ambiguous(text):
        raise ValueFault(
            _("%(text)s is the name of more than one; write the key instead")
            % {"text": repr(text[:60])}
        )
    hint = naming.close_to(text)
    remedy = _("did you mean %(name)s?") % {"name": hint} if hint else _("add it to its own sheet")
    raise ValueFault(
        _("%(text)s is not known; %(remedy)s") % {"text": repr(text[:60]), "remedy": remedy}
    )


def _weekdays(_column: Column, cell: Cell, _naming: Naming) -> int:
    """A sum of bits, 1 = Sunday; names joined by semicolons or commas, or ``every day``."""
    if plain(cell.text) in words_of(EVERY_DAY):
        return 127
    mask = 0
    for part in re.split(r"[;؛,،\n]", cell.text):
        word = plain(part)
        if not word:
            continue
        day = next((value for value, label in Weekday.choices if word in words_of(label)), None)
        if day is None:
            raise ValueFault(
                _("%(text)s is not a weekday; write %(first)s; %(second)s …")
                % {
                    "text": repr(part[:40]),
                    "first": Weekday.SUNDAY.label,
                    "second": Weekday.MONDAY.label,
                }
            )
        mask |= 1 << day
    return mask


_KNOWN: dict[int, tuple[Any, frozenset[str]]] = {}


def words_of(label: Any) -> frozenset[str]:
    """A label in all three languages, as compared. Lazy texts hash by language, so by identity."""
    if id(label) not in _KNOWN:
        _KNOWN[id(label)] = (label, spelled(label))
    return _KNOWN[id(label)][1]


def spelled(label: Any) -> frozenset[str]:
    """The same, not remembered: for labels that do not live as long as the process."""
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found.add(plain(str(label)))
    return frozenset(found)


READERS: dict[Kind, Read] = {
    Kind.KEY: _key, Kind.TEXT: _text, Kind.INTEGER: _integer, Kind.DECIMAL: _number,
    Kind.MONEY: _money, Kind.DATE: _date, Kind.TIME: _time, Kind.MINUTE: _minute,
    Kind.FLAG: _flag, Kind.CHOICE: _choice, Kind.REF: _ref, Kind.REFS: _refs,
    Kind.WEEKDAYS: _weekdays,
}  # fmt: skip


# --- writing ------------------------------------------------------------------------------------


def _shown_choice(column: Column, value: Any) -> str:
    return next((str(label) for known, label in column.choices if known == value), str(value))


def _bare(number: Decimal) -> int | Decimal:
    """Without the zeros that only say how many decimals the database keeps."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def _shown_weekdays(_column: Column, mask: int) -> str:
    if mask == 127:
        return str(EVERY_DAY)
    days = (str(label) for value, label in Weekday.choices if mask >> value & 1)
    return "; ".join(days)


IN_WORDS = {Kind.FLAG, Kind.CHOICE, Kind.WEEKDAYS}
WRITERS: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.FLAG: lambda _column, value: str(YES if value else NO),
    Kind.CHOICE: _shown_choice,
    Kind.WEEKDAYS: _shown_weekdays,
    Kind.MONEY: lambda _column, agorot: Decimal(agorot).scaleb(-2),
    Kind.MINUTE: lambda _column, minute: f"{minute // 60:02d}:{minute % 60:02d}",
    Kind.TIME: lambda _column, time: f"{time:%H:%M}",
    Kind.DECIMAL: lambda _column, number: _bare(number),
}
