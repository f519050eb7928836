"""Words with a fixed list of values in menus, food and stock."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DietClass(models.TextChoices):
    """Kind of an ingredient or dish; meat and dairy never meet in one meal."""

    MEAT = "meat", _("meat")
    DAIRY = "dairy", _("dairy")
    PARVE = "parve", _("parve")
    FISH = "fish", _("fish")


class Presence(models.TextChoices):
    """How surely an allergen is there. Unknown is a warning, never a no."""

    CONTAINS = "contains", _("contains")
    MAY_CONTAIN = "may_contain", _("may contain")
    UNKNOWN = "unknown", _("not known")


class Course(models.TextChoices):
    COMPLETE_MAIN = "complete_main", _("complete main dish")
    MAIN = "main", _("main dish")
    SIDE = "side", _("side dish")
    SOUP = "soup", _("soup")
    SALAD = "salad", _("salad")
    FRUIT = "fruit", _("fruit")
    BREAD = "bread", _("bread")


class HoldClass(models.TextChoices):
    """How long a cooked dish may wait hot; the minutes stand in the dated limits."""

    A = "A", _("A: holds long")
    B = "B", _("B: holds less long")
    C = "C", _("C: holds shortly")
    COLD = "cold", _("cold")


class Acceptance(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low at first")


class Store(models.TextChoices):
    DRY = "dry", _("dry store")
    VEGETABLES = "vegetables", _("vegetable store")
    CHILLED = "chilled", _("cold room")
    FROZEN = "frozen", _("freezer")


class MoveKind(models.TextChoices):
    OPENING = "opening", _("opening stock")
    RECEIPT = "receipt", _("goods receipt")
    USE = "use", _("used in production")
    COUNT = "count", _("difference at a count")
    DISCARD = "discard", _("thrown away")
