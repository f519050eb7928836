"""Admin of customers, orders, deliveries and money. What is locked can only be read."""

from typing import Any

from django.contrib import admin

from kurkum.base.admin_base import LockableAdmin, NotedAdmin, ReadOnlyAdmin
from menus.admin import NAMED, NamedAdmin, inline
from orders import models
from orders.choices import OrderState


@admin.register(models.Customer)
class CustomerAdmin(NamedAdmin):
    list_display = [*NAMED, "kind", "payment_days"]
    inlines = [inline(models.CustomerAccess)]


@admin.register(models.Site)
class SiteAdmin(NamedAdmin):
    list_display = [*NAMED, "customer", "kind", "locality", "community", "line"]
    list_filter = ["kind", "line", "community", "locality"]
    list_select_related = ["customer", "locality", "line"]
    inlines = [inline(models.SiteGroup), inline(models.SiteAccess), inline(models.SpecialMeal)]


@admin.register(models.Closure)
class ClosureAdmin(NamedAdmin):
    list_display = [*NAMED, "date_from", "date_to", "community", "is_provisional", "mark"]
    list_filter = ["community", "kind", "is_provisional"]
    date_hierarchy = "date_from"


@admin.register(models.ServiceDayOverride)
class ServiceDayOverrideAdmin(NotedAdmin):
    list_display = ["date", "site", "is_open", "profile", "reason", "decided_by"]


@admin.register(models.CutoffRule)
class CutoffRuleAdmin(NotedAdmin):
    list_display = ["valid_from", "working_days_before", "at", "amendments_until"]


@admin.register(models.StandingOrder)
class StandingOrderAdmin(NotedAdmin):
    list_display = ["site", "valid_from", "valid_to"]
    inlines = [inline(models.StandingLine)]


@admin.register(models.Order)
class OrderAdmin(LockableAdmin):
    list_display = ["date", "site", "state", "source", "version", "saved_at", "saved_by"]
    list_filter = ["state", "source"]
    list_select_related = ["site", "saved_by"]
    date_hierarchy = "date"
    inlines = [inline(models.OrderLine)]

    def is_locked(self, obj: Any) -> bool:
        return bool(obj.state == OrderState.LOCKED)


@admin.register(models.Vehicle)
class VehicleAdmin(NamedAdmin):
    list_display = [*NAMED, "boxes", "from_time", "to_time"]


@admin.register(models.Price)
class PriceAdmin(NotedAdmin):
    list_display = ["customer", "diner_group", "diet", "packaging", "valid_from", "agorot", "mark"]


@admin.register(models.Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["number", "date", "site", "state", "dispatched_at", "received_at"]
    list_filter = ["state"]
    date_hierarchy = "date"
    inlines = [inline(models.DeliveryLine), inline(models.Reading)]


@admin.register(models.Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "customer_name", "issued_on", "net_agorot", "gross_agorot"]
    list_filter = ["kind", "year"]
    inlines = [inline(models.InvoiceLine)]


@admin.register(models.LedgerTransaction)
class LedgerTransactionAdmin(ReadOnlyAdmin):
    list_display = ["number", "date", "description", "source", "posted_by"]
    date_hierarchy = "date"
    inlines = [inline(models.LedgerEntry)]


@admin.register(models.MonthClose)
class MonthCloseAdmin(ReadOnlyAdmin):
    list_display = ["month", "state", "surplus_agorot", "allocable_agorot", "closed_by"]


@admin.register(models.Resolution)
class ResolutionAdmin(ReadOnlyAdmin):
    """Motions are drafted and decided on the board's own page, which keeps to the pot."""

    list_display = ["number", "month", "state", "decided_on"]
    inlines = [inline(models.Allocation), inline(models.Vote)]


@admin.register(models.CostItem)
class CostItemAdmin(NamedAdmin):
    list_display = [*NAMED, "account", "rhythm", "agorot", "grade"]


@admin.register(models.PayerShare)
class PayerShareAdmin(NotedAdmin):
    list_display = ["customer", "valid_from", "ministry_percent", "parents_percent", "mark"]


@admin.register(models.BudgetLine)
class BudgetLineAdmin(NotedAdmin):
    list_display = ["month", "account", "agorot"]


@admin.register(models.DishLimit)
class DishLimitAdmin(NotedAdmin):
    list_display = ["dish", "least_portions", "most_portions", "decided_by"]


@admin.register(models.LeftOutDay)
class LeftOutDayAdmin(NotedAdmin):
    list_display = ["date", "site", "reason", "decided_by"]


for named in (models.AttendanceProfile, models.Initiative, models.Account):
    admin.site.register(named, NamedAdmin)
for written_by_services in (
    models.OrderDay,
    models.StandingPause,
    models.Amendment,
    models.DemandLine,
    models.RoutePlan,
    models.Route,
    models.Trip,
    models.Payment,
    models.Allocation,
    models.AllocationPayment,
    models.IssuedReport,
    models.PrintedReport,
    models.Stop,
    models.ShortageShare,
    models.DispatchHold,
    models.FileImport,
    models.PaymentMatch,
    models.Wording,
):
    admin.site.register(written_by_services, ReadOnlyAdmin)
