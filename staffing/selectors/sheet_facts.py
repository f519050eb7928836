"""What the production sheet shows, read from a stored plan; names stay objects, times minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from kurkum.base.models import DatedLimit, Kitchen
from kurkum.lib.dates import elapsed_minutes, parse_local_iso
from menus.choices import HoldClass
from menus.models import Allergen, Certificate, Diet, DinerGroup, Dish
from orders.models import OrderDay, Site, SpecialMeal, Vehicle
from staffing.choices import StepKind
from staffing.models import Batch, BatchShare, BatchTask, Cook, Equipment, ProductionPlan, TaskWork
from staffing.production_words import clock
from staffing.selectors.plans import handed_out
from staffing.selectors.recipes import DishRecipe, Quantity, dish_recipes, quantities


@dataclass(frozen=True, slots=True)
class SheetTask:
    """A step of a batch, or a cleaning (no batch), with everyone who attends it."""

    row: BatchTask
    work: tuple[tuple[int, int, Cook], ...]

    @property
    def cooks(self) -> tuple[Cook, ...]:
        return tuple({cook.key: cook for _begin, _end, cook in self.work}.values())


@dataclass(frozen=True, slots=True)
class Fed:
    """Portions of a batch for one site, diner group and diet."""

    site: Site
    diner_group: DinerGroup
    diet: Diet
    portions: int


@dataclass(frozen=True, slots=True)
class SheetBatch:
    """One batch; ``number`` of ``of`` batches of its dish. Minutes of the day, or None."""

    row: Batch
    number: int
    of: int
    recipe: DishRecipe
    tasks: tuple[SheetTask, ...]
    fed: tuple[Fed, ...]
    samples: int
    cook_end: int | None
    eat_until: int | None
    leaves: int | None
    for_date: dt.date | None

    @property
    def dish(self) -> Dish:
        return self.row.dish

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.recipe, self.row.reference_portions)

    @property
    def start(self) -> int:
        return min((task.row.start_minute for task in self.tasks), default=0)

    @property
    def begins(self) -> str:
        return clock(self.start)

    @property
    def is_cold(self) -> bool:
        return self.dish.hold_class == HoldClass.COLD


@dataclass(frozen=True, slots=True)
class Special:
    """A special meal: codes of its eaters, and from which batch each of its dishes comes."""

    site: Site
    diner_group: DinerGroup
    diet: Diet
    portions: int
    codes: tuple[str, ...]
    batches: tuple[SheetBatch, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A departure with its calls, in the order of arrival; ``vehicle`` is the van's name."""

    route: str
    vehicle: str
    depart: int
    stops: tuple[tuple[Site, int], ...]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The whole sheet of one plan."""

    plan: ProductionPlan
    kitchen: Kitchen | None
    orders_as_of: dt.datetime | None
    document: Mapping[str, Any]
    batches: tuple[SheetBatch, ...]
    cleanings: tuple[SheetTask, ...]
    specials: tuple[Special, ...]
    leavings: tuple[Leaving, ...]
    equipment: tuple[Equipment, ...]
    cooks: tuple[Cook, ...]
    allergens: Mapping[str, Allergen]
    limits: Mapping[str, DatedLimit]
    certificates: Mapping[int, Certificate]
    meals: int

    @property
    def today(self) -> tuple[SheetBatch, ...]:
        """The batches that are eaten today, in order of their start."""
        return tuple(one for one in self.batches if one.for_date is None)

    @property
    def ahead(self) -> tuple[SheetBatch, ...]:
        return tuple(one for one in self.batches if one.for_date is not None)

    @property
    def tasks(self) -> tuple[SheetTask, ...]:
        own = [task for batch in self.batches for task in batch.tasks]
        return tuple(sorted([*own, *self.cleanings], key=_task_place))

    @property
    def special_portions(self) -> int:
        return sum(one.portions for one in self.specials)

    def batch_of(self, task: SheetTask) -> SheetBatch | None:
        return next((one for one in self.batches if one.row.pk == task.row.batch_id), None)


def _task_place(task: SheetTask) -> tuple[int, str]:
    return (task.row.start_minute, task.row.key)


def sheet_facts(plan: ProductionPlan) -> SheetFacts:
    """Reads the plan; the number of queries does not grow with it."""
    document = handed_out(plan)
    tasks = _tasks(plan)
    batches = _batches(plan, document, tasks)
    order_day = OrderDay.objects.filter(date=plan.date).first()
    return SheetFacts(
        plan, Kitchen.objects.first(), order_day.locked_at if order_day else None, document,
        batches, tuple(task for task in tasks if task.row.kind == StepKind.CLEAN),
        _specials(plan, batches), _leavings(plan.date, document),
        tuple(Equipment.objects.select_related("kind").order_by("kind__position", "key")),
        tuple(Cook.objects.filter(key__in=[cook["key"] for cook in document["cooks"]])),
        {row.key: row for row in Allergen.objects.all()}, DatedLimit.objects.on(plan.date),
        _certificates(plan.date), _meals(batches),
    )  # fmt: skip


def _tasks(plan: ProductionPlan) -> list[SheetTask]:
    work = TaskWork.objects.select_related("cook").order_by("from_minute", "cook__key")
    rows = BatchTask.objects.filter(plan=plan).select_related("equipment__kind", "step", "skill")
    rows = rows.prefetch_related(Prefetch("work", work)).order_by("start_minute", "key")
    return [SheetTask(row, _joined(row.work.all())) for row in rows]


def _joined(parts: Iterable[TaskWork]) -> tuple[tuple[int, int, Cook], ...]:
    """Work of one cook on one task without a pause is one piece, however it was cut in planning.

    ``parts`` come in order of time.
    """
    pieces: list[tuple[int, int, Cook]] = []
    last: dict[int, int] = {}  # the place of each cook's last piece
    for part in parts:
        place = last.get(part.cook_id)
        if place is not None and pieces[place][1] == part.from_minute:
            pieces[place] = (pieces[place][0], part.to_minute, part.cook)
        else:
            last[part.cook_id] = len(pieces)
            pieces.append((part.from_minute, part.to_minute, part.cook))
    return tuple(pieces)


def _batches(
    plan: ProductionPlan, document: Mapping[str, Any], tasks: Sequence[SheetTask]
) -> tuple[SheetBatch, ...]:
    shares = BatchShare.objects.select_related(
        "demand_line__site", "demand_line__diner_group", "demand_line__diet"
    ).order_by("demand_line__site__key", "demand_line__diner_group__position", "pk")
    rows = list(
        Batch.objects.filter(plan=plan)
        .select_related("dish", "line", "recipe")
        .prefetch_related(Prefetch("shares", shares), "extras")
    )
    recipes = dish_recipes(plan.date, [row.dish for row in rows])
    own: dict[int, list[SheetTask]] = {}
    for task in tasks:
        own.setdefault(task.row.batch_id or 0, []).append(task)
    first = {row.pk: own[row.pk][0].row.start_minute for row in rows}
    rows.sort(key=lambda row: (first[row.pk], row.key))
    counts: dict[int, list[int]] = {}
    for row in rows:
        counts.setdefault(row.dish_id, []).append(row.pk)
    timed = _Times(plan.date, document)
    return tuple(
        _batch(row, counts[row.dish_id], recipes[row.dish.key], own[row.pk], timed) for row in rows
    )


class _Times:
    """What the document says of each batch's times, as minutes of the day."""

    def __init__(self, day: dt.date, document: Mapping[str, Any]) -> None:
        self.day = day
        self.document = {row["id"]: row for row in document["batches"]}
        self.holds: dict[str, list[Mapping[str, Any]]] = {}
        for hold in document["holds"]:
            self.holds.setdefault(hold["batch"], []).append(hold)
        self.depart = {
            stop["site"]: self.minute(one["depart"])
            for one in document["departures"]
            for stop in one["stops"]
        }

    def minute(self, text: str) -> int:
        return elapsed_minutes(self.day, parse_local_iso(text))

    def for_date(self, batch: str) -> dt.date | None:
        later = self.document[batch].get("for_date")
        return dt.date.fromisoformat(later) if later else None


