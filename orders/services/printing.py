"""Issued reports as files: made once, then handed out unchanged for ever."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import override

from orders.choices import ReportKind
from orders.models import IssuedReport, PrintedReport


@transaction.atomic
def printed(*, report: IssuedReport, form: str, language: str, now: dt.datetime) -> bytes:
    """The file as it was printed first; a new version of the program changes no old paper."""
    kept = PrintedReport.objects.filter(report=report, form=form, language=language).first()
    if kept is None:
        content = _made(report, form, language)
        kept, _new = PrintedReport.objects.get_or_create(
            report=report,
            form=form,
            language=language,
            defaults={
                "content": content,
                "checksum": hashlib.sha256(content).hexdigest(),
                "printed_at": now,
            },
        )
    return bytes(kept.content)


def _made(report: IssuedReport, form: str, language: str) -> bytes:
    from orders.pdf.annual import annual_pdf
    from orders.pdf.reinvestment import reinvestment_pdf
    from orders.reports.reinvestment import workbook

    if form == PrintedReport.Form.XLSX:
        with override(language):
            return workbook(report)
    if report.kind == ReportKind.ANNUAL:
        return annual_pdf(report, language=language)
    return reinvestment_pdf(report, language=language)
