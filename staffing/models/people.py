"""Cooks: skills, contracts, when they can work, and the rules that protect them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Language, Weekday
from kurkum.base.models import Locality, Named
from staffing.choices import AvailabilityLevel, FlagRule, SkillLevel


class Skill(Named):
    """Drivers are cooks with the skill ``driving``; more such keys stand in ``choices``."""

    is_heavy = models.BooleanField(_("heavy or hot work"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["position", "key"]


class Cook(Named):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cook",
    )
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="cooks")
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.AR
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    rest_day = models.PositiveSmallIntegerField(_("weekly rest day"), choices=Weekday.choices)
    hired_on = models.DateField(_("hired"))
    left_on = models.DateField(_("left"), null=True, blank=True)
    ride_group = models.CharField(_("shared ride"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("cook")
        verbose_name_plural = _("cooks")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rest_day__lte=6), name="cook_rest_day"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(left_on__gte=models.F("hired_on")),
                name="cook_leaves_after_start",
            ),
        ]


class CookSkill(models.Model):
    cook = models.ForeignKey(Cook, on_delete=models.CASCADE, related_name="cook_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="cook_skills")
    level = models.CharField(
        _("level"), max_length=10, choices=SkillLevel.choices, default=SkillLevel.CERTIFIED
    )
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("skill of a cook")
        verbose_name_plural = _("skills of cooks")
        constraints = [
            models.UniqueConstraint(fields=["cook", "skill"], name="cook_skill_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=SkillLevel.values), name="cook_skill_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cook}: {self.skill}"


class Contract(models.Model):
    """Hours a week and wage from one day on; money in agorot per hour."""

    cook = models.ForeignKey(Cook, on_delete=models.CASCADE, related_name="contracts")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    min_week_minutes = models.PositiveSmallIntegerField(_("least minutes a week"))
    max_week_minutes = models.PositiveSmallIntegerField(_("most minutes a week"))
    hourly_agorot = models.PositiveIntegerField(_("agorot per hour"))

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["cook", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["cook", "valid_from"], name="contract_has_one_start"),
            models.CheckConstraint(
                condition=models.Q(max_week_minutes__gte=models.F("min_week_minutes")),
                name="contract_hours_in_order",
            ),
            models.CheckConstraint(condition=models.Q(hourly_agorot__gt=0), name="contract_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.cook} {self.valid_from}"


class Availability(models.Model):
    """When a cook can or would rather work: each week on a weekday, or between two dates."""

    cook = models.ForeignKey(Cook, on_delete=models.CASCADE, related_name="availabilities")
    level = models.CharField(_("level"), max_length=12, choices=AvailabilityLevel.choices)
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=Weekday.choices, null=True, blank=True
    )
    date_from = models.DateField(_("from"), null=True, blank=True)
    date_to = models.DateField(_("until"), null=True, blank=True)
    from_minute = models.PositiveSmallIntegerField(_("from minute"), default=0)
    to_minute = models.PositiveSmallIntegerField(_("to minute"), default=1440)
    note = models.CharField(_("note for the manager"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")
        ordering = ["cook", "weekday", "date_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=False) | models.Q(date_from__isnull=False),
                name="availability_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(date_to__isnull=True)
                | models.Q(date_to__gte=models.F("date_from")),
                name="availability_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(to_minute__gt=models.F("from_minute"), to_minute__lte=1440),
                name="availability_window_in_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cook}: {self.get_level_display()}"


class RosterFlag(models.Model):
    """A protective rule for one cook. Only the manager sees the cause."""

    cook = models.ForeignKey(Cook, on_delete=models.CASCADE, related_name="flags")
    rule = models.CharField(_("rule"), max_length=14, choices=FlagRule.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    cause = models.CharField(_("cause, for the manager only"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("protective rule")
        verbose_name_plural = _("protective rules")
        constraints = [
            models.UniqueConstraint(
                fields=["cook", "rule", "valid_from"], name="roster_flag_has_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cook}: {self.get_rule_display()}"
