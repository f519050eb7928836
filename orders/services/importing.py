"""Orders from a CSV file: every fault named by its line, all of it saved or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.lib import dates
from kurkum.lib.spelling import DIGITS
from menus.models import Diet
from orders.models import Site
from orders.models.orders import MAX_PORTIONS
from orders.selectors.effective import effective_orders
from orders.services.placing import LineWanted, lines_of, save_order

COLUMNS = ("site", "date", "diner_group", "diet", "portions")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One line of the file, already read."""

    number: int
    site: str
    date: dt.date
    line: LineWanted


@dataclass(frozen=True, slots=True)
class Imported:
    """How many orders (site and date) and lines were saved, and their portions."""

    orders: int
    lines: int
    portions: int


def import_orders(
    *,
    name: str,
    content: bytes,
    author: User | None,
    now: dt.datetime,
    as_manager: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Saves the file's counts; lines of a site and day that it does not name stay as they are.

    The same rules as on the page hold unless ``as_manager``. Raises BadInput with one
    ``FILE:LINE: fault`` each; nothing is written then, nor with ``dry_run``.
    """
    rows = read_orders(name, content)
    with transaction.atomic():
        done = save_rows(name, rows, author=author, now=now, as_manager=as_manager)
        transaction.set_rollback(dry_run)
    return done


def save_rows(
    name: str,
    rows: Sequence[ImportedRow],
    *,
    author: User | None,
    now: dt.datetime,
    as_manager: bool,
) -> Imported:
    """Saves rows that were read and checked. Raises BadInput with one ``FILE:LINE: fault`` each;
    call in a transaction, so that nothing is written then."""
    _save_all(name, rows, author=author, now=now, as_manager=as_manager)
    return Imported(
        orders=len({(row.site, row.date) for row in rows}),
        lines=len(rows),
        portions=sum(row.line.portions for row in rows),
    )


def read_orders(name: str, content: bytes) -> list[ImportedRow]:
    """Reads and checks the file against sites and diets. Raises BadInput naming every line."""
    records = _records(name, content)
    sites = set(Site.objects.filter(is_active=True).values_list("key", flat=True))
    diets = set(Diet.objects.values_list("key", flat=True))
    rows: list[ImportedRow] = []
    faults: list[str] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, record in records:
        problems = list(_faults(record, sites, diets))
        key = (record["site"], record["date"], record["diner_group"], record["diet"])
        if key in seen:
            problems.append(_("the same as line %(number)s") % {"number": seen[key]})
        seen.setdefault(key, number)
        faults += [f"{name}:{number}: {problem}" for problem in problems]
        if not problems:
            wanted = LineWanted(record["diner_group"], record["diet"], int(record["portions"]))
            day = dates.parse_day(record["date"])
            rows.append(ImportedRow(number, record["site"], day, wanted))
    if faults:
        raise BadInput(*faults)
    return rows


def _records(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}:1: " + _("not a text file in UTF-8; save it as CSV")) from error
    if "\0" in text:
        raise BadInput(f"{name}:1: " + _("not a text file in UTF-8; save it as CSV"))
    reader = csv.reader(io.StringIO(text, newline=""))
    records = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if tuple(header) != COLUMNS:
            expected = ",".join(COLUMNS)
            raise BadInput(
                f"{name}:1: " + _("the first line must be %(columns)s") % {"columns": expected}
            )
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(COLUMNS):
                raise BadInput(
                    f"{name}:{reader.line_num}: "
                    + _("%(found)s columns instead of %(wanted)s")
                    % {"found": len(row), "wanted": len(COLUMNS)}
                )
            cells = (cell.strip().translate(DIGITS) for cell in row)
            records.append((reader.line_num, dict(zip(COLUMNS, cells, strict=True))))
    except csv.Error as error:
        raise BadInput(f"{name}:{reader.line_num}: {error}") from error
    if not records:
        raise BadInput(f"{name}:1: " + _("there is no order in this file"))
    return records


def _faults(record: Mapping[str, str], sites: set[str], diets: set[str]) -> Iterable[str]:
    if record["site"] not in sites:
        yield _("there is no site %(key)s") % {"key": repr(record["site"])}
    if record["diet"] not in diets:
        yield _("there is no diet %(key)s") % {"key": repr(record["diet"])}
    try:
        dates.parse_day(record["date"])
    except ValueError:
        yield _("%(text)s is not a date; write it like 2026-11-25") % {"text": repr(record["date"])}
    count = record["portions"]
    if not (count.isascii() and count.isdigit() and len(count) < 10 and int(count) <= MAX_PORTIONS):
        yield _("%(text)s portions: write a whole number from 0 to %(most)s") % {
            "text": repr(count[:20]),
            "most": MAX_PORTIONS,
        }


# --- saving -------------------------------------------------------------------------------------


def _save_all(
    name: str,
    rows: Sequence[ImportedRow],
    *,
    author: User | None,
    now: dt.datetime,
    as_manager: bool,
) -> None:
    by_order: defaultdict[tuple[str, dt.date], list[ImportedRow]] = defaultdict(list)
    for row in rows:
        by_order[row.site, row.date].append(row)
    keys = {row.site for row in rows}
    sites = {site.key: site for site in Site.objects.filter(key__in=keys).select_related("line")}
    faults: list[str] = []
    for (key, date), found in sorted(by_order.items()):
        try:
            with transaction.atomic():
                save_order(
                    site=sites[key],
                    date=date,
                    lines=_merged(sites[key], date, found),
                    version=None,
                    author=author,
                    now=now,
                    channel=Channel.FILE,
                    as_manager=as_manager,
                    action="imported",
                )
        except BadInput as error:
            faults += [f"{name}:{found[0].number}: {fault}" for fault in error.faults]
        except CannotBeDone as error:
            faults += [f"{name}:{found[0].number}: {reason}" for reason in error.reasons]
    if faults:
        raise BadInput(*faults)


def _merged(site: Site, date: dt.date, rows: Sequence[ImportedRow]) -> list[LineWanted]:
    """The file's counts over what the site eats that day: a special meal is never forgotten."""
    there = {
        line.key: line for line in lines_of(effective_orders(date, date, [site])[site.pk, date])
    }
    return list({**there, **{row.line.key: row.line for row in rows}}.values())
