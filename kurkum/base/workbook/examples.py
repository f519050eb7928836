"""The grey row under the headings: one thing of the sheet, filled in as a manager would.

The things hang together: the recipe is the sample dish's, the standing order the sample site's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.choices import Weekday
from kurkum.base.workbook.finding import NOTE_SIGN
from kurkum.base.workbook.naming import LANGUAGES, Naming
from kurkum.base.workbook.sheets import Column, Kind, Sample, Table
from kurkum.base.workbook.values import YES

# Columns that mean the same on every sheet; an empty text leaves the cell empty.
BY_NAME: Mapping[str, str] = {
    "phone": "04-0000000", "email": "office@example.org", "position": "1", "version": "1",
    "week": "1", "weeks": "4", "population": "15000", "population_year": "2021",
    "valid_to": "", "ends_on": "", "active_to": "", "left_on": "", "mark": "", "note": "",
    "source": "", "source_id": "", "source_description": "", "note_ar": "", "note_he": "",
    "note_en": "", "company_number": "", "licence_number": "", "ride_group": "", "cause": "",
    "address": "", "council_he": "", "address_ar": "", "address_he": "", "address_en": "",
    "description_ar": "", "description_he": "", "description_en": "", "use_by": "31/08/2027",
}  # fmt: skip
BY_KIND: Mapping[Kind, str] = {
    Kind.DATE: "01/09/2026", Kind.TIME: "12:15", Kind.MINUTE: "06:30", Kind.MONEY: "18.50",
    Kind.INTEGER: "3", Kind.DECIMAL: "2.5",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Samples:
    """What examples may name: the samples of the sheets, else any row that is there."""

    by_model: Mapping[Any, Sample]
    namings: Mapping[Any, Naming]

    def label(self, model: Any, language: str) -> str:
        naming = self.namings.get(model) or Naming()
        sample = self.by_model.get(model)
        if sample is None:
            return naming.any_label(language)
        if naming.find(sample.key):
            return naming.label(sample.key, language)
        return _in(language, sample.name)


def samples_of(tables: Iterable[Table], namings: Mapping[Any, Naming]) -> Samples:
    return Samples({t.model: t.sheet.sample for t in tables if t.sheet.sample}, namings)


def example_row(table: Table, samples: Samples, language: str) -> list[str]:
    """The cells of the example; the first begins with the sign of rows that are not read."""
    row = [_cell(column, table, samples, language) for column in table.columns]
    word = _("for example")
    row[0] = f"{NOTE_SIGN} {word}: {row[0] or '…'}"
    return row


def _cell(column: Column, table: Table, samples: Samples, language: str) -> str:
    sample = table.sheet.sample
    if column.example is not None:
        return str(column.example)
    if sample is not None and column.kind is Kind.KEY:
        return sample.key
    if sample is not None and column.name in NAMES:
        return _in(column.name.removeprefix("name_"), sample.name)
    said = BY_NAME.get(column.name)
    if said or (said == "" and not column.needed):
        return said
    if column.kind in (Kind.REF, Kind.REFS):
        return samples.label(column.target, language)
    if column.kind is Kind.CHOICE and column.choices:
        return str(column.choices[0][1])
    if column.kind is Kind.WEEKDAYS:
        return f"{Weekday.SUNDAY.label}; {Weekday.MONDAY.label}"
    return str(YES) if column.kind is Kind.FLAG else BY_KIND.get(column.kind, "…")


NAMES = frozenset(f"name_{language}" for language in LANGUAGES)


def _in(language: str, text: object) -> str:
    with translation.override(language):
        return str(text)
