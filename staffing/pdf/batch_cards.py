"""One card a batch: what, how much, in what, when, by whom, and the boxes to fill in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Card, Column, Columns, Field, Fields, Part, Table, Text
from staffing.amount_words import grams, quantity
from staffing.pdf import sheet_words as words
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetBatch, SheetFacts

SHORT = 3  # ingredients beside the boxes that leave room for the words below them


def batch_card(facts: SheetFacts, batch: SheetBatch, language: str) -> Card:
    """A batch that is eaten today, or prepared for a later day.

    What goes in stands beside what is measured, so that two cards share a page where they fit.
    """
    left, right = [_ingredients(batch)], _checks(facts, batch)
    eaten = [*_portions(batch), *_special(batch)]
    ends = _ends(facts, batch)
    if len(batch.quantities) <= SHORT or not right:
        (left if right else right).extend([*eaten, *ends])
        below: list[Part] = []
    else:
        below = [*eaten, Columns([[one] for one in ends])]
    return Card(
        words.batch_title(batch),
        [Columns([left, right], [1.1, 1]), *below, _steps(batch, language)],
        subtitle=f"{words.other_names(batch, language)} · {batch.row.line.name}",
        figure=str(batch.row.portions),
        caption=_("portions"),
    )


def _ingredients(batch: SheetBatch) -> Part:
    columns = [
        Column(_("Ingredient"), 2.4),
        Column(_("from the store"), 1.3, "number", bold=True),
        Column(_("net"), 1.1, "number"),
        Column("✓", 0.4, "centre"),
    ]
    rows = [
        [one.ingredient.name, quantity(one.gross), quantity(one.net), "☐"]
        for one in batch.quantities
    ]
    empty = _("No recipe is in force on this day.")
    return Table(columns, rows, empty=empty, close=True)


def _portions(batch: SheetBatch) -> list[Part]:
    """Portions by diner group, the retained sample among them, and their weight in all."""
    groups: dict[str, int] = {}
    for group, _diet, portions in words.portions_by_group(batch.fed):
        groups[group] = groups.get(group, 0) + portions
    counts = {group: str(portions) for group, portions in groups.items()}
    if batch.samples:
        counts[_("retained sample")] = str(batch.samples)
    if batch.row.grams:
        counts[_("as served")] = grams(batch.row.grams)
    said = " · ".join(f"{what}: {count}" for what, count in counts.items())
    return [Text(said, "bold")] if said else []


def _special(batch: SheetBatch) -> list[Part]:
    """How many of the portions are special meals, by diet, in one paragraph."""
    diets: dict[str, int] = {}
    for _group, diet, portions in words.portions_by_group(batch.fed):
        if diet:
            diets[diet] = diets.get(diet, 0) + portions
    if not diets:
        return []
    special = " · ".join(f"{diet} {portions}" for diet, portions in diets.items())
    return [Text(_("among them special: %(diets)s") % {"diets": special})]


def _ends(facts: SheetFacts, batch: SheetBatch) -> list[Part]:
    """What it contains; when it must leave and be eaten, where it is eaten today."""
    lines = words.allergen_lines(facts, batch)
    parts: list[Part] = [Text(line, "bold" if bold else "soft") for line, bold in lines]
    if batch.for_date is None:
        times = {"leaves": _time(batch.leaves), "until": _time(batch.eat_until)}
        until = _("Leaves at %(leaves)s · to be eaten by %(until)s") % times
        parts.append(Text(until, "bold"))
    return parts


def _time(minute: int | None) -> str:
    return clock(minute) if minute is not None else "–"


def _steps(batch: SheetBatch, language: str) -> Part:
    columns = [
        Column(_("Time"), 1.2, bold=True), Column(_("Step"), 2), Column(_("On"), 2),
        Column(_("By"), 1.7), Column(_("began"), 0.6), Column(_("done"), 0.6),
    ]  # fmt: skip
    rows = [
        [
            words.span(task.row.start_minute, task.row.end_minute),
            words.step_text(task, language), words.where(task), words.who(task), "", "",
        ]
        for task in batch.tasks
    ]  # fmt: skip
    return Table(columns, rows, ruled=True, close=True)


def _checks(facts: SheetFacts, batch: SheetBatch) -> list[Part]:
    """The critical points with room for time and temperature, and what was made and kept."""
    if batch.for_date is not None:
        return []
    columns = [Column(_("Measured"), 2.6), Column(_("Time"), 0.8), Column("°C", 0.8)]
    rows = [[point, "", ""] for point in _temperatures(facts, batch)]
    sample = facts.limits.get("sample_grams")
    if sample is not None:
        taken = _("Sample %(weight)s taken") % {"weight": grams(int(sample.value))}
        rows.append([taken, "", "☐"])
    made = Fields([Field(_("Portions made"))], columns=1)
    return [Table(columns, rows, ruled=True, close=True), made]


def _temperatures(facts: SheetFacts, batch: SheetBatch) -> list[str]:
    """The points at which the food is measured, each with its limit of the day."""
    if batch.is_cold:
        most = words.limit(facts, "cold_store_max_celsius")
        return [
            _("Cold store, at most %(limit)s") % {"limit": most},
            _("Packed, at most %(limit)s") % {"limit": most},
        ]
    gently = batch.recipe.cooks_gently
    core = "core_cook_fish_egg_min_celsius" if gently else "core_cook_min_celsius"
    pack = words.limit(facts, "pack_min_celsius")
    leave = words.limit(facts, "hot_dispatch_min_celsius")
    return [
        _("Core, at least %(limit)s") % {"limit": words.limit(facts, core)},
        _("Packed, at least %(limit)s") % {"limit": pack},
        _("Leaves, at least %(limit)s") % {"limit": leave},
    ]