def _batch(
    row: Batch, siblings: list[int], recipe: DishRecipe, tasks: list[SheetTask], timed: _Times
) -> SheetBatch:
    holds = timed.holds.get(row.key, [])
    ends = [timed.minute(hold["cook_end"]) for hold in holds]
    until = [end + hold["limit"] for end, hold in zip(ends, holds, strict=True)]
    leaves = [timed.depart[hold["site"]] for hold in holds if hold["site"] in timed.depart]
    return SheetBatch(
        row, siblings.index(row.pk) + 1, len(siblings), recipe, tuple(tasks), _fed(row),
        sum(extra.portions for extra in row.extras.all() if extra.kind == "sample"),
        max(ends, default=None), min(until, default=None), min(leaves, default=None),
        timed.for_date(row.key),
    )  # fmt: skip


def _fed(row: Batch) -> tuple[Fed, ...]:
    joined: dict[tuple[str, str, str], Fed] = {}
    for share in row.shares.all():
        line = share.demand_line
        key = (line.site.key, line.diner_group.key, line.diet.key)
        before = joined[key].portions if key in joined else 0
        joined[key] = Fed(line.site, line.diner_group, line.diet, before + share.portions)
    return tuple(joined.values())


def _specials(plan: ProductionPlan, batches: Iterable[SheetBatch]) -> tuple[Special, ...]:
    found: dict[tuple[str, str, str], list[tuple[Fed, SheetBatch]]] = {}
    for batch in batches:
        for fed in batch.fed:
            if not fed.diet.is_regular:
                key = (fed.site.key, fed.diet.key, fed.diner_group.key)
                found.setdefault(key, []).append((fed, batch))
    codes = _codes(plan.date)
    specials = []
    for _key, parts in sorted(found.items()):
        fed = parts[0][0]
        portions = max(_portions_of(parts).values())
        own = codes.get((fed.site.pk, fed.diner_group.pk, fed.diet.pk), ())
        made = tuple({batch.row.key: batch for _fed, batch in parts}.values())
        specials.append(Special(fed.site, fed.diner_group, fed.diet, portions, own, made))
    return tuple(specials)


