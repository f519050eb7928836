"""The dated menu: made from a cycle, checked, changed, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.errors import MenuRefused
from menus.models import (
    Diet,
    Dish,
    DishTwin,
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    MenuDay,
    MenuItem,
    Substitution,
)
from menus.selectors.food import FoodBook, diets, food_on
from menus.services.menu_rules import class_of, replaced_for, standing_against

SUBJECT = "MenuDay"


@dataclass(frozen=True, slots=True)
class _Plate:
    """One dish of a day before it is stored."""

    dish: Dish
    portion_percent: int


@dataclass(frozen=True)
class _Tables:
    """What every day of a generation looks up."""

    food: FoodBook
    diets: Sequence[Diet]
    twins: Mapping[tuple[int, int], Dish | None]


@transaction.atomic
def generate_menu(
    *, line: KitchenLine, first: dt.date, last: dt.date, author: User | None, now: dt.datetime
) -> list[MenuDay]:
    """Makes the unpublished days of a line anew from its cycle; published days stay as they are.

    Returns the days made. Raises MenuRefused with every rule that a day would break, and where no
    cycle is valid; then nothing is written.
    """
    plates = _planned(line, first, last)
    if not plates:
        raise MenuRefused(
            _("%(line)s has no menu cycle from %(first)s to %(last)s.")
            % {"line": line.name, "first": first, "last": last}
        )
    published = set(
        MenuDay.objects.filter(line=line, date__in=plates, published_at__isnull=False).values_list(
            "date", flat=True
        )
    )
    wanted = {day: dishes for day, dishes in plates.items() if day not in published}
    MenuDay.objects.filter(line=line, date__in=wanted).delete()
    days = _store(line, wanted, _tables(last))
    if days:
        record_change(
            subject=SUBJECT,
            subject_key=f"{line.key}/{first}",
            action="generated",
            author=author,
            now=now,
            after={"until": str(last), "days": len(days)},
        )
    return days


@transaction.atomic
def publish_menu(
    *, line: KitchenLine, first: dt.date, last: dt.date, author: User | None, now: dt.datetime
) -> int:
    """Shows the days to the schools; from then on they can be ordered. Returns how many.

    Raises MenuRefused when a day breaks a rule by now, or nothing waits to be published.
    """
    days = list(
        MenuDay.objects.select_for_update()
        .filter(line=line, date__range=(first, last), published_at__isnull=True)
        .prefetch_related(Prefetch("items", MenuItem.objects.select_related("dish")))
    )
    if not days:
        raise MenuRefused(
            _("%(line)s has no day to publish from %(first)s to %(last)s.")
            % {"line": line.name, "first": first, "last": last}
        )
    food = food_on(last)
    reasons = [
        reason
        for day in days
        for reason in standing_against(line, day.date, [i.dish for i in day.items.all()], food)
    ]
    if reasons:
        raise MenuRefused(*reasons)
    MenuDay.objects.filter(pk__in=[day.pk for day in days]).update(
        published_at=now, published_by=author
    )
    record_change(
        subject=SUBJECT,
        subject_key=f"{line.key}/{first}",
        action="published",
        author=author,
        now=now,
        after={"until": str(last), "days": len(days)},
    )
    return len(days)


@transaction.atomic
def change_dish(
    *,
    item: MenuItem,
    dish: Dish,
    author: User | None,
    now: dt.datetime,
    reason: str = "",
    channel: str = Channel.WEB,
) -> MenuItem:
    """Puts another dish in an item's place, with its twins; a past day stays as it was.

    A locked day keeps the demand that was frozen for it. Raises MenuRefused.
    """
    day = MenuDay.objects.select_for_update().get(pk=item.menu_day_id)
    if day.date < dates.day_of(now):
        raise MenuRefused(_("%(date)s is over: its menu stays as it was.") % {"date": day.date})
    tables = _tables(day.date)
    others = [row.dish for row in day.items.exclude(pk=item.pk).select_related("dish")]
    if dish.pk in {other.pk for other in others}:
        raise MenuRefused(_("%(dish)s is on that day's menu already.") % {"dish": dish.name})
    reasons = standing_against(day.line, day.date, [*others, dish], tables.food)
    if reasons:
        raise MenuRefused(*reasons)
    before, item.dish = item.dish.key, dish
    item.save(update_fields=["dish"])
    item.substitutions.all().delete()
    Substitution.objects.bulk_create(_substitutions(item, tables))
    day.diet_class = class_of([*others, dish], tables.food)
    day.save(update_fields=["diet_class"])
    record_change(
        subject=SUBJECT,
        subject_key=f"{day.line.key}/{day.date}",
        action="dish changed",
        author=author,
        now=now,
        channel=channel,
        before={"dish": before},
        after={"dish": dish.key},
        reason=reason,
    )
    return item


# --- from the cycle to the days -----------------------------------------------------------------


def _planned(line: KitchenLine, first: dt.date, last: dt.date) -> dict[dt.date, list[_Plate]]:
    """What the cycle in force on each day serves, by date."""
    in_time = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    items = MenuCycleItem.objects.select_related("dish").order_by("position")
    cycles = list(
        MenuCycle.objects.filter(in_time, line=line)
        .order_by("starts_on")
        .prefetch_related(Prefetch("items", items))
    )
    plates: dict[dt.date, list[_Plate]] = {}
    for day in dates.days_from(first, last):
        dishes = _of_cycles(cycles, day)
        if dishes:
            plates[day] = dishes
    return plates


def _of_cycles(cycles: Iterable[MenuCycle], day: dt.date) -> list[_Plate]:
    valid = [c for c in cycles if c.starts_on <= day and (c.ends_on is None or day <= c.ends_on)]
    if not valid:
        return []
    cycle = valid[-1]
    week = (day - cycle.starts_on).days // dates.DAYS_IN_WEEK % cycle.weeks + 1
    weekday = dates.weekday_number(day)
    return [
        _Plate(item.dish, item.portion_percent)
        for item in cycle.items.all()
        if (item.week, item.weekday) == (week, weekday)
    ]


def _tables(day: dt.date) -> _Tables:
    twins = DishTwin.objects.select_related("twin")
    return _Tables(
        food=food_on(day),
        diets=[diet for diet in diets() if not diet.is_regular],
        twins={(row.dish_id, row.diet_id): row.twin for row in twins},
    )


def _store(
    line: KitchenLine, wanted: Mapping[dt.date, Sequence[_Plate]], tables: _Tables
) -> list[MenuDay]:
    reasons: list[str] = []
    for day, plates in wanted.items():
        for dishes in _plates([plate.dish for plate in plates], tables):
            reasons += standing_against(line, day, dishes, tables.food)
    if reasons:
        raise MenuRefused(*dict.fromkeys(reasons))
    days = MenuDay.objects.bulk_create(
        MenuDay(
            line=line,
            date=date,
            diet_class=class_of([plate.dish for plate in plates], tables.food),
        )
        for date, plates in wanted.items()
    )
    items = MenuItem.objects.bulk_create(
        MenuItem(
            menu_day=day, position=position, dish=plate.dish, portion_percent=plate.portion_percent
        )
        for day in days
        for position, plate in enumerate(wanted[day.date], start=1)
    )
    Substitution.objects.bulk_create(
        [row for item in items for row in _substitutions(item, tables)]
    )
    return days


def _plates(dishes: Sequence[Dish], tables: _Tables) -> Iterable[list[Dish]]:
    """The regular plate, and each diet's where a twin changes it."""
    yield list(dishes)
    for diet in tables.diets:
        found = [tables.twins.get((dish.pk, diet.pk), dish) for dish in dishes]
        if found != list(dishes):
            yield [dish for dish in found if dish is not None]


def _substitutions(item: MenuItem, tables: _Tables) -> list[Substitution]:
    """A row for every diet that does not get the dish itself."""
    rows = []
    for diet in tables.diets:
        found = replaced_for(item.dish, diet, tables.twins, tables.food)
        if found is not None:
            rows.append(Substitution(menu_item=item, diet=diet, twin=found.twin))
    return rows
