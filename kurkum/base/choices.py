"""Words with a fixed list of values that every app uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    """Where a reference figure comes from. Assumed and remembered ones are shown as indicative."""

    SOURCED = "sourced", _("sourced")
    DERIVED = "derived", _("derived")
    ASSUMED = "assumed", _("assumed")
    MEMORY = "memory", _("from memory, to be verified")


class Grade(models.TextChoices):
    """How good a reported figure is."""

    MEASURED = "measured", _("measured")
    COUNTED = "counted", _("counted")
    ESTIMATED = "estimated", _("estimated")
    ASSUMED = "assumed", _("assumed")


class Role(models.TextChoices):
    """What a person may do; one person may hold several."""

    SCHOOL = "school", _("school")
    PAYER = "payer", _("local authority or payer")
    MANAGER = "manager", _("kitchen manager")
    COOK = "cook", _("cook")
    DRIVER = "driver", _("driver")
    BOOKKEEPER = "bookkeeper", _("bookkeeper")
    BOARD = "board", _("board member")
    ADMINISTRATOR = "administrator", _("administrator")


class Channel(models.TextChoices):
    """Through which door a change came in."""

    WEB = "web", _("web")
    PHONE = "phone", _("telephone")
    COMMAND = "command", _("command line")
    FILE = "file", _("file")
    SYSTEM = "system", _("the system itself")


class Language(models.TextChoices):
    AR = "ar", "العربية"
    HE = "he", "עברית"
    EN = "en", "English"


class Weekday(models.IntegerChoices):
    """The week starts on Sunday; also the bit of a weekday mask."""

    SUNDAY = 0, _("Sunday")
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
