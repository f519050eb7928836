"""Loads the kitchen at work: skills, cooks, shift patterns, equipment and process steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kurkum.base.models import Locality, User
from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row
from menus.models import Dish
from menus.services.loading_food import names_of
from staffing.models import (
    Availability,
    Contract,
    Cook,
    CookSkill,
    Equipment,
    EquipmentKind,
    ProcessStep,
    RosterFlag,
    Setup,
    ShiftPattern,
    Skill,
)

Tables = Mapping[str, Sequence[Row]]
KEY = ("key",)
TABLES = (
    "availability", "contracts", "cook_skills", "cooks", "equipment", "equipment_kinds",
    "process_steps", "roster_flags", "setups", "shift_patterns", "skills", "users",
)  # fmt: skip


def load_staffing(
    tables: Tables, faults: Faults, *, start: dt.date, today: dt.date, now: dt.datetime
) -> int:
    """Every table of this floor; contracts hold from ``start``; returns how many rows changed."""
    changed = load_skills(tables["skills"], faults)
    changed += _equipment(tables, faults)
    dishes, skills, kinds = by_key(Dish), by_key(Skill), by_key(EquipmentKind)
    steps = faults.each(tables["process_steps"], lambda row: _step(row, dishes, skills, kinds))
    changed += store(steps, identity=("dish", "position"), faults=faults)
    patterns = faults.each(tables["shift_patterns"], _pattern)
    changed += store(patterns, identity=KEY, faults=faults)
    changed += _cooks(tables, faults, skills, start)
    return changed + _rules_of_cooks(tables, faults, start, today, now)


def load_skills(rows: Sequence[Row], faults: Faults) -> int:
    return store(faults.each(rows, _skill), identity=KEY, faults=faults)


def _equipment(tables: Tables, faults: Faults) -> int:
    kinds = faults.each(tables["equipment_kinds"], _equipment_kind)
    changed = store(kinds, identity=KEY, faults=faults)
    known = by_key(EquipmentKind)
    machines = faults.each(tables["equipment"], lambda row: _machine(row, known))
    changed += store(machines, identity=KEY, faults=faults)
    setups = faults.each(tables["setups"], lambda row: _setup(row, known))
    identity = ("equipment_kind", "from_class", "to_class")
    return changed + store(setups, identity=identity, faults=faults)


def _cooks(tables: Tables, faults: Faults, skills: Mapping[str, Skill], start: dt.date) -> int:
    places = by_key(Locality)
    rows = faults.each(tables["cooks"], lambda row: _cook(row, places, start))
    changed = store(rows, identity=KEY, faults=faults, keep=("hired_on", "left_on", "user"))
    cooks = by_key(Cook)
    held = faults.each(tables["cook_skills"], lambda row: _cook_skill(row, cooks, skills))
    changed += store(held, identity=("cook", "skill"), faults=faults, keep=("since",))
    contracts = faults.each(tables["contracts"], lambda row: _contract(row, cooks, start))
    changed += store(contracts, identity=("cook", "valid_from"), faults=faults)
    return changed + _sign_ins(tables["users"], cooks, faults)


def _rules_of_cooks(
    tables: Tables, faults: Faults, start: dt.date, today: dt.date, now: dt.datetime
) -> int:
    cooks = by_key(Cook)
    hours = faults.each(tables["availability"], lambda row: _availability(row, cooks, now))
    when = ("cook", "level", "weekday", "date_from", "from_minute", "to_minute")
    changed = store(hours, identity=when, faults=faults, keep=("recorded_at",))
    flags = faults.each(tables["roster_flags"], lambda row: _flag(row, cooks, start, today))
    identity = ("cook", "rule", "valid_from")
    return changed + store(flags, identity=identity, faults=faults, keep=("valid_to",))


def _sign_ins(rows: Sequence[Row], cooks: Mapping[str, Cook], faults: Faults) -> int:
    """Ties the people who sign in to the cooks they are."""
    people = {person.username: person for person in User.objects.all()}
    ties = faults.each(
        [row for row in rows if row.text("cook")],
        lambda row: (row.one_of("cook", cooks), row.one_of("username", people)),
    )
    changed = [(cook, person) for _row, (cook, person) in ties if cook.user_id != person.pk]
    for cook, person in changed:
        cook.user = person
    Cook.objects.bulk_update([cook for cook, _person in changed], ["user"])
    return len(changed)


def _skill(row: Row) -> Skill:
    return Skill(**names_of(row), is_heavy=row.flag("is_heavy"), position=row.integer("position"))


def _equipment_kind(row: Row) -> EquipmentKind:
    return EquipmentKind(**names_of(row), unit=row.needed("unit"), position=row.integer("position"))


def _machine(row: Row, kinds: Mapping[str, EquipmentKind]) -> Equipment:
    return Equipment(
        **names_of(row),
        kind=row.one_of("kind", kinds),
        capacity=row.integer("capacity"),
        is_shared=row.flag("is_shared"),
    )


def _setup(row: Row, kinds: Mapping[str, EquipmentKind]) -> Setup:
    return Setup(
        equipment_kind=row.one_of("equipment_kind", kinds),
        from_class=row.needed("from_class"),
        to_class=row.needed("to_class"),
        minutes=row.integer("minutes"),
    )


def _step(
    row: Row,
    dishes: Mapping[str, Dish],
    skills: Mapping[str, Skill],
    kinds: Mapping[str, EquipmentKind],
) -> ProcessStep:
    return ProcessStep(
        dish=row.one_of("dish", dishes),
        position=row.integer("position"),
        kind=row.needed("kind"),
        skill=row.optional(lambda column: row.one_of(column, skills), "skill"),
        equipment_kind=row.optional(lambda column: row.one_of(column, kinds), "equipment_kind"),
        fixed_minutes=row.integer("fixed_minutes"),
        minutes_per_100=row.decimal("minutes_per_100"),
        attended_minutes=row.integer("attended_minutes"),
        attended_minutes_per_100=row.decimal("attended_minutes_per_100"),
        hands=row.integer("hands"),
        batch_max=row.optional(row.integer, "batch_max"),
        day_offset=row.integer("day_offset"),
        min_lag=row.integer("min_lag"),
        max_lag=row.optional(row.integer, "max_lag"),
        ends_cooking=row.flag("ends_cooking"),
        mark=row.needed("mark"),
        note_ar=row.text("note_ar"),
        note_he=row.text("note_he"),
        note_en=row.text("note_en"),
    )


def _pattern(row: Row) -> ShiftPattern:
    return ShiftPattern(
        **names_of(row),
        start_minute=row.integer("start_minute"),
        end_minute=row.integer("end_minute"),
        break_minutes=row.integer("break_minutes"),
        break_from=row.optional(row.integer, "break_from"),
        paid_minutes=row.integer("paid_minutes"),
        weekday_mask=row.integer("weekday_mask"),
    )


def _cook(row: Row, places: Mapping[str, Locality], start: dt.date) -> Cook:
    months = row.integer("hired_months_ago")
    year, month = divmod(start.year * 12 + start.month - 1 - months, 12)
    return Cook(
        **names_of(row),
        locality=row.one_of("locality", places),
        language=row.needed("language"),
        phone=row.text("phone"),
        rest_day=row.integer("rest_day"),
        hired_on=dt.date(year, month + 1, 1),
        ride_group=row.text("ride_group"),
    )


def _cook_skill(row: Row, cooks: Mapping[str, Cook], skills: Mapping[str, Skill]) -> CookSkill:
    return CookSkill(
        cook=row.one_of("cook", cooks),
        skill=row.one_of("skill", skills),
        level=row.needed("level"),
    )


def _contract(row: Row, cooks: Mapping[str, Cook], start: dt.date) -> Contract:
    return Contract(
        cook=row.one_of("cook", cooks),
        valid_from=start,
        min_week_minutes=row.integer("min_week_minutes"),
        max_week_minutes=row.integer("max_week_minutes"),
        hourly_agorot=row.agorot("hourly_wage"),
    )


def _availability(row: Row, cooks: Mapping[str, Cook], now: dt.datetime) -> Availability:
    return Availability(
        cook=row.one_of("cook", cooks),
        level=row.needed("level"),
        weekday=row.integer("weekday"),
        from_minute=row.integer("from_minute"),
        to_minute=row.integer("to_minute"),
        note=row.text("note"),
        recorded_at=now,
    )


def _flag(row: Row, cooks: Mapping[str, Cook], start: dt.date, today: dt.date) -> RosterFlag:
    return RosterFlag(
        cook=row.one_of("cook", cooks),
        rule=row.needed("rule"),
        valid_from=start,
        valid_to=today + dt.timedelta(days=row.integer("valid_days")),
        cause=row.text("cause"),
    )
