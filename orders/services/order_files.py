"""Orders from a customer's own spreadsheet: her headings are mapped once, then understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.lib import dates
from kurkum.lib.spelling import DIGITS, EDGE
from orders.models import Customer, Wording
from orders.models.orders import MAX_PORTIONS
from orders.selectors.wordings import COLUMN_OF_MEALS, Dictionary, groups_of
from orders.services.importing import Imported, ImportedRow, save_rows
from orders.services.learning import learn
from orders.services.order_tables import OrderTable
from orders.services.placing import LineWanted

FIELDS = ("site", "date", "diner_group", "diet", "portions")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a table: what each column means, and what holds where no column says it."""

    customer: Customer
    meanings: Sequence[str]
    date: dt.date | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # of cells: site or meal by key


@dataclass(slots=True)
class Understood:
    """The rows of orders in a table, the faults, and the words that nobody has explained yet."""

    rows: list[ImportedRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unknown_sites: dict[str, str] = field(default_factory=dict)
    unknown_meals: dict[str, str] = field(default_factory=dict)

    @property
    def portions(self) -> int:
        return sum(row.line.portions for row in self.rows)


def suggest(table: OrderTable, customer: Customer) -> list[str]:
    """What each heading means, as far as it was learnt or can be told."""
    words = Dictionary(customer)
    return [words.heading(heading) for heading in table.headings]


def understand(table: OrderTable, reading: Reading) -> Understood:
    """Reads the rows; every fault with its line, unknown words once each. Writes nothing."""
    found = Understood()
    reader = _Reader(table, reading, found)
    if not any(m == "portions" or m.startswith(COLUMN_OF_MEALS) for m in reading.meanings):
        found.faults.append(f"{table.name}:1: " + _("say which column holds the counts"))
        return found
    for line, cells in table.rows:
        reader.read(line, cells)
    if not found.rows and not found.faults:
        found.faults.append(f"{table.name}:1: " + _("there is no order in this file"))
    return found


def import_table(
    *,
    table: OrderTable,
    reading: Reading,
    author: User | None,
    now: dt.datetime,
    as_manager: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Saves every row or none, and remembers the headings and words. Raises BadInput.

    With ``dry_run`` everything is checked and nothing kept.
    """
    found = understand(table, reading)
    if found.faults:
        raise BadInput(*found.faults)
    with transaction.atomic():
        done = save_rows(table.name, found.rows, author=author, now=now, as_manager=as_manager)
        headings = dict(zip(table.headings, reading.meanings, strict=True))
        learn(customer=reading.customer, kind=Wording.Kind.HEADING, meanings=headings)
        sites = {word: key for word, key in reading.words.items() if "/" not in key}
        meals = {word: key for word, key in reading.words.items() if "/" in key}
        learn(customer=reading.customer, kind=Wording.Kind.SITE, meanings=sites)
        learn(customer=reading.customer, kind=Wording.Kind.MEAL, meanings=meals)
        transaction.set_rollback(dry_run)
    return done


class _Reader:
    """Reads one table row by row."""

    def __init__(self, table: OrderTable, reading: Reading, found: Understood) -> None:
        self._name, self._found, self._reading = table.name, found, reading
        self._words = Dictionary(reading.customer)
        self._at = {m: at for at, m in enumerate(reading.meanings) if m in FIELDS}
        self._counts = [
            (at, meaning.removeprefix(COLUMN_OF_MEALS))
            for at, meaning in enumerate(reading.meanings)
            if meaning.startswith(COLUMN_OF_MEALS)
        ]
        self._seen: dict[tuple[str, dt.date, str, str], int] = {}

    def read(self, line: int, cells: Sequence[str]) -> None:
        site = self._site(line, self._cell(cells, "site"))
        date = self._date(line, self._cell(cells, "date"))
        if site is None or date is None:
            return
        for text, meal in self._meals(cells, site):
            count = self._count(line, text)
            if count is None or not text:
                continue
            if meal is None:
                return
            self._add(line, site, date, meal, count)

    def _add(self, line: int, site: str, date: dt.date, meal: str, count: int) -> None:
        group, _slash, diet = meal.partition("/")
        key = (site, date, group, diet)
        if key in self._seen:
            self._fault(line, _("the same as line %(number)s") % {"number": self._seen[key]})
            return
        self._seen[key] = line
        self._found.rows.append(ImportedRow(line, site, date, LineWanted(group, diet, count)))

    def _meals(self, cells: Sequence[str], site: str) -> Iterable[tuple[str, str | None]]:
        """The counts of a row with who eats what."""
        yield from ((cells[at], meal) for at, meal in self._counts)
        if "portions" not in self._at:
            return
        text = " ".join(filter(None, (self._cell(cells, n) for n in ("diner_group", "diet"))))
        known = self._reading.words.get(text, "")
        if "/" in known:
            yield self._cell(cells, "portions"), known
            return
        meal = self._words.meal(text, groups_of(self._words.sites[site]))
        if meal is None or (text and not meal.is_sure):
            guess = meal.meaning if meal else ""
            self._found.unknown_meals.setdefault(text, guess)
            self._found.faults += self._once(text)
            yield self._cell(cells, "portions"), None
            return
        yield self._cell(cells, "portions"), meal.meaning

    def _once(self, text: str) -> list[str]:
        message = f"{self._name}:1: " + _("say who is meant by “%(text)s”") % {"text": text}
        return [] if message in self._found.faults else [message]

    def _site(self, line: int, text: str) -> str | None:
        known = self._reading.words.get(text, "")
        if known in self._words.sites:
            return known
        site = self._words.site(text)
        if site is None:
            self._found.unknown_sites.setdefault(text, self._words.site_like(text))
            self._found.faults += self._once(text or _("no site"))
            return None
        return site.key

    def _date(self, line: int, text: str) -> dt.date | None:
        if not text and self._reading.date is not None:
            return self._reading.date
        date = day_in(text)
        if date is None:
            self._fault(
                line,
                _("%(text)s is not a date; write it like 2026-11-25") % {"text": repr(text[:30])},
            )
        return date

    def _count(self, line: int, text: str) -> int | None:
        digits = text.translate(DIGITS).strip(EDGE).removesuffix(".0")
        if not digits:
            return None
        if (
            digits.isascii()
            and digits.isdigit()
            and len(digits) < 6
            and int(digits) <= MAX_PORTIONS
        ):
            return int(digits)
        self._fault(
            line,
            _("%(text)s portions: write a whole number from 0 to %(most)s")
            % {"text": repr(text[:20]), "most": MAX_PORTIONS},
        )
        return None

    def _cell(self, cells: Sequence[str], name: str) -> str:
        return cells[self._at[name]].strip(EDGE) if name in self._at else ""

    def _fault(self, line: int, message: str) -> None:
        self._found.faults.append(f"{self._name}:{line}: {message}")


def day_in(text: str) -> dt.date | None:
    """``2026-11-25``, ``25/11/2026`` or ``25.11.2026``, in any digits; None for anything else."""
    parts = text.translate(DIGITS).strip(EDGE).replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        parts.reverse()
    try:
        return dates.parse_day("-".join(part.zfill(2) for part in parts))
    except ValueError:
        return None
