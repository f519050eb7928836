"""Loads who eats what: customers, sites, standing orders, special meals, closures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kurkum.base.models import Locality, User
from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row
from menus.models import Diet, DinerGroup, KitchenLine
from menus.services.loading_food import names_of
from orders.calendars import ClosurePeriod, closures
from orders.models import (
    AttendanceProfile,
    Closure,
    Customer,
    CustomerAccess,
    CutoffRule,
    Site,
    SiteAccess,
    SiteGroup,
    SpecialMeal,
    StandingLine,
    StandingOrder,
)

Tables = Mapping[str, Sequence[Row]]
KEY = ("key",)


def load_customers(tables: Tables, faults: Faults, start: dt.date) -> int:
    """Customers, sites and their groups, profiles and the cutoff; returns how many changed."""
    changed = store(faults.each(tables["customers"], _customer), identity=KEY, faults=faults)
    customers, places, lines = by_key(Customer), by_key(Locality), by_key(KitchenLine)
    sites = faults.each(tables["sites"], lambda row: _site(row, customers, places, lines))
    changed += store(sites, identity=KEY, faults=faults)
    known, groups = by_key(Site), by_key(DinerGroup)
    eating = faults.each(tables["site_groups"], lambda row: _site_group(row, known, groups))
    changed += store(eating, identity=("site", "diner_group"), faults=faults)
    profiles = faults.each(tables["attendance_profiles"], _profile)
    changed += store(profiles, identity=KEY, faults=faults)
    cutoffs = faults.each(tables["cutoff_rules"], lambda row: _cutoff(row, start))
    return changed + store(cutoffs, identity=("valid_from",), faults=faults)


def load_standing_orders(rows: Sequence[Row], faults: Faults, start: dt.date) -> int:
    """One standing order per site from ``start`` on, with its lines."""
    sites, groups, diets = by_key(Site), by_key(DinerGroup), by_key(Diet)
    named = {row.text("site"): row for row in rows}.values()
    orders = faults.each(
        named, lambda row: StandingOrder(site=row.one_of("site", sites), valid_from=start)
    )
    changed = store(orders, identity=("site", "valid_from"), faults=faults)
    known = {order.site.key: order for order in _orders_from(start)}
    lines = faults.each(rows, lambda row: _standing_line(row, known, groups, diets))
    identity = ("standing_order", "weekday", "diner_group", "diet")
    return changed + store(lines, identity=identity, faults=faults)


def load_special_meals(
    rows: Sequence[Row], faults: Faults, *, start: dt.date, today: dt.date
) -> int:
    """Codes of adapted meals; a paper ends so many days after ``today``, the day of loading."""
    sites, groups, diets = by_key(Site), by_key(DinerGroup), by_key(Diet)
    meals = faults.each(rows, lambda row: _special_meal(row, sites, groups, diets, start, today))
    keep = ("paper_valid_until", "active_from", "active_to")
    return store(meals, identity=("site", "label_code"), faults=faults, keep=keep)


def load_closures(years: Iterable[int], faults: Faults) -> int:
    """The communities' closures of the school years; what somebody decided stays decided."""
    periods = [period for year in years for period in closures(year)]
    rows = [(Row("calendar", line, {}), _closure(p)) for line, p in enumerate(periods, 1)]
    kept = ("date_from", "date_to", "is_provisional", "decided_by", "decided_at")
    return store(rows, identity=KEY, faults=faults, keep=kept)


def load_accesses(rows: Sequence[Row], faults: Faults) -> int:
    """Which sites and customers the people of the table ``users`` may see."""
    people = {person.username: person for person in User.objects.all()}
    sites, customers = by_key(Site), by_key(Customer)
    to_sites = faults.each_of(
        rows,
        lambda row: [
            SiteAccess(user=row.one_of("username", people), site=site)
            for site in row.many_of("sites", sites)
        ],
    )
    to_customers = faults.each_of(
        rows,
        lambda row: [
            CustomerAccess(user=row.one_of("username", people), customer=customer)
            for customer in row.many_of("customers", customers)
        ],
    )
    changed = store(to_sites, identity=("user", "site"), faults=faults)
    return changed + store(to_customers, identity=("user", "customer"), faults=faults)


