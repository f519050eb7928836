"""Prices, who bears them, invoices and credit notes, payments. Money in agorot, before VAT."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from menus.models import Diet, DinerGroup
from orders.choices import InvoiceKind, Packaging
from orders.models.customers import Customer
from orders.models.deliveries import Delivery
from orders.models.imports import FileImport


class Price(models.Model):
    """Price of one meal; the row that names the customer or the diet wins over the general one."""

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="prices"
    )
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(
        Diet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    packaging = models.CharField(_("packaging"), max_length=6, choices=Packaging.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    agorot = models.PositiveIntegerField(_("agorot before VAT"))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.ASSUMED)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["customer", "diner_group", "packaging", "valid_from"]
        constraints = [
            # SQLite cannot treat nulls as equal, so each way of leaving a field open has its own.
            *(
                models.UniqueConstraint(
                    fields=["diner_group", "packaging", "valid_from", *named],
                    condition=models.Q(
                        customer__isnull="customer" not in named, diet__isnull="diet" not in named
                    ),
                    name="_".join(["price_has_one_start", *named]),
                )
                for named in ([], ["customer"], ["diet"], ["customer", "diet"])
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="price_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer or '*'} {self.diner_group} {self.valid_from}"


class PayerShare(models.Model):
    """How a price is borne; analytic only, the invoice goes to the customer whole."""

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="payer_shares"
    )
    valid_from = models.DateField(_("valid from"))
    ministry_percent = models.DecimalField(_("ministry %"), max_digits=5, decimal_places=2)
    authority_percent = models.DecimalField(_("authority %"), max_digits=5, decimal_places=2)
    parents_percent = models.DecimalField(_("parents %"), max_digits=5, decimal_places=2)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("split between payers")
        verbose_name_plural = _("splits between payers")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "valid_from"],
                condition=models.Q(customer__isnull=False),
                name="payer_share_has_one_start_per_customer",
            ),
            models.UniqueConstraint(
                fields=["valid_from"],
                condition=models.Q(customer__isnull=True),
                name="payer_share_has_one_start",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ministry_percent=100
                    - models.F("authority_percent")
                    - models.F("parents_percent")
                ),
                name="payer_shares_sum_to_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer or '*'} {self.valid_from}"


class Invoice(models.Model):
    """Issued and immutable. A credit note takes back what the invoice it names charged: the whole
    of it as its negative twin, or the lines that were short."""

    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    kind = models.CharField(_("kind"), max_length=8, choices=InvoiceKind.choices)
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices")
    customer_name = models.CharField(_("customer"), max_length=160)
    customer_address = models.CharField(_("address"), max_length=200, blank=True)
    customer_number = models.CharField(_("registration number"), max_length=20, blank=True)
    seller_name = models.CharField(_("seller"), max_length=160, blank=True)
    seller_address = models.CharField(_("address"), max_length=200, blank=True)
    seller_number = models.CharField(_("registration number"), max_length=20, blank=True)
    issued_on = models.DateField(_("issued"))
    due_on = models.DateField(_("due"))
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("until"))
    vat_percent = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2)
    net_agorot = models.BigIntegerField(_("net"))
    vat_agorot = models.BigIntegerField(_("VAT"))
    gross_agorot = models.BigIntegerField(_("gross"))
    allocation_number = models.CharField(_("tax authority's number"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # By language, each text of the paper and its lines as it was called on the day of issue.
    words = models.JSONField(_("in other languages"), default=dict, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1), name="invoice_number_from_1"
            ),
            models.CheckConstraint(
                condition=models.Q(gross_agorot=models.F("net_agorot") + models.F("vat_agorot")),
                name="invoice_gross_is_net_plus_vat",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=InvoiceKind.INVOICE, credits__isnull=True, net_agorot__gte=0
                )
                | models.Q(kind=InvoiceKind.CREDIT, credits__isnull=False, net_agorot__lte=0),
                name="invoice_credit_names_its_twin",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.year}-{self.sequence:05d}"

    def in_words(self, text: str, language: str) -> str:
        """A text of this paper in another language, as it was when the paper was issued."""
        said: str = self.words.get(language, {}).get(text, text)
        return said


class InvoiceLine(models.Model):
    """Meals of one site, day, diner group and diet, with name and price as they were."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="invoice_lines")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("date"))
    site_name = models.CharField(_("site"), max_length=160)
    description = models.CharField(_("what"), max_length=200)
    portions = models.IntegerField(_("portions"))
    ordered = models.PositiveIntegerField(_("ordered"), null=True, blank=True)
    unit_agorot = models.PositiveIntegerField(_("price"))
    amount_agorot = models.BigIntegerField(_("amount"))
    is_assumed_received = models.BooleanField(_("receipt not confirmed"), default=False)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["invoice", "date", "id"]
        indexes = [models.Index(fields=["date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "delivery", "diner_group", "diet"], name="invoice_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_agorot=models.F("portions") * models.F("unit_agorot")),
                name="invoice_line_amount_is_portions_times_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice}: {self.description}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def standing(self) -> Self:
        """Payments that were not taken back."""
        return self.filter(cancelled_at__isnull=True)


class Payment(models.Model):
    """Money that a customer sent. One that was entered wrongly is taken back, never deleted."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payments")
    received_on = models.DateField(_("received"))
    amount_agorot = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("bank reference"), max_length=80)
    file_import = models.ForeignKey(
        FileImport, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "received_on", "reference"],
                condition=models.Q(cancelled_at__isnull=True),
                name="payment_recorded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_agorot__gt=0), name="payment_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.received_on}"


class PaymentMatch(models.Model):
    """The part of a payment that pays one invoice."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="matches")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="matches")
    amount_agorot = models.BigIntegerField(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "invoice"], name="payment_matched_once"),
            models.CheckConstraint(
                condition=models.Q(amount_agorot__gt=0), name="payment_match_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.invoice}"
