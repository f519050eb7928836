"""How the sheet writes amounts, times, portions and allergens, in the language switched on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.lists import listed
from staffing.amount_words import plain
from staffing.choices import PlanState
from staffing.production_words import clock
from staffing.selectors.sheet_facts import Fed, SheetBatch, SheetFacts, SheetTask
from staffing.selectors.workload import seal


def span(begin: int, end: int) -> str:
    return f"{clock(begin)}–{clock(end)}"


def corner(facts: SheetFacts) -> list[str]:
    """Version, seal of the orders and their time: what says which sheet this is."""
    is_old = facts.plan.state == PlanState.SUPERSEDED
    version = _("Version %(number)s – REPLACED, do not use") if is_old else _("Version %(number)s")
    lines = [
        version % {"number": facts.plan.version},
        _("Seal of orders %(seal)s") % {"seal": seal(facts.plan.orders_checksum)},
    ]
    if facts.orders_as_of is not None:
        as_of = date_format(timezone.localtime(facts.orders_as_of), "d.m.Y H:i")
        lines.append(_("Orders as of %(time)s") % {"time": as_of})
    return lines


def day_title(facts: SheetFacts) -> str:
    return str(date_format(facts.plan.date, "l d.m.Y"))


def batch_title(batch: SheetBatch, language: str = "") -> str:
    """The dish; where it has several batches, which of them."""
    name = batch.dish.name_in(language) if language else batch.dish.name
    if batch.of == 1:
        return name
    return _("%(dish)s – batch %(number)s of %(all)s") % {
        "dish": name, "number": batch.number, "all": batch.of,
    }  # fmt: skip


def other_names(batch: SheetBatch, language: str) -> str:
    """The dish's names in the other two languages."""
    names = [batch.dish.name_in(one) for one in ("ar", "he", "en") if one != language]
    return " · ".join(dict.fromkeys(names))


def portions_by_group(fed: Iterable[Fed]) -> list[tuple[str, str, int]]:
    """Diner group, diet and portions, special diets last."""
    total: dict[tuple[int, int], tuple[str, str, int]] = {}
    ordered = sorted(fed, key=lambda one: (one.diet.position, one.diner_group.position))
    for one in ordered:
        key = (one.diet.position, one.diner_group.position)
        before = total[key][2] if key in total else 0
        diet = "" if one.diet.is_regular else one.diet.name
        total[key] = (one.diner_group.name, diet, before + one.portions)
    return list(total.values())


def group_counts(fed: Iterable[Fed]) -> str:
    """``Grades 1–6: 192 · Adults: 4``."""
    return " · ".join(f"{group}: {portions}" for group, _diet, portions in portions_by_group(fed))


def allergen_lines(facts: SheetFacts, batch: SheetBatch) -> list[tuple[str, bool]]:
    """What the dish contains (bold), may contain, and what no label says."""
    recipe = batch.recipe
    lines = []
    for title, keys, bold in (
        (_("Contains"), recipe.contains, True),
        (_("May contain"), recipe.may_contain, False),
        (_("Not known"), recipe.unknown, False),
    ):
        if keys:
            lines.append((f"{title}: {names_of(facts, keys)}", bold))
    return lines or [(_("No allergen of the list"), False)]


def names_of(facts: SheetFacts, keys: Iterable[str]) -> str:
    known = facts.allergens
    return listed(known[key].short_name if key in known else key for key in keys)


def step_text(task: SheetTask, language: str) -> str:
    note = task.row.step.note_in(language) if task.row.step else ""
    return note or str(task.row.get_kind_display())


def who(task: SheetTask) -> str:
    return listed(cook.name for cook in task.cooks) or "–"


def where(task: SheetTask) -> str:
    """The vessel and, where it is filled by measure, how full it is."""
    equipment = task.row.equipment
    if equipment is None:
        return "–"
    if equipment.kind.unit == "uses" or not task.row.load:
        return str(equipment.name)
    load = task.row.load
    words = {"litres": _("litres"), "trays": ngettext("tray", "trays", load)}
    return f"{equipment.name} · {load} {words[equipment.kind.unit]}"


def limit(facts: SheetFacts, key: str) -> str:
    """A temperature of the dated limits, e.g. ``70 °C``; a dash where none is in force."""
    row = facts.limits.get(key)
    return f"{plain(row.value)} °C" if row else "–"
