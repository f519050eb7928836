"""The history: who changed what, when, through which door, from what to what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Channel


class Change(models.Model):
    """One change of one object. Rows are only ever added."""

    at = models.DateTimeField(_("time"), db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField(_("author"), max_length=150)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    action = models.CharField(_("action"), max_length=40)
    subject = models.CharField(_("kind of object"), max_length=60)
    subject_key = models.CharField(_("object"), max_length=160)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject", "subject_key", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="change_channel_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_key}: {self.action}"

    @property
    def author_called(self) -> str:
        """The author by name; the name of that time where there is no such person."""
        return self.author.called if self.author else self.author_name
