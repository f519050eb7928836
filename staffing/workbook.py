"""The sheets of this floor: skills, equipment, process steps, shifts, cooks and their hours."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Kind, Problem, Sheet, State
from staffing.models import (
    Availability,
    Contract,
    Cook,
    CookSkill,
    Equipment,
    EquipmentKind,
    EquipmentWindow,
    ProcessStep,
    RosterFlag,
    Setup,
    ShiftPattern,
    Skill,
)


def _machines_exist(state: State) -> Iterable[Problem]:
    kinds = {values["kind"] for values in state["equipment"].values() if values["is_active"]}
    for identity, values in state["process_steps"].items():
        if values["equipment_kind"] and values["equipment_kind"] not in kinds:
            message = _("there is no equipment of this kind")
            yield Problem(identity, "equipment_kind", message, is_warning=True)


def _somebody_can(state: State) -> Iterable[Problem]:
    held = {values["skill"] for values in state["cook_skills"].values()}
    for identity in state["skills"]:
        if state["cooks"] and identity[0] not in held:
            message = _("no cook has this skill")
            yield Problem(identity, "key", message, is_warning=True)


SKILLS = Sheet(
    "skills",
    Skill,
    [NAMES, "is_heavy position"],
    note=_("What cooks can do. The programme knows four keys: driving (the vans), packing (packing "
           "and cleaning), vegetable_prep (receiving goods), supervising (a kosher line)."),
    check=_somebody_can,
)  # fmt: skip
KINDS = Sheet(
    "equipment_kinds",
    EquipmentKind,
    [NAMES, "unit position"],
    note=_("Kinds of equipment, and what their capacity is counted in."),
)
EQUIPMENT = Sheet(
    "equipment",
    Equipment,
    [NAMES, "kind", Col("capacity", example="150"), "is_shared is_active"],
    note=_("Each kettle, pan, oven and cabinet."),
)
WINDOWS = Sheet(
    "equipment_windows",
    EquipmentWindow,
    ["equipment weekday", Col("from_minute", heading=_("from")),
     Col("to_minute", heading=_("until"))],
    identity=("equipment", "weekday", "from_minute"),
    owner=("equipment",),
    note=_("When shared equipment may be used; without a row, all day."),
)  # fmt: skip
SETUPS = Sheet(
    "setups",
    Setup,
    ["equipment_kind", Col("from_class", example="meat"), Col("to_class", example="dairy"),
     Col("minutes", unit=_("minutes"))],
    identity=("equipment_kind", "from_class", "to_class"),
    owner=("equipment_kind",),
    note=_("Cleaning when one kind of food follows another: a diet class, an allergen, or “any”."),
)  # fmt: skip
STEPS = Sheet(
    "process_steps",
    ProcessStep,
    [
        "dish position kind skill equipment_kind",
        Col("fixed_minutes", unit=_("minutes")),
        Col("minutes_per_100", unit=_("minutes")),
        Col("attended_minutes", unit=_("minutes")),
        Col("attended_minutes_per_100", unit=_("minutes")),
        Col("hands", example="2"),
        "batch_max",
        Col("day_offset", example="0", note=_("0 the same day, -1 the day before")),
        Col("min_lag", unit=_("minutes")),
        Col("max_lag", unit=_("minutes")),
        "ends_cooking", MARK, "note_ar note_he note_en",
    ],
    identity=("dish", "position"),
    owner=("dish",),
    note=_("How each dish is made, step after step."),
    check=_machines_exist,
)  # fmt: skip
PATTERNS = Sheet(
    "shift_patterns",
    ShiftPattern,
    [
        NAMES, "start_minute end_minute", Col("break_minutes", unit=_("minutes")),
        Col("break_from", kind=Kind.MINUTE), Col("paid_minutes", unit=_("minutes"), example="405"),
        "weekday_mask is_active",
    ],
    note=_("Templates of shifts; the break is unpaid."),
)  # fmt: skip
COOKS = Sheet(
    "cooks",
    Cook,
    [NAMES, "locality language phone rest_day hired_on left_on ride_group"],
    note=_("The cooks; their skills, contracts and hours stand in the next sheets."),
)
COOK_SKILLS = Sheet(
    "cook_skills",
    CookSkill,
    ["cook skill level since"],
    identity=("cook", "skill"),
    owner=("cook",),
    note=_("What each cook can do."),
)
CONTRACTS = Sheet(
    "contracts",
    Contract,
    [
        "cook valid_from valid_to",
        Col("min_week_minutes", example="2100"),
        Col("max_week_minutes", example="2520"),
        Col("hourly_agorot", heading=_("hourly wage"), unit="₪", example="47.50"),
    ],
    identity=("cook", "valid_from"),
    note=_("Hours a week and the wage, from a date on."),
)
AVAILABILITY = Sheet(
    "availability",
    Availability,
    [
        "cook level weekday date_from date_to",
        Col("from_minute", heading=_("from hour"), example="00:00"),
        Col("to_minute", heading=_("until hour"), example="24:00"),
        "note",
    ],
    identity=("cook", "level", "weekday", "date_from", "from_minute", "to_minute"),
    owner=("cook",),
    note=_("When a cook can or would rather work: each week on a weekday, or between two dates."),
)
FLAGS = Sheet(
    "roster_flags",
    RosterFlag,
    ["cook rule valid_from valid_to cause"],
    identity=("cook", "rule", "valid_from"),
    owner=("cook",),
    note=_("Protective rules for single cooks. Keep this sheet to yourself."),
)

SHEETS = (
    SKILLS, KINDS, EQUIPMENT, WINDOWS, SETUPS, STEPS, PATTERNS, COOKS, COOK_SKILLS, CONTRACTS,
    AVAILABILITY, FLAGS,
)  # fmt: skip
REFERENCE_SHEETS = ()
