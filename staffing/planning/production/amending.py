"""A late change of demand, fitted into the batches there are: begun ones stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from staffing.planning.production.batching import (
    all_of,
    batch_of,
    can_share_a_batch,
    cut,
    lay_out,
    most_of,
    size_of,
    split,
    steps_of,
    take,
)
from staffing.planning.production.day import Dish, KitchenDay
from staffing.planning.production.demand import Batch, Extra, Share
from staffing.planning.production.problem import Problem

Rest = dict[tuple[str, ...], Share]  # what of each demand line no batch feeds yet


def amended(day: KitchenDay, problem: Problem, begun: Collection[str]) -> Problem:
    """The problem of ``day``'s new demand, with as much of ``problem``'s batches as can stay.

    ``begun``: keys of batches that can neither grow nor shrink: portions no longer asked for stay
    in them as spare ones. More portions go where there is room, else into batches of their own.
    """
    batches: list[Batch] = []
    for dish in day.dishes:
        old = [batch for batch in problem.batches if batch.dish == dish.key and batch.shares]
        old.sort(key=lambda batch: batch.key not in begun)
        rest: Rest = {line.key: all_of(line) for line in day.demand if line.dish == dish.key}
        kept = [(batch, _still_fed(batch, rest)) for batch in old]
        for batch, shares in kept:
            if batch.key in begun:
                batches.append(_with_spares(batch, shares))
                continue
            shares = _merged([*shares, *_growth(day, dish, batch, shares, rest)])
            if shares:
                batches.append(batch_of(day, batch.key, batch.dish, batch.line, shares))
        batches += _new_batches(day, dish, {batch.key for batch in old}, rest)
    return lay_out(day, batches)


def _still_fed(batch: Batch, rest: Rest) -> list[Share]:
    """The batch's shares as far as they are still asked for; takes them out of ``rest``."""
    shares = []
    for share in batch.shares:
        waiting = rest.get(share.demand.key)
        if waiting is None:
            continue
        first, left = take(waiting, share.portions)
        shares.append(first)
        if left is None:
            del rest[share.demand.key]
        else:
            rest[share.demand.key] = left
    return shares


def _with_spares(batch: Batch, shares: Sequence[Share]) -> Batch:
    fed = sum(share.portions for share in shares) + sum(e.portions for e in batch.extras)
    spare = batch.portions - fed
    extras = (*batch.extras, Extra("spare", spare)) if spare else batch.extras
    return replace(batch, shares=tuple(shares), extras=extras)


def _growth(
    day: KitchenDay, dish: Dish, batch: Batch, shares: Sequence[Share], rest: Rest
) -> list[Share]:
    """What of ``rest`` this batch can take as well."""
    steps = steps_of(day.steps, dish.key, 0)
    grown: list[Share] = []
    for key, waiting in list(rest.items()):
        allowed = waiting.demand.line == batch.line or (waiting.demand.line == "H" and dish.halal)
        room = most_of(day, steps) - size_of([*shares, *grown])
        first, left = cut(waiting, room) if allowed else (None, waiting)
        if first is None or not can_share_a_batch(day, dish, steps, [*shares, *grown, first]):
            continue
        grown.append(first)
        if left is None:
            del rest[key]
        else:
            rest[key] = left
    return grown


def _merged(shares: Sequence[Share]) -> list[Share]:
    """One share for each demand line."""
    merged: dict[tuple[str, ...], Share] = {}
    for share in shares:
        other = merged.get(share.demand.key)
        merged[share.demand.key] = (
            share
            if other is None
            else Share(
                share.demand,
                other.portions + share.portions,
                other.reference_portions + share.reference_portions,
                other.grams + share.grams,
            )
        )
    return list(merged.values())


def _new_batches(day: KitchenDay, dish: Dish, taken: set[str], rest: Rest) -> list[Batch]:
    steps = steps_of(day.steps, dish.key, 0)
    batches: list[Batch] = []
    for line in sorted({share.demand.line for share in rest.values()}):
        mine = [share for share in rest.values() if share.demand.line == line]
        for shares in split(day, dish, steps, mine):
            number = 1
            while f"{dish.key}-{line}-{number}" in taken:
                number += 1
            key = f"{dish.key}-{line}-{number}"
            taken.add(key)
            batches.append(batch_of(day, key, dish.key, line, shares))
    return batches
