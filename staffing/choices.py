"""Words with a fixed list of values about people, equipment and the kitchen's day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Skills the programme asks for itself, by key; every kitchen names them as it likes.
DRIVING, RECEIVING, CLEANING, SUPERVISING = "driving", "vegetable_prep", "packing", "supervising"


class SkillLevel(models.TextChoices):
    CERTIFIED = "certified", _("certified")
    LEARNER = "learner", _("learning")


class AvailabilityLevel(models.TextChoices):
    AVAILABLE = "available", _("available")
    PREFERRED = "preferred", _("preferred")
    UNDESIRED = "undesired", _("rather not")
    UNAVAILABLE = "unavailable", _("not available")


class FlagRule(models.TextChoices):
    """A rule that protects one cook; its cause is never part of the rule."""

    NO_NIGHT = "no_night", _("no night work")
    NO_OVERTIME = "no_overtime", _("no overtime")
    NO_REST_DAY = "no_rest_day", _("no work on her rest day")
    NO_HEAVY = "no_heavy", _("no heavy work")
    SHORT_DAY = "short_day", _("an hour less each day")
    YOUNG = "young_hours", _("shorter days and weeks of the young")


class StepKind(models.TextChoices):
    """What is done in a process step."""

    SOAK = "soak", _("soak")
    WASH = "wash", _("wash and sort")
    CUT = "cut", _("cut")
    MIX = "mix", _("mix")
    FORM = "form", _("form or roll")
    COOK = "cook", pgettext_lazy("process step", "cook")
    BAKE = "bake", _("bake or roast")
    ASSEMBLE = "assemble", _("assemble")
    CHILL = "chill", _("chill")
    PORTION = "portion", _("portion")
    PACK = "pack", _("pack")
    CLEAN = "clean", _("clean")
    DELIVER = "deliver", _("deliver")


class CapacityUnit(models.TextChoices):
    LITRES = "litres", _("litres")
    TRAYS = "trays", _("GN trays")
    USES = "uses", _("one use at a time")


class RosterState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CURRENT = "current", _("current")
    SUPERSEDED = "superseded", _("superseded")


class TaskState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    STARTED = "started", _("started")
    DONE = "done", _("done")


class ExtraKind(models.TextChoices):
    SAMPLE = "sample", _("retained sample")
    STAFF = "staff", _("staff meal")
    SPARE = "spare", _("spare")


class BatchReadingPoint(models.TextChoices):
    CORE = "core", _("core, at the end of cooking")
    CHILL = "chill", _("while chilling")
    PACK = "pack", _("packed")
    COLD = "cold", _("cold store")


class DiscardStage(models.TextChoices):
    PREPARATION = "preparation", _("preparation")
    UNSERVED = "unserved", _("cooked, not sent")
    RETURNED = "returned", _("left over at the site")


class HoursSource(models.TextChoices):
    CLOCK = "clock", _("clock in the kitchen")
    MANAGER = "manager", _("the manager")
