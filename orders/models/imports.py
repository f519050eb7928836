"""Files that were read into the books; each can be taken back as a whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.choices import FileKind


class FileImport(models.Model):
    """One file. The same content cannot be read in twice while the first reading stands."""

    kind = models.CharField(_("kind"), max_length=8, choices=FileKind.choices)
    name = models.CharField(_("file"), max_length=120)
    checksum = models.CharField(_("checksum"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    total_agorot = models.BigIntegerField(_("sum"))
    imported_at = models.DateTimeField(_("read in"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("file read in")
        verbose_name_plural = _("files read in")
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "checksum"],
                condition=models.Q(undone_at__isnull=True),
                name="file_read_in_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
