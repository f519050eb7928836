"""Words with a fixed list of values in ordering, delivery and money."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerKind(models.TextChoices):
    AUTHORITY = "authority", _("local authority")
    OPERATOR = "operator", _("daycare operator")
    FACTORY = "factory", _("factory")
    OTHER = "other", _("other")


class SiteKind(models.TextChoices):
    SCHOOL = "school", _("long-school-day school")
    DAYCARE = "daycare", _("after-school daycare")
    KINDERGARTEN = "kindergarten", _("kindergarten")
    FACTORY = "factory", _("factory")


class Billing(models.TextChoices):
    """What one invoice covers."""

    MONTH = "month", _("a month")
    DELIVERY = "delivery", _("each delivery")


class Community(models.TextChoices):
    """Whose calendar an institution follows."""

    ARAB_MUSLIM = "arab_muslim", _("Arab, Muslim")
    ARAB_CHRISTIAN = "arab_christian", _("Arab, Christian")
    ARAB_DRUZE = "arab_druze", _("Arab, Druze")
    ARAB_MIXED = "arab_mixed", _("Arab, mixed")
    JEWISH = "jewish", _("Jewish")


class Packaging(models.TextChoices):
    BULK = "bulk", _("bulk")
    TRAY = "tray", _("individual tray")


class ClosureKind(models.TextChoices):
    HOLIDAY = "holiday", _("holiday")
    BREAK = "break", _("school break")
    SUMMER = "summer", _("summer")
    TRIP = "trip", pgettext_lazy("kind of day", "trip")
    STRIKE = "strike", _("strike")
    EMERGENCY = "emergency", _("emergency")
    OTHER = "other", _("other")


class DayReason(models.TextChoices):
    """Why a site eats on a date, or does not."""

    EATS = "eats", _("meals are served")
    INACTIVE = "inactive", _("the site is no longer served")
    WEEKDAY = "weekday", _("no meals on this weekday")
    CLOSURE = "closure", _("closed by the calendar")
    PAUSED = "paused", _("the standing order is paused")
    DECIDED = "decided", _("the site decided about this day")
    NOT_DUE = "not_due", _("no meal is due on a short day")


class OrderState(models.TextChoices):
    OPEN = "open", _("open")
    LOCKED = "locked", _("locked")


class OrderSource(models.TextChoices):
    SAVED = "saved", _("ordered")
    STANDING = "standing", _("standing order")


class AmendmentState(models.TextChoices):
    PENDING = "pending", _("waiting for a decision")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    REFUSED = "refused", _("refused")


DECIDED = (AmendmentState.ACCEPTED, AmendmentState.PARTLY, AmendmentState.REFUSED)
GRANTED = (AmendmentState.ACCEPTED, AmendmentState.PARTLY)


class DeliveryState(models.TextChoices):
    PLANNED = "planned", _("planned")
    DISPATCHED = "dispatched", _("on its way")
    RECEIVED = "received", _("received")
    CANCELLED = "cancelled", _("cancelled")


BILLABLE = (DeliveryState.DISPATCHED, DeliveryState.RECEIVED)


class ReadingPoint(models.TextChoices):
    DISPATCH = "dispatch", _("leaving the kitchen")
    RECEIPT = "receipt", _("at the site")


class AccountKind(models.TextChoices):
    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    EQUITY = "equity", _("equity")
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("invoice")
    CREDIT = "credit", _("credit note")


class FileKind(models.TextChoices):
    """What a file that was read in held."""

    BANK = "bank", _("payments from the bank")
    COSTS = "costs", _("costs from a spreadsheet")


class MonthState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class ResolutionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PASSED = "passed", _("passed")
    REJECTED = "rejected", _("rejected")


class ReportKind(models.TextChoices):
    REINVESTMENT = "reinvestment", _("reinvestment report")
    DELIVERY = "delivery", _("delivery report")
    ANNUAL = "annual", _("annual report")
