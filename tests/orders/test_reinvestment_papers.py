"""The report of one snapshot on paper and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from orders.models import IssuedReport
from orders.pdf.reinvestment import reinvestment_pdf
from orders.reports.reinvestment import workbook

NAMES = {
    "accounts": {
        "meals": {"ar": "وجبات", "he": "ארוחות", "en": "Meals"},
        "ingredients": {"ar": "موادّ خام", "he": "חומרי גלם", "en": "Ingredients"},
        "kitchen_labour": {"ar": "أجور المطبخ", "he": "עבודת המטבח", "en": "Kitchen labour"},
    },
    "initiatives": {
        "valley_of_cultures": {
            "ar": "سهل الشاغور مركزًا لثقافات متنوّعة",
            "he": "בקעת בית הכרם כמרכז לתרבות מגוונת",
            "en": "Valley of many cultures",
        }
    },
    "localities": {"valley_of_cultures": {"ar": "الرامة", "he": "ראמה", "en": "Rameh"}},
}


def document(**changed: Any) -> dict[str, Any]:
    """A month with a surplus: 4,000 earned, 3,000 spent, 550 to be given, 300 given."""
    return {
        "kind": "reinvestment",
        "version": 1,
        "month": "2026-10",
        "closed": True,
        "income": [{"kind": "meals", "amount": "4000.00"}],
        "costs": [
            {"kind": "ingredients", "amount": "1800.10", "grade": "measured"},
            {"kind": "kitchen_labour", "amount": "1199.90", "grade": "counted"},
        ],
        "surplus": "1000.00",
        "brought_forward": "0.00",
        "reserve": {"target": "9000.00", "balance": "1300.00", "added": "300.00"},
        "equipment_fund": {"balance": "650.00", "added": "150.00"},
        "allocable": "550.00",
        "allocations": [
            {
                "initiative": "valley_of_cultures",
                "resolution": "2026/01",
                "date": "2026-11-10",
                "amount": "300.00",
                "paid": "100.00",
                "outcome": "=HYPERLINK(1)",
            }
        ],
        "unallocated": "250.00",
        "impact": [
            {
                "metric": "meals_delivered",
                "code": "PI6971",
                "value": "1250",
                "unit": "meals",
                "grade": "counted",
                "definition": "Meals handed over.",
            },
            {
                "metric": "acceptance_percent",
                "code": "",
                "value": None,
                "unit": "%",
                "grade": "counted",
                "definition": "Portions left over.",
            },
        ],
        "names": NAMES,
        "kitchen": {"ar": "كركم", "he": "כורכום", "en": "Kurkum"},
        "previous": {
            "month": "2026-09",
            "surplus": "900.00",
            "income": {"meals": "3900.00"},
            "costs": {"ingredients": "1700.00", "kitchen_labour": "1300.00"},
        },
        "budget": None,
        **changed,
    }


def report(**changed: Any) -> IssuedReport:
    return IssuedReport(
        kind="reinvestment",
        month=dt.date(2026, 10, 1),
        number=1,
        issued_at=dt.datetime(2026, 11, 12, 9, 0, tzinfo=dt.UTC),
        data=document(**changed),
        checksum="ab12cd34" * 8,
    )


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_same_snapshot_prints_the_same_bytes(language: str) -> None:
    content = reinvestment_pdf(report(), language=language)
    assert content == reinvestment_pdf(report(), language=language)
    folder = os.environ.get("KEEP_PAPERS")
    if folder:
        Path(folder, f"reinvestment-{language}.pdf").write_bytes(content)


def test_the_first_page_says_earned_spent_kept_and_given() -> None:
    first = pages(reinvestment_pdf(report(), language="en"))[0]
    for text in ("4,000", "3,000", "1,000", "450", "300", "Rameh", "Valley of many cultures"):
        assert text in first


def test_what_is_not_known_is_said_and_not_printed_as_zero() -> None:
    assert "not known" in pages(reinvestment_pdf(report(), language="en"))[0]


def test_a_loss_is_shown_as_a_loss() -> None:
    lost = report(
        income=[{"kind": "meals", "amount": "2500.00"}],
        surplus="-500.00",
        reserve={"target": "9000.00", "balance": "1000.00", "added": "0.00"},
        equipment_fund={"balance": "500.00", "added": "0.00"},
        allocable="0.00",
        allocations=[],
        unallocated="0.00",
    )
    first = pages(reinvestment_pdf(lost, language="en"))[0]
    assert "ended with a loss of" in first
    assert "Nothing was given" in first


def formulas(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    assert not [formula for formula in formulas(workbook(report())) if "HYPERLINK" in formula]


def test_the_workbook_s_sums_are_formulas_that_agree_with_the_report() -> None:
    sheet = load_workbook(io.BytesIO(workbook(report()))).worksheets[0]
    values = {str(row[0].value): row[1].value for row in sheet.iter_rows() if row[0].value}
    live = {label: answer(sheet, str(values[label])) for label in
            ("Surplus", "To be given", "Given", "Not given yet")}  # fmt: skip
    assert live == {"Surplus": 1000, "To be given": 550, "Given": 300, "Not given yet": 250}


def answer(sheet: Any, text: Any) -> float:
    """A small reckoner of the formulas the workbook uses: sums, differences, MAX and ROUND."""

    def cell(name: str) -> float:
        value = sheet[name].value
        return answer(sheet, value) if str(value).startswith("=") else float(value)

    def total(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        return str(sum(cell(f"B{row}") for row in range(first, last + 1)))

    body = re.sub(r"SUM\(B(\d+):B(\d+)\)", total, text.removeprefix("="))
    body = re.sub(r"\bB\d+\b", lambda match: repr(cell(match[0])), body)
    return float(eval(body, {"__builtins__": {}}, {"MAX": max, "ROUND": round}))  # noqa: S307
