"""Issued reports as they were printed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Language
from orders.models.ledger import IssuedReport


class PrintedReport(models.Model):
    """A report as it was printed first: the same file is handed out ever after."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    report = models.ForeignKey(IssuedReport, on_delete=models.PROTECT, related_name="prints")
    form = models.CharField(_("form"), max_length=4, choices=Form.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    content = models.BinaryField(_("content"))
    checksum = models.CharField(_("checksum"), max_length=64)
    printed_at = models.DateTimeField(_("printed"))

    class Meta:
        verbose_name = _("printed report")
        verbose_name_plural = _("printed reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "form", "language"], name="report_printed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.form} {self.language}"
