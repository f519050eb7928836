"""``plan_production``: its exit codes, its messages, its files."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from staffing.models import ProductionPlan
from tests.staffing.contract_production import faults
from tests.staffing.planned_kitchen import DAY, OPEN, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("plan_production", *words, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_planned_day_is_written_as_json_and_pdf(planned: ProductionPlan, tmp_path: Path) -> None:
    plan, sheet = tmp_path / "plan.json", tmp_path / "sheet.pdf"
    code, out, err = run(
        str(DAY), "--seconds", "3", "--json", str(plan), "--pdf", str(sheet), "--language", "ar"
    )
    assert (code, err) == (0, "")
    assert faults(json.loads(plan.read_text(encoding="utf-8"))) == []
    assert sheet.read_bytes().startswith(b"%PDF")
    assert out.count("\n") == 1


def test_json_on_the_screen_stands_alone(planned: ProductionPlan) -> None:
    code, out, _err = run(str(DAY), "--seconds", "3", "--json", "-")
    assert code == 0
    assert json.loads(out)["kind"] == "production_plan"


def test_a_day_that_is_not_locked_cannot_be_planned(planned: ProductionPlan) -> None:
    code, out, err = run(str(OPEN))
    assert (code, out) == (1, "")
    assert "not locked" in err
    assert not ProductionPlan.objects.filter(date=OPEN).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-13-01"], "2026-13-01"),
        (["tomorrow"], "YYYY-MM-DD"),
        ([str(DAY), "--seconds", "0"], "--seconds"),
        ([str(DAY), "--seed", "x"], "--seed"),
        ([str(DAY), "--pdf", "/nowhere/at/all.pdf"], "--pdf"),
    ],
)
def test_bad_input_names_its_place_and_writes_nothing(
    planned: ProductionPlan, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ProductionPlan.objects.count()
    code, _out, err = run(*words)
    assert code == 2
    assert said in err + capsys.readouterr().err
    assert ProductionPlan.objects.count() == before
