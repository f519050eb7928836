"""Prints the recall list of a batch or of a stock lot."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from menus.models import StockLot
from staffing.models import Batch
from staffing.selectors.tracing import recall_of_batch, recall_of_lot


def batch_recall(*, batch: Batch, language: str, now: dt.datetime) -> bytes:
    """Everybody who got something of one batch, as PDF."""
    from staffing.pdf.recall import RecallList, recall_list

    with translation.override(language):
        subject = f"{batch.dish.name} · {batch.key}"
        doc = RecallList(language, subject, _corner(now), recall_of_batch(batch))
        return recall_list(doc)


def lot_recall(*, lot: StockLot, language: str, now: dt.datetime) -> bytes:
    """Everybody who ate from a batch with one lot, as PDF."""
    from staffing.pdf.recall import RecallList, recall_list

    with translation.override(language):
        parts = [lot.ingredient.name, lot.brand, _("lot %(code)s") % {"code": lot.lot_code}]
        subject = " · ".join(part for part in parts if part)
        return recall_list(RecallList(language, subject, _corner(now), recall_of_lot(lot)))


def _corner(now: dt.datetime) -> tuple[str, ...]:
    moment = date_format(timezone.localtime(now), "d.m.Y H:i")
    return (_("As of %(time)s") % {"time": moment},)
