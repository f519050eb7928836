"""Draws the next number of a series, without gaps: a rolled-back transaction gives it back."""

from __future__ import annotations

from django.db import transaction

from kurkum.base.models import Counter


def next_number(series: str) -> int:
    """The next number, from 1. Must be called inside the transaction that uses the number."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is drawn inside the transaction that uses it")
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
