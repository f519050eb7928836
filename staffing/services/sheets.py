"""Prints a stored plan: the sheet, the labels, a cook's card."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from staffing.models import Cook, ProductionPlan
from staffing.selectors.sheet_facts import sheet_facts


def production_sheet(*, plan: ProductionPlan, language: str) -> bytes:
    """The day's sheet as PDF in one of the three languages."""
    from staffing.pdf.production import sheet

    with translation.override(language):
        return sheet(sheet_facts(plan), language)


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


def mark_printed(*, plan: ProductionPlan, now: dt.datetime) -> None:
    """Remembers that a sheet of this version is in the kitchen."""
    ProductionPlan.objects.filter(pk=plan.pk, printed_at__isnull=True).update(printed_at=now)
