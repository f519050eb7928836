"""From a day's demand to batches and tasks: by kitchen line, by wave, by the size of vessels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from staffing.planning.production.day import Ahead, Dish, KitchenDay, ProcessStep
from staffing.planning.production.demand import Batch, DemandLine, Extra, Hold, Share
from staffing.planning.production.problem import AttendedPart, Lag, Mode, Problem, Task, Use
from staffing.planning.production.solution import PlannedTask

AFTER_COOKING = ("pack", "hold", "chill")
HUNDRED_PORTIONS = 100 * 100  # in hundredths of reference portions


def problem_of(day: KitchenDay) -> Problem:
    """Splits the demand into batches and lays out their tasks."""
    batches = [
        batch
        for dish in day.dishes
        for batch in batches_of(day, dish, steps_of(day.steps, dish.key, 0))
    ]
    return lay_out(day, batches)


def lay_out(day: KitchenDay, batches: Sequence[Batch]) -> Problem:
    """The problem of making ``batches``, and the work ahead, on ``day``."""
    tasks: list[Task] = [_earlier_task(planned) for planned in day.earlier]
    lags: list[Lag] = []
    holds: list[Hold] = []
    ahead = [_ahead_batch(work, number) for number, work in enumerate(day.ahead, 1)]
    offsets = [0] * len(batches) + [work.day_offset for work in day.ahead]
    for batch, offset in zip((*batches, *ahead), offsets, strict=True):
        steps = steps_of(day.steps, batch.dish, offset)
        tasks += [task_of(day, step, batch) for step in steps]
        lags += lags_of(steps, batch.key)
        holds += _holds_of(day, batch, steps) if batch.shares else []
    return Problem(
        day.start, day.end, tuple(tasks), tuple(lags), day.equipment, day.setups, day.cooks,
        (*batches, *ahead), tuple(holds), day.demand, day.earlier, day.margins, day.grid,
        idle_minutes=day.idle_minutes,
    )  # fmt: skip


def steps_of(steps: Sequence[ProcessStep], dish: str, day_offset: int) -> list[ProcessStep]:
    found = [step for step in steps if step.dish == dish and step.day_offset == day_offset]
    return sorted(found, key=lambda step: step.position)


# -- batches ------------------------------------------------------------------------------------


def batches_of(day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep]) -> list[Batch]:
    """The batches of one dish on both lines; what line K can spare feeds line H (never back)."""
    lines = [line for line in day.demand if line.dish == dish.key]
    groups: dict[str, list[list[Share]]] = {}
    for name in sorted({line.line for line in lines}):
        mine = sorted((line for line in lines if line.line == name), key=_leaves)
        groups[name] = split(day, dish, steps, [all_of(line) for line in mine])
    if dish.halal and {"K", "H"} <= set(groups):
        _feed_halal(day, dish, steps, groups)
    return [
        batch_of(day, f"{dish.key}-{name}-{number}", dish.key, name, shares)
        for name, parts in groups.items()
        for number, shares in enumerate(parts, 1)
    ]


def most_of(day: KitchenDay, steps: Sequence[ProcessStep]) -> int:
    """The largest batch that every step can take, without its samples (hundredths)."""
    smallest = min((step.batch_max for step in steps if step.batch_max), default=10**9)
    return max(100, smallest - 100 * day.sample_portions)


def _leaves(line: DemandLine) -> tuple[int, int, str, str, str]:
    return (line.ready_by, line.eat_at, line.site, line.diner_group, line.diet)


def all_of(line: DemandLine) -> Share:
    return Share(line, line.portions, line.reference_portions, line.grams)


def size_of(shares: Sequence[Share]) -> int:
    return sum(share.reference_portions for share in shares)


def split(
    day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep], shares: Sequence[Share]
) -> list[list[Share]]:
    """One wave at a time, unless batches that cross waves are fewer."""
    most = most_of(day, steps)
    waves: dict[int, list[Share]] = {}
    for share in shares:
        waves.setdefault(share.demand.ready_by, []).append(share)
    apart = [part for wave in waves.values() for part in _pour(wave, most)]
    joined = _pour(shares, most)
    fewer = len(joined) < len(apart)
    if fewer and all(can_share_a_batch(day, dish, steps, part) for part in joined):
        return joined
    parts = [part for wave in apart for part in _keep_holdable(day, dish, steps, wave)]
    return _merge(day, dish, steps, parts)


def _merge(
    day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep], parts: Sequence[list[Share]]
) -> list[list[Share]]:
    """Neighbours that fit one vessel and one end of cooking are cooked at once."""
    most = most_of(day, steps)
    merged: list[list[Share]] = []
    for part in parts:
        both = [*merged[-1], *part] if merged else part
        if merged and size_of(both) <= most and can_share_a_batch(day, dish, steps, both):
            merged[-1] = both
        else:
            merged.append(part)
    return merged


def can_share_a_batch(
    day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep], shares: Sequence[Share]
) -> bool:
    """Whether one end of cooking serves them all: not too early for the last, packed for the first.

    An hour is left in hand, so that the plan has room to move.
    """
    limit = day.max_hold_minutes[dish.hold_class]
    position = cooking_end(steps).position
    later = [step for step in steps if step.position > position]
    rest = sum(minutes_of(step, size_of(shares), day.grid) + step.min_lag for step in later)
    soonest = max(share.demand.eat_at for share in shares) - limit
    latest = min(share.demand.ready_by for share in shares) - rest
    alone = len({(share.demand.eat_at, share.demand.ready_by) for share in shares}) == 1
    return alone or soonest + min(60, limit // 4) <= latest


def _keep_holdable(
    day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep], shares: list[Share]
) -> list[list[Share]]:
    parts: list[list[Share]] = []
    for share in shares:
        if parts and can_share_a_batch(day, dish, steps, [*parts[-1], share]):
            parts[-1].append(share)
        else:
            parts.append([share])
    return parts


def _pour(shares: Sequence[Share], most: int) -> list[list[Share]]:
    """The fewest batches of at most ``most``, about equal, sites kept whole where possible."""
    count = max(1, -(-size_of(shares) // most))
    target = -(-size_of(shares) // count)
    parts = _fill(shares, most, target, whole=True)
    if len(parts) > count:
        parts = _fill(shares, most, target, whole=False)
    return parts if len(parts) <= count else _fill(shares, most, most, whole=False)


def _fill(shares: Sequence[Share], most: int, target: int, *, whole: bool) -> list[list[Share]]:
    parts: list[list[Share]] = [[]]
    for share in shares:
        rest: Share | None = share
        while rest is not None:
            filled = size_of(parts[-1])
            limit = most if whole and filled < target else target
            room = limit - filled
            if rest.reference_portions <= room:
                parts[-1].append(rest)
                rest = None
            elif whole and parts[-1] and rest.reference_portions <= most:
                parts.append([])
            else:
                # An empty batch takes one portion even where that is more than its maximum.
                least = rest.reference_portions // rest.portions + 1 if not parts[-1] else 0
                first, rest = cut(rest, max(room, least))
                parts[-1] += [first] if first else []
                parts.append([])
    return [part for part in parts if part]


def cut(share: Share, room: int) -> tuple[Share | None, Share | None]:
    """As many whole portions as fit into ``room`` hundredths, and the rest."""
    count = room * share.portions // max(1, share.reference_portions)
    return take(share, count) if count > 0 else (None, share)


def take(share: Share, count: int) -> tuple[Share, Share | None]:
    """The first ``count`` portions and the rest; both together are exactly the whole."""
    if count >= share.portions:
        return share, None
    reference = share.reference_portions * count // share.portions
    grams = share.grams * count // share.portions
    first = Share(share.demand, count, reference, grams)
    left = share.portions - count
    return first, Share(
        share.demand, left, share.reference_portions - reference, share.grams - grams
    )


def _feed_halal(
    day: KitchenDay, dish: Dish, steps: Sequence[ProcessStep], groups: dict[str, list[list[Share]]]
) -> None:
    """Empties small batches of line H into the room that batches of line K have left."""
    most = most_of(day, steps)
    for small in sorted(groups["H"], key=size_of):
        room = {number: most - size_of(part) for number, part in enumerate(groups["K"])}
        for number, part in enumerate(groups["K"]):
            together = [*part, *small]
            if size_of(small) <= room[number] and can_share_a_batch(day, dish, steps, together):
                groups["K"][number] = together
                groups["H"] = [other for other in groups["H"] if other is not small]
                break
    if not groups["H"]:
        del groups["H"]


def batch_of(day: KitchenDay, key: str, dish: str, line: str, shares: Sequence[Share]) -> Batch:
    """The batch of these shares, with its samples."""
    extras = (Extra("sample", day.sample_portions),) if day.sample_portions else ()
    portions = sum(share.portions for share in shares) + day.sample_portions
    reference = size_of(shares) + 100 * day.sample_portions
    grams = sum(share.grams for share in shares)
    grams += grams * 100 * day.sample_portions // max(1, size_of(shares))
    return Batch(key, dish, line, portions, reference, grams, tuple(shares), extras)


def _ahead_batch(work: Ahead, number: int) -> Batch:
    key = f"{work.dish}-{work.line}-ahead-{number}"
    return Batch(key, work.dish, work.line, work.portions, work.reference_portions, 0)


# -- tasks --------------------------------------------------------------------------------------


def cooking_end(steps: Sequence[ProcessStep]) -> ProcessStep:
    """The step from whose end the food is held."""
    named = [step for step in steps if step.ends_cooking]
    before = [step for step in steps if step.kind not in AFTER_COOKING]
    return (named or before or list(steps))[-1]


def scaled(fixed: int, per_100: int, reference_portions: int, grid: int) -> int:
    """Minutes for a batch, rounded up to the grid."""
    minutes = fixed + -(-per_100 * reference_portions // HUNDRED_PORTIONS)
    return -(-minutes // grid) * grid


def minutes_of(step: ProcessStep, reference_portions: int, grid: int) -> int:
    return scaled(step.fixed_minutes, step.minutes_per_100, reference_portions, grid)


def task_of(day: KitchenDay, step: ProcessStep, batch: Batch) -> Task:
    dish = next(dish for dish in day.dishes if dish.key == step.dish)
    most = max(step.hands, step.most_hands)
    modes = tuple(
        _mode(step, batch.reference_portions, hands, day.grid)
        for hands in range(step.hands, most + 1)
    )
    return Task(
        f"{batch.key}-{step.position}", step.kind, modes, batch.key, str(step.position),
        dish.setup_class if step.equipment_kind else "", burdens=step.burdens,
    )  # fmt: skip


def _mode(step: ProcessStep, reference: int, hands: int, grid: int) -> Mode:
    """More hands than usual shorten a step that is attended throughout."""
    minutes = minutes_of(step, reference, grid)
    if hands > step.hands:
        minutes = -(-minutes * step.hands // (hands * grid)) * grid
    load = -(-step.load_per_100 * reference // HUNDRED_PORTIONS)
    uses = (Use(step.equipment_kind, load),) if step.equipment_kind else ()
    if step.attended_at == "none" or minutes == 0:
        return Mode(minutes, uses)
    attended = minutes
    if step.attended_at != "whole":
        rate = step.attended_minutes_per_100
        attended = min(minutes, scaled(step.attended_minutes, rate, reference, grid))
    if attended == 0:
        return Mode(minutes, uses)
    offset = minutes - attended if step.attended_at == "end" else 0
    return Mode(minutes, uses, (AttendedPart(step.skill, offset, attended, hands),))


def lags_of(steps: Sequence[ProcessStep], batch: str) -> list[Lag]:
    lags = []
    for before, step in itertools.pairwise(steps):
        positions = step.follows or (before.position,)
        lags += [
            Lag(f"{batch}-{position}", f"{batch}-{step.position}", step.min_lag, step.max_lag)
            for position in positions
        ]
    return lags


def _holds_of(day: KitchenDay, batch: Batch, steps: Sequence[ProcessStep]) -> list[Hold]:
    limit = {dish.key: day.max_hold_minutes[dish.hold_class] for dish in day.dishes}[batch.dish]
    cook = f"{batch.key}-{cooking_end(steps).position}"
    pack = f"{batch.key}-{steps[-1].position}"
    portions: dict[tuple[str, int, int], int] = {}
    for share in batch.shares:
        key = (share.demand.site, share.demand.ready_by, share.demand.eat_at)
        portions[key] = portions.get(key, 0) + share.portions
    return [
        Hold(batch.key, site, cook, pack, count, ready_by, eat_at, limit)
        for (site, ready_by, eat_at), count in portions.items()
    ]


def _earlier_task(planned: PlannedTask) -> Task:
    return Task(planned.key, planned.kind, (Mode(planned.end - planned.start),))
