"""Special meals on their own page, cooked first; a label for each code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from kurkum.lib.pdf import Band, Column, Heading, Label, Part, Strong, Table, Text
from staffing.pdf import sheet_words as words
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetBatch, SheetFacts, Special


def special_page(facts: SheetFacts) -> list[Part]:
    """All special meals of the day, by diet; codes, never names."""
    columns = [
        Column(_("Site"), 2.4), Column(_("Diner group"), 1.6), Column(_("Code"), 2.2, bold=True),
        Column(_("Portions"), 0.9, "number", bold=True), Column(_("checked"), 0.9, "centre"),
    ]  # fmt: skip
    rows: list[Band | list[str]] = []
    for (diet, served), group in _by_plate(facts).items():
        rows.append(Band(f"{diet}: {served}"))
        rows += [
            [
                one.site.name, one.diner_group.name, listed(one.codes) or "–",
                str(one.portions), "☐",
            ]
            for one in group
        ]  # fmt: skip
    table = Table(columns, rows, dense=True, empty=_("No special meals on this day."))
    return [
        Heading(_("Special meals – cooked first, with clean tools")),
        Text(
            _("Own pot, own spoon, own lid. Closed and labelled before the other food is opened.")
        ),
        *_own_batches(facts),
        table,
    ]


def _by_plate(facts: SheetFacts) -> dict[tuple[str, str], list[Special]]:
    """Special meals that are served the same dishes for the same diet, together."""
    ordered = sorted(facts.specials, key=lambda one: (one.diet.position, one.site.key))
    plates: dict[tuple[str, str], list[Special]] = {}
    for one in ordered:
        served = listed(sorted({batch.dish.name for batch in one.batches}))
        plates.setdefault((one.diet.name, served), []).append(one)
    return plates


def _own_batches(facts: SheetFacts) -> list[Part]:
    """Batches that only special meals eat from: they begin before the rest."""
    own = [batch for batch in facts.today if only_special(batch)]
    if not own:
        return []
    columns = [
        Column(_("Begins"), 0.8, bold=True), Column(_("Dish"), 2.4),
        Column(_("Portions"), 0.8, "number"), Column(_("Allergens"), 3),
    ]  # fmt: skip
    rows: list[list[str | Strong]] = [
        [
            clock(batch.start), Strong(words.batch_title(batch)), str(batch.row.portions),
            "; ".join(line for line, _bold in words.allergen_lines(facts, batch)),
        ]
        for batch in own
    ]  # fmt: skip
    return [Heading(_("Cooked for special meals only"), 2), Table(columns, rows, dense=True)]


def only_special(batch: SheetBatch) -> bool:
    return bool(batch.fed) and not any(fed.diet.is_regular for fed in batch.fed)


def special_labels(facts: SheetFacts) -> list[Label]:
    """A label for each code; where no code is registered, one for the site and diet."""
    return [_label(facts, one, code) for one in facts.specials for code in one.codes or ("",)]


def _label(facts: SheetFacts, one: Special, code: str) -> Label:
    keys = sorted({key for batch in one.batches for key in batch.recipe.contains})
    until = [batch.eat_until for batch in one.batches if batch.eat_until is not None]
    contains = _("Contains: %(names)s") % {"names": words.names_of(facts, keys) or "–"}
    checked = _("%(day)s · checked by ______") % {"day": words.day_title(facts)}
    lines: list[str | Strong] = [
        f"{one.site.name} · {one.diner_group.name}",
        *([] if code else [_("%(count)s portions") % {"count": one.portions}]),
        listed(dict.fromkeys(batch.dish.name for batch in one.batches)),
        Strong(contains),
        _("To be eaten by %(time)s") % {"time": clock(min(until)) if until else "–"},
        checked,
    ]
    qr = f"{facts.plan.date} {one.site.key} {code or one.diet.key}"
    return Label(_("Special meal"), lines, code, one.diet.name, qr)
