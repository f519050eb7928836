"""Supposes changes to the kitchen, in a copy of its tables or a transaction that is rolled back.

Everything inside ``supposed`` reads and writes the tables as if the changes were true; when it
ends, not one row is left different. Work that takes long (the solvers) belongs outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import Locality
from kurkum.base.private_copy import private_copy
from kurkum.lib.dates import month_of
from menus.models import Ingredient, IngredientPrice
from orders.models import (
    Order,
    OrderLine,
    Price,
    Site,
    SiteGroup,
    StandingLine,
    StandingOrder,
)
from staffing.choices import RosterState
from staffing.models import Contract, CookSkill, Equipment, EquipmentKind, Roster
from staffing.what_if import Supposition

NEW = "what-if"
Row = TypeVar("Row", bound=models.Model)


@contextmanager
def supposed(what: Supposition, week: dt.date) -> Iterator[None]:
    """The kitchen with the changes, for the month of ``week``; rolled back whatever happens.

    Raises BadInput where the question names something that is not there.
    """
    with private_copy(), transaction.atomic():
        try:
            _apply(what, week)
            yield
        finally:
            transaction.set_rollback(True)


def _apply(what: Supposition, week: dt.date) -> None:
    first = min(week, month_of(week).first_day)
    if what.school_like:
        _another_site(what, first)
    if what.site:
        _more_at(what.site, 100 + what.site_percent, first)
    if what.wage_percent:
        _raise(Contract.objects.all(), "hourly_agorot", 100 + what.wage_percent)
    _food_prices(what, first)
    if what.price_percent:
        _raise(Price.objects.all(), "agorot", 100 + what.price_percent)
    _more_cooks(what.cooks, first)
    _more_equipment(what)
    _forget_rosters(week)


def percent_of(value: int, percent: int) -> int:
    """Rounded half up."""
    return (2 * value * percent + 100) // 200


def _raise(rows: models.QuerySet[models.Model], name: str, percent: int) -> None:
    changed = list(rows)
    for row in changed:
        setattr(row, name, max(1, percent_of(getattr(row, name), percent)))
    rows.model._default_manager.bulk_update(changed, [name])


def _copied(row: Row, **changed: object) -> Row:
    """A new row like another one."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)._default_manager.create(**{**values, **changed})


# --- meals --------------------------------------------------------------------------------------


def _another_site(what: Supposition, first: dt.date) -> None:
    """A site like another one, with its week and groups, for so many meals on a full day."""
    like = _one(Site, what.school_like, _("site"))
    changed: dict[str, object] = {"key": NEW, "is_active": True}
    for language in ("ar", "he", "en"):
        changed[f"name_{language}"] = f"{getattr(like, f'name_{language}')} +"
    if what.school_locality:
        changed["locality_id"] = _one(Locality, what.school_locality, _("town or village")).pk
    site = _copied(like, **changed)
    standing = _standing_of(like, first)
    fullest = _fullest_day(standing)
    if not fullest:
        raise BadInput(
            _("%(site)s has no standing order to copy: choose another one.") % {"site": like.name}
        )
    for group in SiteGroup.objects.filter(site=like):
        enrolled = group.enrolled * what.school_meals // fullest
        _copied(group, site_id=site.pk, enrolled=max(1, enrolled))
    order = _copied(standing[-1], site_id=site.pk, valid_from=first, valid_to=None)
    for line in standing[-1].lines.all():
        meals = (2 * line.portions * what.school_meals + fullest) // (2 * fullest)
        _copied(line, standing_order_id=order.pk, portions=meals)


def _standing_of(site: Site, day: dt.date) -> list[StandingOrder]:
    rows = StandingOrder.objects.filter(site=site).order_by("valid_from")
    return [row for row in rows if row.valid_to is None or row.valid_to >= day]


