"""Prints a stored plan: the sheet or a part of it, the labels, a cook's card."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.lists import listed
from staffing.choices import StepKind
from staffing.models import Cook, ProductionPlan
from staffing.selectors.sheet_facts import sheet_facts
from staffing.selectors.workload import seal
from staffing.services.differences import plan_difference, version_before


class NothingToCompare(CannotBeDone):
    """The plan is the first of its day."""


def production_sheet(*, plan: ProductionPlan, language: str) -> bytes:
    """The day's sheet as PDF in one of the three languages."""
    from staffing.pdf.production import sheet

    with translation.override(language):
        return sheet(sheet_facts(plan), language)


def sheet_part(*, plan: ProductionPlan, part: str, language: str) -> bytes:
    """One part of the day's sheet by itself. Raises KeyError for a part that there is not."""
    from staffing.pdf.production import one_part

    with translation.override(language):
        return one_part(sheet_facts(plan), part, language)


def box_labels(*, plan: ProductionPlan, language: str) -> bytes:
    """Labels for boxes and special meals as PDF."""
    from staffing.pdf import labels

    with translation.override(language):
        return labels.box_labels(sheet_facts(plan), language)


def cook_card(*, plan: ProductionPlan, cook: Cook) -> bytes:
    """One cook's day as PDF, in her language."""
    from staffing.pdf import cook_cards

    with translation.override(cook.language):
        return cook_cards.cook_card(sheet_facts(plan), cook)


def cook_cards_of(*, plan: ProductionPlan, language: str) -> bytes:
    """The cards of all cooks who read the language, as one PDF."""
    from staffing.pdf import cook_cards

    return cook_cards.cook_cards(sheet_facts(plan), language)


def difference_sheet(*, plan: ProductionPlan, language: str) -> bytes:
    """What changed since the version before it, as PDF. Raises NothingToCompare."""
    from staffing.pdf import differences

    with translation.override(language):
        old = version_before(plan)
        if old is None:
            raise NothingToCompare(_("There is no earlier version of this plan."))
        kinds = dict(StepKind.choices)
        lines = [
            differences.DifferenceLine(
                one.dish, str(kinds[StepKind(one.kind)]), one.was, one.now, listed(one.tell)
            )
            for one in plan_difference(old, plan)
        ]
        numbers = {"new": plan.version, "old": old.version}
        versions = _("Version %(new)s, in place of %(old)s") % numbers
        seals = _("Seal of orders %(seal)s") % {"seal": seal(plan.orders_checksum)}
        day = date_format(plan.date, "l d.m.Y")
        return differences.difference_sheet(
            differences.DifferenceSheet(language, day, (versions, seals), lines)
        )


def mark_printed(*, plan: ProductionPlan, now: dt.datetime) -> None:
    """Remembers that a sheet of this version is in the kitchen."""
    ProductionPlan.objects.filter(pk=plan.pk, printed_at__isnull=True).update(printed_at=now)
