"""Workbooks that were handed in: looked at, imported, taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KitchenImport(models.Model):
    """One workbook. Its content is kept until it is imported or dropped, then only what it did.

    ``sheets`` are the keys chosen, empty for all; ``journal`` says how to take the import back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be confirmed")
        APPLIED = "applied", _("imported")
        UNDONE = "undone", _("taken back")
        DROPPED = "dropped", _("not imported")

    file_name = models.CharField(_("file"), max_length=160)
    content = models.BinaryField(_("content"), null=True, blank=True)
    sheets = models.JSONField(_("sheets"), default=list, blank=True)
    removes = models.BooleanField(_("takes away what is gone"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    uploaded_at = models.DateTimeField(_("handed in"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    summary = models.JSONField(_("what changed"), default=dict, blank=True)
    journal = models.JSONField(_("how to take it back"), default=dict, blank=True)

    class Meta:
        verbose_name = _("workbook handed in")
        verbose_name_plural = _("workbooks handed in")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="applied") | models.Q(applied_at__isnull=False),
                name="kitchen_import_applied_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
