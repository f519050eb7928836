"""The sheets of this floor: customers, sites, what they eat each week, prices, costs, vans."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Kind, Problem, Sample, Sheet, State
from kurkum.base.workbook.values import NO
from orders.models import (
    Account,
    AttendanceProfile,
    Closure,
    CostItem,
    Customer,
    CutoffRule,
    Initiative,
    PayerShare,
    Price,
    Site,
    SiteGroup,
    SpecialMeal,
    StandingLine,
    StandingOrder,
    Vehicle,
)


def _groups_eat_there(state: State) -> Iterable[Problem]:
    eating = {(values["site"], values["diner_group"]) for values in state["site_groups"].values()}
    for identity, values in state["standing_lines"].items():
        if (values["site"], values["diner_group"]) not in eating:
            message = _("this group does not eat at the site; add it to the sheet %(sheet)s")
            yield Problem(identity, "diner_group", message % {"sheet": SITE_GROUPS.title})


def _somebody_eats(state: State) -> Iterable[Problem]:
    eating = {values["site"] for values in state["site_groups"].values()}
    for identity, values in state["sites"].items():
        if values["is_active"] and identity[0] not in eating:
            message = _("no diner group eats at this site")
            yield Problem(identity, "key", message, is_warning=True)


CUSTOMERS = Sheet(
    "customers",
    Customer,
    [NAMES, "kind company_number address email phone language", Col("payment_days", example="45"),
     "billing is_active"],
    sample=Sample("town_council", _("Town council")),
    note=_("Who pays: local authorities, operators, factories."),
)  # fmt: skip
SITES = Sheet(
    "sites",
    Site,
    [
        NAMES, "customer kind locality address phone email language",
        Col("community", note=_("whose holidays the site keeps")),
        "weekday_mask line packaging", Col("window_from", example="10:30"),
        Col("window_to", example="12:00"), Col("service_minutes", example="6"),
        Col("detour_minutes", example="0"), "in_summer is_active",
    ],
    sample=Sample("spring_school", _("Spring primary school")),
    note=_("Where meals are delivered. A school and a daycare in one building are two sites."),
    check=_somebody_eats,
)  # fmt: skip
SITE_GROUPS = Sheet(
    "site_groups",
    SiteGroup,
    ["site diner_group", Col("eat_at", example="12:15"), Col("enrolled", example="210")],
    identity=("site", "diner_group"),
    owner=("site",),
    note=_("Which groups eat at a site, when, and how many there are."),
)
SPECIAL_MEALS = Sheet(
    "special_meals",
    SpecialMeal,
    ["site", Col("label_code", example="A01", note=_("a code, never a child's name")),
     "diner_group", "diet",
     Col("paper_valid_until", example="31/08/2027"), "active_from active_to"],
    identity=("site", "label_code"),
    note=_("Adapted meals of single children, by code."),
)  # fmt: skip
STANDING_ORDERS = Sheet(
    "standing_orders",
    StandingOrder,
    ["site valid_from valid_to"],
    identity=("site", "valid_from"),
    note=_("A site's weekly default, from a date on; its counts stand in the next sheet."),
)
STANDING_LINES = Sheet(
    "standing_lines",
    StandingLine,
    [
        Col("standing_order__site"),
        Col("standing_order__valid_from"),
        "weekday diner_group",
        Col("diet", example=_("Regular")),
        Col("portions", example="180"),
    ],
    identity=("site", "valid_from", "weekday", "diner_group", "diet"),
    owner=("site", "valid_from"),
    parent="standing_order",
    name=_("lines of standing orders"),
    note=_("How many eat on each weekday, by group and diet."),
    check=_groups_eat_there,
)
CLOSURES = Sheet(
    "closures",
    Closure,
    [
        NAMES,
        "kind",
        Col("date_from", example="20/12/2026"),
        Col("date_to", example="02/01/2027"),
        "community",
        Col("locality", example=""),
        Col("site", example=""),
        Col("is_provisional", example=NO),
        MARK,
        "source",
    ],
    sample=Sample("winter_break", _("Winter break")),
    note=_("Days without meals. Left out, the calendar of holidays is filled in."),
)
PROFILES = Sheet(
    "attendance_profiles",
    AttendanceProfile,
    [NAMES, Col("attendance_percent", unit="%", example="60"), "gives_entitlement"],
    sample=Sample("exam_day", _("Exam day")),
    note=_("Kinds of days with fewer diners: trips, exams, short days."),
)
CUTOFFS = Sheet(
    "cutoff_rules",
    CutoffRule,
    ["valid_from", Col("working_days_before", example="1"), Col("at", example="12:00"),
     Col("amendments_until", example="08:00")],
    identity=("valid_from",),
    note=_("Until when a day can be changed."),
)  # fmt: skip
PRICES = Sheet(
    "prices",
    Price,
    [
        Col("customer", example="", note=_("empty: for all customers")), "diner_group",
        Col("diet", example="", note=_("empty: for all diets")), "packaging valid_from valid_to",
        Col("agorot", heading=_("price of a meal"), unit="₪", example="18.50"), MARK,
    ],
    identity=("customer", "diner_group", "diet", "packaging", "valid_from"),
    note=_("What a meal costs before VAT, from a date on."),
)  # fmt: skip
SHARES = Sheet(
    "payer_shares",
    PayerShare,
    [Col("customer", note=_("empty: for all customers")), "valid_from",
     Col("ministry_percent", example="50"), Col("authority_percent", example="30"),
     Col("parents_percent", example="20"), MARK, "source"],
    identity=("customer", "valid_from"),
    note=_("Who bears the price: only for the reports, the invoice goes to the customer whole."),
)  # fmt: skip
ACCOUNTS = Sheet(
    "accounts",
    Account,
    [NAMES, "kind code position"],
    sample=Sample("premises", _("Rent and depreciation")),
    note=_("The accounts of the books. Their keys are used by the programme: keep them."),
    is_reference=True,
)
COSTS = Sheet(
    "cost_items",
    CostItem,
    [NAMES, "account rhythm", Col("agorot", heading=_("amount"), unit="₪", kind=Kind.MONEY,
         example="4000.00"),
     Col("life_months", example=""), "valid_from valid_to grade"],
    sample=Sample("rent", _("Rent")),
    note=_("What the kitchen pays besides wages and food."),
)  # fmt: skip
INITIATIVES = Sheet(
    "initiatives",
    Initiative,
    [NAMES, "locality description_ar description_he description_en is_active"],
    sample=Sample("reading_club", _("Women's reading club")),
    note=_("Sister initiatives that a surplus can go to."),
)
VEHICLES = Sheet(
    "vehicles",
    Vehicle,
    [NAMES, Col("boxes", example="22"), Col("from_time", example="08:30"),
     Col("to_time", example="15:30"), "is_active"],
    sample=Sample("van_1", _("Van 1")),
    note=_("The vans."),
)  # fmt: skip

SHEETS = (
    CUSTOMERS, SITES, SITE_GROUPS, SPECIAL_MEALS, STANDING_ORDERS, STANDING_LINES, CLOSURES,
    PROFILES, CUTOFFS, PRICES, SHARES, COSTS, INITIATIVES, VEHICLES,
)  # fmt: skip
REFERENCE_SHEETS = (ACCOUNTS,)