def _customer(row: Row) -> Customer:
    return Customer(
        **names_of(row),
        kind=row.needed("kind"),
        company_number=row.text("company_number"),
        address=row.text("address"),
        email=row.text("email"),
        phone=row.text("phone"),
        language=row.needed("language"),
        payment_days=row.integer("payment_days"),
    )


def _site(
    row: Row,
    customers: Mapping[str, Customer],
    places: Mapping[str, Locality],
    lines: Mapping[str, KitchenLine],
) -> Site:
    return Site(
        **names_of(row),
        customer=row.one_of("customer", customers),
        kind=row.needed("kind"),
        locality=row.one_of("locality", places),
        address=row.text("address"),
        phone=row.text("phone"),
        email=row.text("email"),
        language=row.needed("language"),
        community=row.needed("community"),
        weekday_mask=row.integer("weekday_mask"),
        line=row.one_of("line", lines),
        packaging=row.needed("packaging"),
        window_from=row.time("window_from"),
        window_to=row.time("window_to"),
        service_minutes=row.integer("service_minutes"),
        detour_minutes=row.integer("detour_minutes"),
        in_summer=row.flag("in_summer"),
    )


def _site_group(row: Row, sites: Mapping[str, Site], groups: Mapping[str, DinerGroup]) -> SiteGroup:
    return SiteGroup(
        site=row.one_of("site", sites),
        diner_group=row.one_of("diner_group", groups),
        eat_at=row.time("eat_at"),
        enrolled=row.integer("enrolled"),
    )


def _profile(row: Row) -> AttendanceProfile:
    return AttendanceProfile(
        **names_of(row),
        attendance_percent=row.integer("attendance_percent"),
        gives_entitlement=row.flag("gives_entitlement"),
    )


def _cutoff(row: Row, start: dt.date) -> CutoffRule:
    return CutoffRule(
        valid_from=start,
        working_days_before=row.integer("working_days_before"),
        at=row.time("at"),
        amendments_until=row.time("amendments_until"),
    )


def _orders_from(start: dt.date) -> list[StandingOrder]:
    return list(StandingOrder.objects.filter(valid_from=start).select_related("site"))


def _standing_line(
    row: Row,
    orders: Mapping[str, StandingOrder],
    groups: Mapping[str, DinerGroup],
    diets: Mapping[str, Diet],
) -> StandingLine:
    return StandingLine(
        standing_order=row.one_of("site", orders),
        weekday=row.integer("weekday"),
        diner_group=row.one_of("diner_group", groups),
        diet=row.one_of("diet", diets),
        portions=row.integer("portions"),
    )


def _special_meal(
    row: Row,
    sites: Mapping[str, Site],
    groups: Mapping[str, DinerGroup],
    diets: Mapping[str, Diet],
    start: dt.date,
    today: dt.date,
) -> SpecialMeal:
    days = row.optional(row.integer, "paper_valid_days")
    return SpecialMeal(
        site=row.one_of("site", sites),
        label_code=row.needed("label_code"),
        diner_group=row.one_of("diner_group", groups),
        diet=row.one_of("diet", diets),
        paper_valid_until=None if days is None else today + dt.timedelta(days=days),
        active_from=start,
    )


def _closure(period: ClosurePeriod) -> Closure:
    return Closure(
        key=period.key,
        name_ar=period.names.ar,
        name_he=period.names.he,
        name_en=period.names.en,
        kind=period.kind,
        date_from=period.first,
        date_to=period.last,
        community=period.community,
        is_provisional=period.is_provisional,
        mark=period.mark,
        source=period.source,
    )
