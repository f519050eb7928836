"""A school in Nahf that eats from Sunday to Thursday, and its standing order."""

from __future__ import annotations

import datetime as dt

from kurkum.base.models import Kitchen, Locality
from kurkum.lib import dates
from menus.models import Diet, DinerGroup, KitchenLine
from orders.choices import Community, CustomerKind, SiteKind
from orders.models import (
    Customer,
    CutoffRule,
    Price,
    Site,
    SiteGroup,
    SpecialMeal,
    StandingLine,
    StandingOrder,
    Vehicle,
)
from tests.factories import base, menus

SUNDAY_TO_THURSDAY = dates.to_mask(range(5))


def customer(key: str = "nahf-council") -> Customer:
    return Customer.objects.get_or_create(
        key=key, defaults={"name_en": "Nahf Council", "kind": CustomerKind.AUTHORITY}
    )[0]


def kitchen() -> Kitchen:
    return Kitchen.objects.get_or_create(
        key="kitchen", defaults={"locality": base.locality("karmiel", "32.91099", "35.29178")}
    )[0]


def site(
    key: str = "nahf-a",
    *,
    enrolled: int = 200,
    eat_at: dt.time = dt.time(12, 30),
    place: Locality | None = None,
    line: KitchenLine | None = None,
    group: DinerGroup | None = None,
    kind: str = SiteKind.SCHOOL,
) -> Site:
    """A site with one diner group."""
    found = Site.objects.create(
        key=key,
        name_en=key.replace("-", " ").title(),
        name_ar="مدرسة نحف",
        name_he="בית ספר נחף",
        customer=customer(),
        kind=kind,
        locality=place or base.locality(),
        community=Community.ARAB_MUSLIM,
        weekday_mask=SUNDAY_TO_THURSDAY,
        line=line or menus.line(),
        window_from=dt.time(11),
        window_to=dt.time(12, 15),
    )
    site_group(found, group or menus.diner_group(), enrolled=enrolled, eat_at=eat_at)
    return found


def site_group(
    at: Site, group: DinerGroup, *, enrolled: int = 200, eat_at: dt.time = dt.time(12, 30)
) -> SiteGroup:
    return SiteGroup.objects.create(site=at, diner_group=group, eat_at=eat_at, enrolled=enrolled)


def standing_order(
    at: Site,
    portions: int = 120,
    *,
    group: DinerGroup | None = None,
    diet: Diet | None = None,
    valid_from: dt.date = menus.SCHOOL_YEAR,
) -> StandingOrder:
    """The same count from Sunday to Thursday."""
    found, _ = StandingOrder.objects.get_or_create(site=at, valid_from=valid_from)
    StandingLine.objects.bulk_create(
        StandingLine(
            standing_order=found,
            weekday=weekday,
            diner_group=group or menus.diner_group(),
            diet=diet or menus.regular(),
            portions=portions,
        )
        for weekday in range(5)
    )
    return found


def special_meal(at: Site, code: str, for_diet: Diet, **facts: dt.date) -> SpecialMeal:
    return SpecialMeal.objects.create(
        site=at,
        label_code=code,
        diner_group=menus.diner_group(),
        diet=for_diet,
        **{"active_from": menus.SCHOOL_YEAR, **facts},
    )


def cutoff_rule() -> CutoffRule:
    """One working day before at noon; amendments until eight in the morning."""
    return CutoffRule.objects.get_or_create(
        valid_from=menus.SCHOOL_YEAR,
        defaults={
            "working_days_before": 1,
            "at": dt.time(12),
            "amendments_until": dt.time(8),
        },
    )[0]


def price(agorot: int = 1650, **facts: object) -> Price:
    return Price.objects.create(
        **{
            "diner_group": menus.diner_group(),
            "packaging": "bulk",
            "valid_from": menus.SCHOOL_YEAR,
            "agorot": agorot,
            **facts,
        }
    )


def vehicle(key: str = "van-1", boxes: int = 22) -> Vehicle:
    return Vehicle.objects.create(
        key=key, name_en=key, boxes=boxes, from_time=dt.time(9), to_time=dt.time(15)
    )
