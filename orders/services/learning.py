"""Remembers what a customer's words mean, once somebody has said so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from kurkum.lib.spelling import plain
from orders.models import Customer, Wording

LONGEST = 120


@transaction.atomic
def learn(*, customer: Customer, kind: str, meanings: Mapping[str, str]) -> None:
    """Keeps each word with its meaning; a later meaning replaces an earlier one."""
    for text, meaning in meanings.items():
        word = plain(text)[:LONGEST]
        if word:
            Wording.objects.update_or_create(
                customer=customer, kind=kind, text=word, defaults={"meaning": meaning}
            )
