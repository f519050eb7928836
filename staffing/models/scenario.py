"""What if: a question to the kitchen, the changes it supposes, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurkum.base.models import SolverRun


class WhatIf(models.Model):
    """Suppositions about the kitchen; the real menu and cores answer, real rows never change.

    ``changes`` is what is supposed, ``result`` the figures of the answer (None until it is there).
    """

    name = models.CharField(_("name"), max_length=80)
    note = models.TextField(_("note"), blank=True)
    week = models.DateField(_("reference week"), help_text=_("its Sunday"))
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    result = models.JSONField(_("answer"), null=True, blank=True)
    run = models.ForeignKey(
        SolverRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    is_archived = models.BooleanField(_("put away"), default=False)

    class Meta:
        verbose_name = _("what if")
        verbose_name_plural = _("what ifs")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name; the kitchen as it is has none of its own and is named in every language."""
        return self.name if self.changes else gettext("As it is today")

    @property
    def is_answered(self) -> bool:
        return self.result is not None
