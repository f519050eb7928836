"""The books: double entry, month close, surplus, resolutions and what initiatives were paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kurkum.base.choices import Grade
from kurkum.base.models import Locality, Named
from menus.models import Dish
from orders.choices import AccountKind, MonthState, ReportKind, ResolutionState
from orders.models.customers import Customer, Site


class Account(Named):
    kind = models.CharField(_("kind"), max_length=10, choices=AccountKind.choices)
    code = models.CharField(_("bookkeeper's code"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AccountKind.values), name="account_kind_is_known"
            ),
        ]


class LedgerTransaction(models.Model):
    """One booking; its entries sum to zero. Rows are only ever added."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    date = models.DateField(_("date"), help_text=_("the day the income or cost belongs to"))
    description = models.CharField(_("what for"), max_length=200)
    source = models.CharField(_("source"), max_length=40, help_text=_("invoice, labour, food …"))
    source_key = models.CharField(_("of"), max_length=120, blank=True)
    posted_at = models.DateTimeField(_("booked"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["date", "number"]
        indexes = [models.Index(fields=["date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~models.Q(source_key="") & models.Q(corrects__isnull=True),
                name="booking_once_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.description}"


class LedgerEntry(models.Model):
    """A signed amount on one account: debit positive, credit negative."""

    transaction = models.ForeignKey(
        LedgerTransaction, on_delete=models.PROTECT, related_name="entries"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_agorot = models.BigIntegerField(_("amount"))
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dish = models.ForeignKey(
        Dish, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["transaction", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(amount_agorot=0), name="ledger_entry_is_not_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=Grade.values), name="ledger_entry_grade_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_agorot}"


class CostItem(Named):
    """A cost that recurs each month, or per meal, and is booked when the month is closed."""

    class Rhythm(models.TextChoices):
        MONTH = "month", _("each month")
        MEAL = "meal", _("per meal delivered")
        SERVICE_DAY = "service_day", _("per service day")
        DEPRECIATION = "depreciation", _("spread over its life")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cost_items")
    rhythm = models.CharField(_("rhythm"), max_length=12, choices=Rhythm.choices)
    agorot = models.PositiveIntegerField(
        _("agorot"), help_text=_("of something spread over its life: what it cost, whole")
    )
    life_months = models.PositiveSmallIntegerField(_("months of life"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)

    class Meta:
        verbose_name = _("cost item")
        verbose_name_plural = _("cost items")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(rhythm="depreciation") | models.Q(life_months__gte=1),
                name="cost_item_spread_has_a_life",
            ),
        ]


class BudgetLine(models.Model):
    month = models.DateField(_("month"))
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="budget_lines")
    agorot = models.BigIntegerField(_("agorot"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(fields=["month", "account"], name="budget_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.account}"


class MonthClose(models.Model):
    """One month's result and what became of it. Amounts in agorot."""

    month = models.DateField(_("month"), unique=True, help_text=_("first day of the month"))
    state = models.CharField(
        _("state"), max_length=6, choices=MonthState.choices, default=MonthState.OPEN
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    income_agorot = models.BigIntegerField(_("income"), default=0)
    cost_agorot = models.BigIntegerField(_("costs"), default=0)
    surplus_agorot = models.BigIntegerField(_("surplus"), default=0)
    brought_forward_agorot = models.BigIntegerField(_("brought forward"), default=0)
    reserve_target_agorot = models.BigIntegerField(_("reserve target"), default=0)
    reserve_added_agorot = models.BigIntegerField(_("added to the reserve"), default=0)
    reserve_balance_agorot = models.BigIntegerField(_("reserve"), default=0)
    equipment_added_agorot = models.BigIntegerField(_("added to the equipment fund"), default=0)
    equipment_balance_agorot = models.BigIntegerField(_("equipment fund"), default=0)
    allocable_agorot = models.BigIntegerField(_("allocable surplus"), default=0)

    class Meta:
        verbose_name = _("month")
        verbose_name_plural = _("months")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="month_is_a_first"),
            models.CheckConstraint(
                condition=models.Q(
                    surplus_agorot=models.F("income_agorot") - models.F("cost_agorot")
                ),
                name="month_surplus_is_income_less_costs",
            ),
            models.CheckConstraint(
                condition=models.Q(allocable_agorot__gte=0), name="month_allocable_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(allocable_agorot=0)
                | models.Q(
                    allocable_agorot=models.F("brought_forward_agorot")
                    + models.F("surplus_agorot")
                    - models.F("reserve_added_agorot")
                    - models.F("equipment_added_agorot")
                ),
                name="month_allocable_is_what_is_left",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MonthState.OPEN) | models.Q(closed_at__isnull=False),
                name="month_close_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Initiative(Named):
    """A sister initiative in the valley that a surplus can go to."""

    locality = models.ForeignKey(
        Locality, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    description_ar = models.TextField(_("description in Arabic"), blank=True)
    description_he = models.TextField(_("description in Hebrew"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["key"]


class Resolution(models.Model):
    """A motion drafted by the manager; once the board has passed it, a numbered resolution."""

    number = models.CharField(_("number"), max_length=20, blank=True)
    month = models.ForeignKey(
        MonthClose,
        on_delete=models.PROTECT,
        related_name="resolutions",
        help_text=_("the closed month whose surplus it draws on"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ResolutionState.choices, default=ResolutionState.DRAFT
    )
    text = models.TextField(_("text"))
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=3)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-drafted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="resolution_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ResolutionState.PASSED)
                | (~models.Q(number="") & models.Q(decided_on__isnull=False)),
                name="resolution_passed_has_number_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.text[:40]


class Vote(models.Model):
    class Choice(models.TextChoices):
        FOR = "for", pgettext_lazy("vote", "for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstains")

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes"
    )
    choice = models.CharField(_("vote"), max_length=8, choices=Choice.choices)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["resolution", "member"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resolution}: {self.member}"


class Allocation(models.Model):
    """Part of a month's surplus given to an initiative by a resolution."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="allocations")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="allocations")
    amount_agorot = models.BigIntegerField(_("amount"))
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_on = models.DateField(_("noted"), null=True, blank=True)

    class Meta:
        verbose_name = _("reinvestment allocation")
        verbose_name_plural = _("reinvestment allocations")
        ordering = ["resolution", "initiative"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "initiative"], name="allocation_once_per_initiative"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_agorot__gt=0), name="allocation_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution} → {self.initiative}"


class AllocationPayment(models.Model):
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("paid"))
    amount_agorot = models.BigIntegerField(_("amount"))
    receipt = models.CharField(_("receipt"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("payment to an initiative")
        verbose_name_plural = _("payments to initiatives")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_agorot__gt=0), name="allocation_payment_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation} {self.paid_on}"


class IssuedReport(models.Model):
    """A numbered snapshot: prints the same bytes for ever."""

    kind = models.CharField(_("kind"), max_length=14, choices=ReportKind.choices)
    month = models.DateField(_("month"))
    number = models.PositiveSmallIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(_("figures"))
    checksum = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("issued report")
        verbose_name_plural = _("issued reports")
        ordering = ["-month", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "month", "number"], name="report_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month:%Y-%m} / {self.number}"
