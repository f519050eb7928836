"""A whole kitchen from a folder of tables: all of it, or nothing and the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.db import IntegrityError, transaction

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import Kitchen, Locality, User
from kurkum.base.services import loading as base_loading
from kurkum.base.services.changes import record_change
from kurkum.base.services.storing import by_key, store
from kurkum.lib import dates
from kurkum.lib.rows import Faults, Row, RowFault, read_rows
from menus.services import loading as menus_loading
from orders.calendars import school_year_of
from orders.models import CutoffRule
from orders.services import loading as orders_loading
from staffing.services import loading as staffing_loading

Tables = dict[str, Sequence[Row]]
BASE_TABLES = ("limits", "localities", "distances")
REFERENCE_TABLES = (
    *BASE_TABLES,
    *menus_loading.REFERENCE_TABLES,
    *orders_loading.REFERENCE_TABLES,
)
KITCHEN_TABLES = (
    "kitchen",
    *menus_loading.TABLES,
    *orders_loading.TABLES,
    *(name for name in staffing_loading.TABLES if name not in orders_loading.TABLES),
)


def load_reference(folder: Path, *, author: User | None, now: dt.datetime) -> int:
    """The dated, sourced tables of ``fixtures/reference``; returns how many rows changed.

    Raises BadInput with every fault as ``FILE:LINE: what is wrong``; then nothing is written.
    """
    return load_reference_tables(read_folder(folder, REFERENCE_TABLES), author=author, now=now)


def load_kitchen(folder: Path, *, author: User | None, now: dt.datetime) -> int:
    """One kitchen's tables, as in ``fixtures/demo``; needs the reference tables loaded.

    Returns how many rows changed: none when the same folder is loaded again. Raises BadInput as
    ``load_reference`` does.
    """
    return load_kitchen_tables(read_folder(folder, KITCHEN_TABLES), author=author, now=now)


def load_reference_tables(tables: Tables, *, author: User | None, now: dt.datetime) -> int:
    faults = Faults()
    with transaction.atomic():
        changed = base_loading.load_reference(tables, faults)
        changed += menus_loading.load_food(tables, faults)
        changed += orders_loading.load_accounts(tables["accounts"], faults)
        _refuse(faults)
        _record("reference", changed, author, now)
    return changed


def load_kitchen_tables(tables: Tables, *, author: User | None, now: dt.datetime) -> int:
    faults = Faults()
    try:
        with transaction.atomic():
            changed = _load_floors(tables, faults, author, now)
            _refuse(faults)
            _record("kitchen", changed, author, now)
    except IntegrityError as error:
        raise BadInput(*faults.messages, f"the tables together: {error}") from error
    return changed


def read_folder(folder: Path, names: Sequence[str]) -> Tables:
    """The named tables of a folder of CSV files. Raises BadInput naming what cannot be read."""
    tables: Tables = {}
    faults = []
    for name in names:
        try:
            tables[name] = read_rows(folder / f"{name}.csv")
        except RowFault as fault:
            faults.append(str(fault))
    if faults:
        raise BadInput(*faults)
    return tables


def _load_floors(tables: Tables, faults: Faults, author: User | None, now: dt.datetime) -> int:
    today = dates.day_of(now)
    start = _rules_start(today)
    starts = menus_loading.Starts(
        rules=start,
        menu=start - dt.timedelta(days=(start.weekday() + 1) % dates.DAYS_IN_WEEK),
        stock=dates.month_of(today).plus(-2).first_day,
    )
    changed = _load_the_kitchen(tables["kitchen"], faults)
    changed += menus_loading.load_menus(tables, faults, starts=starts, author=author, now=now)
    changed += base_loading.load_users(tables["users"], faults)
    changed += orders_loading.load_orders(tables, faults, start=start, today=today)
    return changed + staffing_loading.load_staffing(
        tables, faults, start=start, today=today, now=now
    )


def _rules_start(today: dt.date) -> dt.date:
    """From when prices, contracts and menus hold: as loaded first, else last school year's start.

    A kitchen loaded again in a later year keeps its dates, so that nothing is loaded twice.
    """
    first = CutoffRule.objects.order_by("valid_from").first()
    return first.valid_from if first else dt.date(school_year_of(today) - 1, 9, 1)


def _load_the_kitchen(rows: Sequence[Row], faults: Faults) -> int:
    places = by_key(Locality)
    built = faults.each(rows, lambda row: _kitchen(row, places))
    if len(rows) != 1:
        faults.add("kitchen.csv:1", f"{len(rows)} kitchens; one database serves exactly one")
    return store(built, identity=("key",), faults=faults)


def _kitchen(row: Row, places: dict[str, Locality]) -> Kitchen:
    return Kitchen(
        key=row.needed("key"),
        name_ar=row.text("name_ar"),
        name_he=row.text("name_he"),
        name_en=row.text("name_en"),
        locality=row.one_of("locality", places),
        address_ar=row.text("address_ar"),
        address_he=row.text("address_he"),
        address_en=row.text("address_en"),
        phone=row.text("phone"),
        licence_number=row.text("licence_number"),
        company_number=row.text("company_number"),
        opens_minute=row.integer("opens_minute"),
        closes_minute=row.integer("closes_minute"),
    )


def _refuse(faults: Faults) -> None:
    if faults.messages:
        raise BadInput(*faults.messages)


def _record(what: str, changed: int, author: User | None, now: dt.datetime) -> None:
    """One line of history per loading that changed something."""
    if not changed:
        return
    record_change(
        subject="Scenario",
        subject_key=what,
        action="loaded",
        author=author,
        now=now,
        channel=Channel.FILE,
        after={"rows": changed},
    )
