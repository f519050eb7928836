"""The reinvestment report as a workbook whose sums are live formulas."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties

from kurkum.lib import money
from orders import report_words as words
from orders.models import IssuedReport
from orders.report_figures import comparison
from orders.snapshot import Snapshot

MONEY, BOLD = "#,##0.00", Font(bold=True)
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # workbooks hold no zone; a fixed time keeps bytes


def workbook(report: IssuedReport) -> bytes:
    """XLSX of one snapshot; the formulas give what the snapshot says. Texts are never formulas."""
    found = Snapshot(report.data, (get_language() or "en")[:2])
    book = Workbook()
    book.properties.created = book.properties.modified = EPOCH
    sheet = book.active
    sheet.title = _("Report")
    _money_sheet(sheet, found)
    _comparison_sheet(book.create_sheet(_("What changed")), found)
    _year_sheet(book, found)
    _impact_sheet(book.create_sheet(_("Figures")), found)
    for each in book.worksheets:
        each.sheet_view.rightToLeft = get_language_bidi()
        each.column_dimensions["A"].width = 44
        each.page_setup.fitToHeight = 0  # printed, a sheet is as wide as its paper
        each.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for column in "BCDEF":
            each.column_dimensions[column].width = 18
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _money_sheet(sheet: Any, found: Snapshot) -> None:
    _row(sheet, f"{_('Reinvestment report')} {found.data['month']}", bold=True)
    earned = _amounts(sheet, found, _("Earned"), found.income)
    spent = _amounts(sheet, found, _("Spent"), found.costs)
    surplus = _sum(sheet, _("Surplus"), f"=B{earned}-B{spent}")
    forward = _sum(sheet, _("Brought forward"), found.agorot("brought_forward"))
    reserve = _sum(sheet, _("Into the reserve"), found.agorot("reserve", "added"))
    fund = _sum(sheet, _("Into the equipment fund"), found.agorot("equipment_fund", "added"))
    pot = _sum(
        sheet, _("To be given"), f"=MAX(0,ROUND(B{forward}+B{surplus}-B{reserve}-B{fund},2))"
    )
    _row(sheet, "")
    heads = (_("Initiative"), _("Amount"), _("Paid"), _("Resolution"), _("Date"))
    _row(sheet, *heads, _("What came of it"), bold=True)
    first = sheet.max_row + 1
    for gift in found.gifts:
        name = found.name("initiatives", gift.initiative)
        _row(sheet, name, gift.agorot, gift.paid, gift.resolution, gift.date, gift.outcome)
    last = sheet.max_row
    given = f"=SUM(B{first}:B{last})" if found.gifts else 0
    total = _sum(sheet, _("Given"), given)
    _sum(sheet, _("Not given yet"), f"=ROUND(B{pot}-B{total},2)")
    _row(sheet, "")
    _sum(sheet, _("Reserve"), found.agorot("reserve", "balance"))
    _sum(sheet, _("Reserve target"), found.agorot("reserve", "target"))
    _sum(sheet, _("Equipment fund"), found.agorot("equipment_fund", "balance"))


def _amounts(sheet: Any, found: Snapshot, title: str, rows: Any) -> int:
    """One side of the result with its sum; returns the row of the sum."""
    _row(sheet, title, _("Amount"), _("Grade"), bold=True)
    first = sheet.max_row + 1
    for row in rows:
        _row(sheet, found.name("accounts", row.kind), row.agorot, words.grade_text(row.grade))
    total = f"=ROUND(SUM(B{first}:B{sheet.max_row}),2)" if rows else 0
    return _sum(sheet, f"Σ {title}", total)


def _sum(sheet: Any, label: str, value: int | str) -> int:
    """A bold line: agorot, or one of our own formulas. Returns its row."""
    _row(sheet, label, bold=True)
    cell = sheet.cell(sheet.max_row, 2)
    cell.value = value if isinstance(value, str) else money.to_decimal(value)
    cell.number_format, cell.font = MONEY, BOLD
    return int(cell.row)


def _row(sheet: Any, *values: str | int, bold: bool = False) -> None:
    """Texts stay texts, whatever they begin with; whole numbers are agorot."""
    sheet.append([""])
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(sheet.max_row, column)
        if isinstance(value, int):
            cell.value, cell.number_format = money.to_decimal(value), MONEY
        else:
            cell.value = "".join(letter for letter in value if letter >= " " or letter in "\t\n")
            cell.data_type = "s"
        if bold:
            cell.font = BOLD


def _comparison_sheet(sheet: Any, found: Snapshot) -> None:
    """This month beside the month before and the budget; every difference is a formula."""
    heads = (_("What for"), _("This month"), _("Month before"), _("Change"), _("Budget"))
    _row(sheet, *heads, _("Against budget"), bold=True)
    for side in ("income", "costs"):
        for kind, now, before, budget in comparison(found, side):
            _row(sheet, found.name("accounts", kind), now)
            at = sheet.max_row
            _put(sheet, at, 3, before)
            _put(sheet, at, 4, None if before is None else f"=ROUND(B{at}-C{at},2)")
            _put(sheet, at, 5, budget)
            _put(sheet, at, 6, None if budget is None else f"=ROUND(B{at}-E{at},2)")


def _year_sheet(book: Workbook, found: Snapshot) -> None:
    """The closed months of the year with a live total; left out of reports without a year."""
    year = found.year
    if not year or not year["months"]:
        return
    sheet = book.create_sheet(_("The year %(year)s") % {"year": year["year"]})
    heads = (_("Month"), _("Earned"), _("Spent"), _("Result"), _("Kept"), words.given_text())
    _row(sheet, *heads, bold=True)
    for month in year["months"]:
        _row(sheet, words.month_name(month["month"]))
        at = sheet.max_row
        for column, name in enumerate(("income", "costs", "surplus", "kept", "given"), start=2):
            _put(sheet, at, column, money.to_agorot(month[name]))
        _put(sheet, at, 4, f"=ROUND(B{at}-C{at},2)")
    last = sheet.max_row
    _row(sheet, _("Together"), bold=True)
    for at, letter in enumerate("BCDEF", start=2):
        _put(sheet, last + 1, at, f"=SUM({letter}2:{letter}{last})")


def _put(sheet: Any, row: int, column: int, value: int | str | None) -> None:
    """Agorot or one of our own formulas into a cell; nothing where nothing is known."""
    if value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = value if isinstance(value, str) else money.to_decimal(value)
    cell.number_format = MONEY


def _impact_sheet(sheet: Any, found: Snapshot) -> None:
    heads = (_("Figure"), _("Value"), _("Unit"), _("Grade"), _("Code"), _("Meaning"))
    _row(sheet, *heads, _("Counted"), bold=True)
    for figure in (one for _name, group in words.in_groups(found.impact) for one in group):
        value = _("not known") if figure["value"] is None else figure["value"]
        unit = words.unit_text(figure)
        texts = (unit, words.grade_text(figure["grade"]), figure["code"], _(figure["definition"]))
        _row(sheet, words.metric_text(figure), value, *texts, words.counted_text(figure))
        if figure["value"] is not None:
            sheet.cell(sheet.max_row, 2).value = float(figure["value"])