def _fullest_day(standing: list[StandingOrder]) -> int:
    """Meals on the weekday with the most; 0 without a standing order."""
    if not standing:
        return 0
    days: dict[int, int] = {}
    for line in standing[-1].lines.all():
        days[line.weekday] = days.get(line.weekday, 0) + line.portions
    return max(days.values(), default=0)


def _more_at(key: str, percent: int, first: dt.date) -> None:
    """Every standing and saved portion of a site from ``first`` on."""
    site = _one(Site, key, _("site"))
    lines = StandingLine.objects.filter(standing_order__in=_standing_of(site, first))
    _raise(lines, "portions", percent)
    orders = Order.objects.filter(site=site, date__gte=first)
    _raise(OrderLine.objects.filter(order__in=orders, portions__gt=0), "portions", percent)
    _raise(SiteGroup.objects.filter(site=site), "enrolled", percent)


# --- money --------------------------------------------------------------------------------------


def _food_prices(what: Supposition, first: dt.date) -> None:
    """Newest list prices, changed from the month's first day on."""
    if not (what.all_food_percent or what.food):
        return
    dear = _one(Ingredient, what.food, _("ingredient")) if what.food else None
    newest = {
        row.ingredient_id: row
        for row in IngredientPrice.objects.order_by("valid_from").select_related("ingredient")
    }
    IngredientPrice.objects.filter(valid_from__gte=first).delete()
    for ingredient, row in newest.items():
        percent = 100 + what.all_food_percent
        if dear is not None and ingredient == dear.pk:
            percent = percent * (100 + what.food_percent) // 100
        IngredientPrice.objects.create(
            ingredient_id=ingredient,
            valid_from=first,
            agorot_per_kg=max(0, percent_of(row.agorot_per_kg, percent)),
            mark=row.mark,
        )


# --- people and vessels -------------------------------------------------------------------------


def _more_cooks(count: int, first: dt.date) -> None:
    """New cooks like the one with the middle contract, free on all days but her rest day."""
    if not count:
        return
    contracts = list(
        Contract.objects.filter(valid_from__lte=first)
        .exclude(valid_to__lt=first)
        .exclude(cook__left_on__lt=first)
        .select_related("cook")
        .order_by("min_week_minutes", "cook__key")
    )
    if not contracts:
        raise BadInput(_("No cook has a contract that a new one could be like."))
    like = contracts[len(contracts) // 2]
    for number in range(1, count + 1):
        cook = _copied(
            like.cook, key=f"{NEW}-{number}", user_id=None, hired_on=first, left_on=None,
            ride_group="", name_ar=_("new cook"), name_he=_("new cook"), name_en=f"+{number}",
        )  # fmt: skip
        _copied(like, cook_id=cook.pk, valid_from=first, valid_to=None)
        for skill in CookSkill.objects.filter(cook=like.cook):
            _copied(skill, cook_id=cook.pk)


def _more_equipment(what: Supposition) -> None:
    if not what.equipment:
        return
    kind = _one(EquipmentKind, what.equipment, _("kind of equipment"))
    like = Equipment.objects.filter(kind=kind, is_active=True).order_by("-capacity", "key").first()
    if like is None:
        raise BadInput(
            _("There is no %(kind)s that a new one could be like.") % {"kind": kind.name}
        )
    for number in range(1, what.equipment_items + 1):
        _copied(like, key=f"{like.key}-{NEW}-{number}")


def _forget_rosters(week: dt.date) -> None:
    """Nothing is pinned: the roster of the week is made anew for what is supposed."""
    saturday = week + dt.timedelta(days=6)
    Roster.objects.filter(
        start__lte=saturday, end__gte=week, state__in=[RosterState.PUBLISHED, RosterState.DRAFT]
    ).update(state=RosterState.SUPERSEDED)


def _one(model: type[Row], key: str, what: str) -> Row:
    found = model._default_manager.filter(key=key).first()
    if found is None:
        raise BadInput(_("There is no %(what)s “%(key)s”.") % {"what": what, "key": key})
    return found
