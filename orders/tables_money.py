"""Lists of the money pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Grade
from kurkum.lib import money
from orders.models import Invoice, LedgerTransaction, Payment, Price
from orders.report_words import exact
from orders.selectors.dish_margins import DishMargin

NAME = {"td": {"class": "name"}}  # wide enough on a phone to be read in two lines
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class AgorotColumn(tables.Column):
    """Agorot shown as shekels, and exported as a plain decimal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=NUMBER, **options)  # type: ignore[no-untyped-call]

    def render(self, value: int) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', exact(value))

    def value(self, **cell: Any) -> str:
        return "" if cell["value"] is None else money.to_text(cell["value"])


class GradeColumn(tables.Column):
    """How good a figure is, in words."""

    def render(self, value: str) -> str:
        return str(Grade(value).label)


class InvoicesTable(tables.Table):
    number = tables.Column(verbose_name=_("Number"), order_by=("year", "sequence"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=_("Kind"), order_by="kind")
    customer_name = tables.Column(verbose_name=_("Customer"), attrs=NAME)
    issued_on = tables.DateColumn(verbose_name=_("Issued"), format="d.m.Y")
    due_on = tables.DateColumn(verbose_name=_("Due"), format="d.m.Y")
    net_agorot = AgorotColumn(verbose_name=_("Net"))
    vat_agorot = AgorotColumn(verbose_name=_("VAT"))
    gross_agorot = AgorotColumn(verbose_name=_("Gross"))
    allocation_number = tables.Column(verbose_name=_("Allocation number"), default="")

    class Meta:
        model = Invoice
        fields = (
            "number",
            "kind",
            "customer_name",
            "issued_on",
            "due_on",
            "net_agorot",
            "vat_agorot",
            "gross_agorot",
            "allocation_number",
        )
        empty_text = _("No invoices yet.")

    def render_number(self, record: Invoice) -> SafeString:
        address = reverse("orders:invoice", args=[record.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, record.number)

    def value_number(self, record: Invoice) -> str:
        return record.number

    def render_customer_name(self, record: Invoice) -> SafeString:
        name = record.in_words(record.customer_name, (get_language() or "en")[:2])
        return format_html("<bdi>{}</bdi>", name)

    def value_customer_name(self, record: Invoice) -> str:
        return record.customer_name


class PricesTable(tables.Table):
    """Dated prices; the one that began last holds."""

    valid_from = tables.DateColumn(verbose_name=_("From"), format="d.m.Y")
    customer = tables.Column(verbose_name=_("Customer"), empty_values=())
    diner_group = tables.Column(verbose_name=_("Diner group"))
    diet = tables.Column(verbose_name=_("Diet"), empty_values=())
    packaging = tables.Column(accessor="get_packaging_display", verbose_name=_("Packaging"),
                              order_by="packaging")  # fmt: skip
    agorot = AgorotColumn(verbose_name=_("Price before VAT"))
    mark = tables.Column(accessor="get_mark_display", verbose_name=_("Comes from"), order_by="mark")

    class Meta:
        model = Price
        fields = ("valid_from", "customer", "diner_group", "diet", "packaging", "agorot", "mark")
        empty_text = _("No prices yet. Add the first one above.")

    def render_customer(self, record: Price) -> str:
        return str(record.customer) if record.customer else _now("everybody")

    def render_diet(self, record: Price) -> str:
        return str(record.diet) if record.diet else _now("every diet")


class PaymentsTable(tables.Table):
    received_on = tables.DateColumn(verbose_name=_("Received"), format="d.m.Y")
    customer = tables.Column(verbose_name=_("Customer"), attrs=NAME)
    amount_agorot = AgorotColumn(verbose_name=_("Amount"))
    reference = tables.Column(verbose_name=_("Bank reference"))
    settles = tables.Column(verbose_name=_("Settles"), empty_values=(), orderable=False)
    state = tables.TemplateColumn(
        template_name="orders/money/payment_state.html", verbose_name=_("Take back"),
        orderable=False, exclude_from_export=True,
    )  # fmt: skip

    class Meta:
        model = Payment
        fields = ("received_on", "customer", "amount_agorot", "reference", "settles", "state")
        empty_text = _("No payments yet.")

    def render_settles(self, record: Payment) -> SafeString:
        return format_html_join(
            ", ", "<bdi>{}</bdi>", [(match.invoice.number,) for match in record.matches.all()]
        )

    def value_settles(self, record: Payment) -> str:
        return " ".join(match.invoice.number for match in record.matches.all())


class MarginsTable(tables.Table):
    """Rows of the margins: shekels of the month, and of one meal."""

    label = tables.Column(verbose_name=_("Whose meals"), order_by="key")
    meals = tables.Column(verbose_name=_("Meals"), attrs=NUMBER)
    income = AgorotColumn(verbose_name=_("Earned"))
    food = AgorotColumn(verbose_name=_("Food"))
    cost = AgorotColumn(verbose_name=_("All costs"))
    result = AgorotColumn(verbose_name=_("Result"))
    result_per_meal = AgorotColumn(verbose_name=_("Left of a meal"))
    percent = tables.Column(verbose_name=_("% of income"), attrs=NUMBER)
    grade = GradeColumn(verbose_name=_("Grade"))  # type: ignore[no-untyped-call]

    class Meta:
        empty_text = _("Nothing was invoiced for this month yet.")

    def render_percent(self, value: int) -> SafeString:
        return format_html('<bdi dir="ltr">{}%</bdi>', f"{value}".replace("-", "−"))

    def value_percent(self, value: int) -> int:
        return value


class MonthsTable(tables.Table):
    """Every month; its name leads to what is behind it."""

    month = tables.Column(verbose_name=_("Month"))
    meals = tables.Column(verbose_name=_("Meals"), attrs=NUMBER)
    income = AgorotColumn(verbose_name=_("Earned"))
    costs = AgorotColumn(verbose_name=_("All costs"))
    result = AgorotColumn(verbose_name=_("Result"))

    class Meta:
        empty_text = _("Nothing was booked yet.")

    def render_month(self, value: dt.date) -> SafeString:
        address = reverse("orders:margins", args=[value, "customer"])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, date_format(value, "F Y"))

    def value_month(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


class DishMarginsTable(tables.Table):
    """Food cost of each dish, and how the meals fared it was part of."""

    dish = tables.Column(verbose_name=_("Dish"), order_by="dish__key")
    portions = tables.Column(verbose_name=_("Portions"), attrs=NUMBER)
    days = tables.Column(verbose_name=_("Days"), attrs=NUMBER)
    food = AgorotColumn(verbose_name=_("Food"))
    food_per_portion = AgorotColumn(verbose_name=_("Food of a portion"))
    meal_result = AgorotColumn(verbose_name=_("Left of a meal on its days"))
    grade = tables.Column(verbose_name=_("Grade"), empty_values=(), orderable=False)

    class Meta:
        empty_text = _("Nothing left the kitchen in this month.")

    def render_grade(self, record: DishMargin) -> str:
        return str(Grade.ESTIMATED.label)


class BookingsTable(tables.Table):
    """Bookings with their entries in words."""

    number = tables.Column(verbose_name=_("Booking"))
    date = tables.DateColumn(verbose_name=_("Date"), format="d.m.Y")
    description = tables.Column(verbose_name=_("What for"), attrs=NAME)
    entries = tables.Column(verbose_name=_("Entries"), empty_values=(), orderable=False, attrs=NAME)
    action = tables.TemplateColumn(
        template_name="orders/money/booking_action.html", verbose_name=_("Correct"),
        orderable=False, exclude_from_export=True,
    )  # fmt: skip

    class Meta:
        model = LedgerTransaction
        fields = ("number", "date", "description", "entries", "action")
        empty_text = _("Nothing was booked in this month.")

    def _sums(self, record: LedgerTransaction) -> dict[str, int]:
        sums: dict[str, int] = {}
        for entry in record.entries.all():
            sums[entry.account.name] = sums.get(entry.account.name, 0) + entry.amount_agorot
        return sums

    def render_entries(self, record: LedgerTransaction) -> SafeString:
        rows = [(name, exact(agorot)) for name, agorot in self._sums(record).items()]
        return format_html_join("", '<div>{} <bdi dir="ltr">{}</bdi></div>', rows)

    def value_entries(self, record: LedgerTransaction) -> str:
        return "; ".join(
            f"{name} {money.to_text(sum_)}" for name, sum_ in self._sums(record).items()
        )
