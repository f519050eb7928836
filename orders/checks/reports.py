"""Invariants of issued reports: what was read, and what was printed, stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kurkum.base.ports import Breach
from orders.models import IssuedReport, PrintedReport
from orders.snapshot import checksum_of


def issued_report_bears_its_seal() -> Iterator[Breach]:
    for report in IssuedReport.objects.order_by("month", "number").iterator():
        if checksum_of(report.data) != report.checksum:
            yield Breach(
                "issued_report_bears_its_seal",
                f"{report}",
                _("its figures are not those that were sealed when it was issued"),
            )


def printed_report_is_as_it_was() -> Iterator[Breach]:
    for kept in PrintedReport.objects.select_related("report").order_by("pk").iterator():
        if hashlib.sha256(bytes(kept.content)).hexdigest() != kept.checksum:
            yield Breach(
                "printed_report_is_as_it_was",
                f"{kept}",
                _("the kept file is not the one that was printed"),
            )


CHECKS = (issued_report_bears_its_seal, printed_report_is_as_it_was)
