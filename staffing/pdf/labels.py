"""Labels for the boxes of each site, one for each batch in them, and for special meals."""

from __future__ import annotations

from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.lib.pdf import Document, Label, Labels, Language, Strong, render
from staffing.pdf import sheet_words as words
from staffing.pdf.special_meals import special_labels
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetBatch, SheetFacts


def box_labels(facts: SheetFacts, language: str) -> bytes:
    """Stickers on A4: the boxes in order of leaving, then the special meals."""
    boxes = [
        _label(facts, site_key, batch, language)
        for leaving in facts.leavings
        for site, _arrive in leaving.stops
        for site_key, batch in _batches_of(facts, site.key)
    ]
    document = Document(
        _("Box labels"), cast(Language, language),
        [Labels([*boxes, *special_labels(facts)], columns=2, rows=5)], plain=True,
    )  # fmt: skip
    return render(document)


def _batches_of(facts: SheetFacts, site: str) -> list[tuple[str, SheetBatch]]:
    return [
        (site, batch)
        for batch in facts.today
        if any(fed.site.key == site and fed.diet.is_regular for fed in batch.fed)
    ]


def _label(facts: SheetFacts, site_key: str, batch: SheetBatch, language: str) -> Label:
    fed = [one for one in batch.fed if one.site.key == site_key and one.diet.is_regular]
    certificate = facts.certificates.get(batch.row.line_id)
    times = _("Ready %(ready)s · to be eaten by %(until)s") % {
        "ready": clock(batch.cook_end) if batch.cook_end is not None else "–",
        "until": clock(batch.eat_until) if batch.eat_until is not None else "–",
    }
    lines: list[str | Strong] = [
        Strong(words.batch_title(batch)), words.other_names(batch, language),
        words.group_counts(fed), Strong(times),
        _("%(keep)s · measured ____") % {"keep": keep_at(facts, batch)},
        *(Strong(line) if bold else line for line, bold in words.allergen_lines(facts, batch)),
        f"{date_format(facts.plan.date, 'd.m.Y')} · {batch.row.key}", *_kitchen(facts),
    ]  # fmt: skip
    if certificate is not None:
        number = {"number": certificate.number, "issuer": certificate.issuer}
        lines.append(_("Kosher certificate %(number)s, %(issuer)s") % number)
    mark = diet_class_word(batch.recipe.diet_class)
    return Label(
        fed[0].site.name, lines, mark=mark, qr=f"{facts.plan.date} {batch.row.key} {site_key}"
    )


def _kitchen(facts: SheetFacts) -> list[str]:
    """Who cooked it, and by which licence."""
    kitchen = facts.kitchen
    if kitchen is None:
        return []
    licence = _("licence %(number)s") % {"number": kitchen.licence_number}
    return [f"{kitchen.name} · {licence}" if kitchen.licence_number else kitchen.name]


def keep_at(facts: SheetFacts, batch: SheetBatch) -> str:
    """The temperature at which the food is kept until it is eaten."""
    if batch.is_cold:
        return _("keep at %(limit)s or below") % {
            "limit": words.limit(facts, "cold_store_max_celsius")
        }
    return _("keep at %(limit)s or above") % {
        "limit": words.limit(facts, "hot_receipt_min_celsius")
    }


def diet_class_word(key: str) -> str:
    words_of = {
        "meat": _("meat"), "dairy": _("dairy"), "parve": _("parve"), "fish": _("fish"),
    }  # fmt: skip
    return words_of.get(key, key)