def _portions_of(parts: Iterable[tuple[Fed, SheetBatch]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for fed, batch in parts:
        total[batch.dish.key] = total.get(batch.dish.key, 0) + fed.portions
    return total


def _codes(day: dt.date) -> dict[tuple[int, int, int], tuple[str, ...]]:
    rows = SpecialMeal.objects.filter(active_from__lte=day).exclude(active_to__lt=day)
    found: dict[tuple[int, int, int], tuple[str, ...]] = {}
    for row in rows.order_by("label_code"):
        key = (row.site_id, row.diner_group_id, row.diet_id)
        found[key] = (*found.get(key, ()), row.label_code)
    return found


def _leavings(day: dt.date, document: Mapping[str, Any]) -> tuple[Leaving, ...]:
    timed = _Times(day, document)
    sites = {site.key: site for site in Site.objects.all()}
    vans = {van.key: van.name for van in Vehicle.objects.all()}
    found = [
        Leaving(
            one["route"], vans.get(one["vehicle"], one["vehicle"] or ""),
            timed.minute(one["depart"]),
            tuple((sites[stop["site"]], timed.minute(stop["arrive"])) for stop in one["stops"]),
        )
        for one in document["departures"]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.depart, one.route)))


def _certificates(day: dt.date) -> dict[int, Certificate]:
    """The valid kosher certificate of each line; without one the word is not printed."""
    rows = Certificate.objects.filter(
        kind=Certificate.Kind.KOSHER, valid_from__lte=day, valid_to__gte=day
    )
    return {row.line_id: row for row in rows}


def _meals(batches: Iterable[SheetBatch]) -> int:
    """Eaters: for each site, diner group and diet the most portions of any one dish."""
    most: dict[tuple[str, str, str], dict[str, int]] = {}
    for batch in batches:
        for fed in batch.fed:
            key = (fed.site.key, fed.diner_group.key, fed.diet.key)
            dishes = most.setdefault(key, {})
            dishes[batch.dish.key] = dishes.get(batch.dish.key, 0) + fed.portions
    return sum(max(dishes.values()) for dishes in most.values())
