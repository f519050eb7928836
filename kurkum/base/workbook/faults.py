"""Faults and warnings of a workbook: sheet, cell, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kurkum.lib.workbooks.cells import BookFault

MOST = 500  # nobody reads more; the rest is counted


@dataclass(frozen=True, slots=True)
class Fault:
    sheet: str
    row: int
    cell: str
    message: str

    def line(self, file: str) -> str:
        """``FILE:ROW: sheet, cell: what is wrong``."""
        return f"{file}:{self.row}: {self.sheet} {self.cell}: {self.message}"


@dataclass(slots=True)
class Faults:
    """What was found so far. Faults forbid the import, warnings only tell."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unlisted: int = 0

    def add(self, fault: Fault) -> None:
        if len(self.faults) < MOST:
            self.faults.append(fault)
        else:
            self.unlisted += 1

    def warn(self, fault: Fault) -> None:
        if len(self.warnings) < MOST:
            self.warnings.append(fault)


def words_for(fault: BookFault) -> str:
    """Why a file was refused as a whole, and what to do."""
    words: Mapping[str, str] = {
        "too_large": _("the file has %(megabytes)s MB; a workbook of up to 20 MB can be read"),
        "password": _("the file has a password or an old format; save it as XLSX without one"),
        "not_a_workbook": _("this is not a workbook; save it as XLSX"),
        "bomb": _("the file unpacks to far more than a workbook would; it was not opened"),
        "macros": _("the file holds macros; save it as XLSX, which has none"),
        "too_many_cells": _("there are more than %(most)s filled cells; delete what is not needed"),
        "damaged": _("the file is damaged; open it, save it anew as XLSX and try again"),
    }
    return words[fault.code] % fault.facts
