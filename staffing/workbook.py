"""The sheets of this floor: skills, equipment, process steps, shifts, cooks and their hours."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Weekday
from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Identity, Kind, Problem, Sample, Sheet, State
from staffing.choices import (
    CLEANING,
    DRIVING,
    RECEIVING,
    SUPERVISING,
    AvailabilityLevel,
    StepKind,
)
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
    """Told once for each kind, at the first step that needs it."""
    told = {values["kind"] for values in state["equipment"].values() if values["is_active"]}
    for identity, values in state["process_steps"].items():
        if values["equipment_kind"] and values["equipment_kind"] not in told:
            told.add(values["equipment_kind"])
            message = _("there is no equipment of this kind")
            yield Problem(identity, "equipment_kind", message, is_warning=True)


def _somebody_can(state: State) -> Iterable[Problem]:
    held = {values["skill"] for values in state["cook_skills"].values()}
    for identity in state["skills"]:
        if state["cooks"] and identity[0] not in held:
            message = _("no cook has this skill")
            yield Problem(identity, "key", message, is_warning=True)


NOBODY_FOUND = _("no skill has the key “%(key)s”, so %(what)s; write it as the key of that skill")


def _programme_finds_skills(state: State) -> Iterable[Problem]:
    """The programme asks for some skills by key; without one, work would silently go uncounted."""
    skills = state["skills"]
    needs = (
        (DRIVING, state["vehicles"], _("no trip gets a driver")),
        (RECEIVING, state["cooks"], _("nobody is planned to receive goods")),
        (CLEANING, state["cooks"], _("nobody is planned to clean up")),
        (SUPERVISING, _kosher_lines(state), _("nobody is planned to watch the kosher line")),
    )
    for key, askers, what in needs:
        if skills and askers and (key,) not in skills:
            message = NOBODY_FOUND % {"key": key, "what": what}
            yield Problem(next(iter(skills)), "key", message, is_warning=True)


def _kosher_lines(state: State) -> list[Identity]:
    lines = state["kitchen_lines"].items()
    return [identity for identity, values in lines if values["requires_kosher_ingredients"]]


def _skills_are_held_and_found(state: State) -> Iterable[Problem]:
    yield from _somebody_can(state)
    yield from _programme_finds_skills(state)


SKILLS = Sheet(
    "skills",
    Skill,
    [NAMES, "is_heavy position"],
    sample=Sample("cooking", _("Cooking")),
    note=_("What cooks can do. The programme asks for four of them by key, whatever their names: "
           "driving (the vans), packing (packing and cleaning), vegetable_prep (receiving goods), "
           "supervising (a kosher line)."),
    check=_skills_are_held_and_found,
)  # fmt: skip
KINDS = Sheet(
    "equipment_kinds",
    EquipmentKind,
    [NAMES, "unit position"],
    sample=Sample("kettle", _("Kettle")),
    note=_("Kinds of equipment, and what their capacity is counted in."),
)
EQUIPMENT = Sheet(
    "equipment",
    Equipment,
    [NAMES, "kind", Col("capacity", example="150"), "is_shared is_active"],
    sample=Sample("kettle_1", _("Kettle 1")),
    note=_("Each kettle, pan, oven and cabinet."),
)
WINDOWS = Sheet(
    "equipment_windows",
    EquipmentWindow,
    ["equipment weekday", Col("from_minute", heading=_("from"), example="08:00"),
     Col("to_minute", heading=_("until"), example="12:00")],
    identity=("equipment", "weekday", "from_minute"),
    owner=("equipment",),
    note=_("When shared equipment may be used; without a row, all day."),
)  # fmt: skip
SETUPS = Sheet(
    "setups",
    Setup,
    ["equipment_kind", Col("from_class", example="meat"), Col("to_class", example="dairy"),
     Col("minutes", unit=_("minutes"), example="20")],
    identity=("equipment_kind", "from_class", "to_class"),
    owner=("equipment_kind",),
    note=_("Cleaning when one kind of food follows another: a diet class, an allergen, or “any”."),
)  # fmt: skip
STEPS = Sheet(
    "process_steps",
    ProcessStep,
    [
        "dish position", Col("kind", example=StepKind.COOK.label), "skill equipment_kind",
        Col("fixed_minutes", unit=_("minutes"), example="40"),
        Col("minutes_per_100", unit=_("minutes"), example="6"),
        Col("attended_minutes", unit=_("minutes"), example="10"),
        Col("attended_minutes_per_100", unit=_("minutes"), example="4"),
        Col("hands", example="2"),
        Col("batch_max", example="500"),
        Col("day_offset", example="0", note=_("0 the same day, -1 the day before")),
        Col("min_lag", unit=_("minutes"), example="0"),
        Col("max_lag", unit=_("minutes"), example="60"),
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
        NAMES, "start_minute", Col("end_minute", example="13:45"),
        Col("break_minutes", unit=_("minutes"), example="30"),
        Col("break_from", kind=Kind.MINUTE, example="10:00"),
        Col("paid_minutes", unit=_("minutes"), example="405"),
        "weekday_mask is_active",
    ],
    sample=Sample("morning", _("Morning")),
    note=_("Templates of shifts; the break is unpaid."),
)  # fmt: skip
COOKS = Sheet(
    "cooks",
    Cook,
    [
        NAMES,
        "locality language phone",
        Col("rest_day", example=Weekday.FRIDAY.label),
        "hired_on left_on ride_group",
    ],
    sample=Sample("maryam", _("Maryam")),
    note=_("The cooks; their skills, contracts and hours stand in the next sheets."),
)
COOK_SKILLS = Sheet(
    "cook_skills",
    CookSkill,
    ["cook skill level", Col("since", example="")],
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
        "cook",
        Col("level", example=AvailabilityLevel.UNAVAILABLE.label),
        "weekday",
        Col("date_from", example=""),
        Col("date_to", example=""),
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
