"""One card a batch: what, how much, in what, when, by whom, and the boxes to fill in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Card, Column, Columns, Field, Fields, Part, Table, Text
from staffing.amount_words import grams, quantity
from staffing.pdf import sheet_words as words
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetBatch, SheetFacts


def batch_card(facts: SheetFacts, batch: SheetBatch, language: str) -> Card:
    """A batch that is eaten today, or prepared for a later day."""
    left: list[Part] = [_ingredients(batch)]
    right: list[Part] = [_portions(batch), *_allergens(facts, batch)]
    return Card(
        words.batch_title(batch),
        [
            Columns([left, right], [1.6, 1]), *_special(batch), _steps(batch, language),
            *_checks(facts, batch),
        ],
        subtitle=f"{words.other_names(batch, language)} · {batch.row.line.name}",
        figure=str(batch.row.portions),
        caption=_("portions"),
    )  # fmt: skip


def _ingredients(batch: SheetBatch) -> Part:
    columns = [
        Column(_("Ingredient"), 2.4),
        Column(_("from the store"), 1.2, "number", bold=True),
        Column(_("net"), 1.1, "number"),
        Column("✓", 0.4, "centre"),
    ]
    rows = [
        [one.ingredient.name, quantity(one.gross), quantity(one.net), "☐"]
        for one in batch.quantities
    ]
    return Table(columns, rows, empty=_("No recipe is in force on this day."))


def _portions(batch: SheetBatch) -> Part:
    """Portions by diner group, the retained sample among them, and their weight in all."""
    groups: dict[str, int] = {}
    for group, _diet, portions in words.portions_by_group(batch.fed):
        groups[group] = groups.get(group, 0) + portions
    rows = [[group, str(portions)] for group, portions in groups.items()]
    if batch.samples:
        rows.append([_("retained sample"), str(batch.samples)])
    if batch.row.grams:
        rows.append([_("as served"), grams(batch.row.grams)])
    return Table([Column(_("Portions for"), 2), Column("", 1.1, "number", bold=True)], rows)


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


def _allergens(facts: SheetFacts, batch: SheetBatch) -> list[Part]:
    return [
        Text(line, "bold" if bold else "soft") for line, bold in words.allergen_lines(facts, batch)
    ]


def _steps(batch: SheetBatch, language: str) -> Part:
    columns = [
        Column(_("Time"), 1.3, bold=True), Column(_("Step"), 1.6), Column(_("On"), 1.7),
        Column(_("By"), 1.9), Column(_("began"), 0.7), Column(_("done"), 0.7),
    ]  # fmt: skip
    rows = [
        [
            words.span(task.row.start_minute, task.row.end_minute),
            words.step_text(task, language), words.where(task), words.who(task), "", "",
        ]
        for task in batch.tasks
    ]  # fmt: skip
    return Table(columns, rows, ruled=True)


def _checks(facts: SheetFacts, batch: SheetBatch) -> list[Part]:
    """The critical points with their limits, and the times after which food may not leave."""
    if batch.for_date is not None:
        return []
    sample = facts.limits.get("sample_grams")
    fields = [Field(_("Portions made")), *_temperatures(facts, batch)]
    if sample is not None:
        taken = _("Sample %(weight)s taken") % {"weight": grams(int(sample.value))}
        fields.append(Field(taken))
    until = _("Leaves at %(leaves)s · to be eaten by %(until)s") % {
        "leaves": clock(batch.leaves) if batch.leaves is not None else "–",
        "until": clock(batch.eat_until) if batch.eat_until is not None else "–",
    }
    return [Fields(fields, columns=2), Text(until, "bold")]


def _temperatures(facts: SheetFacts, batch: SheetBatch) -> list[Field]:
    if batch.is_cold:
        most = words.limit(facts, "cold_store_max_celsius")
        return [
            Field(_("Cold store, at most %(limit)s") % {"limit": most}, "°C"),
            Field(_("Packed, at most %(limit)s") % {"limit": most}, "°C"),
        ]
    gently = batch.recipe.cooks_gently
    core = "core_cook_fish_egg_min_celsius" if gently else "core_cook_min_celsius"
    pack = words.limit(facts, "pack_min_celsius")
    leave = words.limit(facts, "hot_dispatch_min_celsius")
    return [
        Field(_("Core, at least %(limit)s") % {"limit": words.limit(facts, core)}, "°C"),
        Field(_("Packed, at least %(limit)s") % {"limit": pack}, "°C"),
        Field(_("Leaves, at least %(limit)s") % {"limit": leave}, "°C"),
    ]
