"""From an empty folder to a living kitchen: the demonstration, as a new user would start it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import contract_shapes
from tests.orders import (
    contract_delivery,
    contract_demand,
    contract_reinvestment,
    contract_routes,
)
from tests.staffing import contract_production, contract_roster

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
LANGUAGES = ("ar", "he", "en")
PRINTED = ("production_sheet", "roster", "delivery_report", "reinvestment_report")
JSON = ("demand", "routes", "production_plan", "roster", "delivery_report", "reinvestment_report")

CHECKERS = {
    "demand": contract_demand.faults,
    "routes": contract_routes.faults,
    "production_plan": contract_production.faults,
    "roster": contract_roster.faults,
    "delivery_report": contract_delivery.faults,
    "reinvestment_report": contract_reinvestment.faults,
}


@dataclass(frozen=True)
class Demo:
    """A demonstration told once for all tests of this file."""

    folder: Path
    said: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{self.folder / 'kitchen.sqlite3'}"}
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

    def document(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "out" / f"{name}.json").read_text())
        return found

    def sums(self) -> dict[str, str]:
        files = sorted((self.folder / "out").iterdir())
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    demo = Demo(folder, "")
    done = demo.run("demo", "--no-server", "--out", str(folder / "out"), "--today", TODAY)
    assert done.returncode == 0, done.stderr
    return Demo(folder, done.stdout)


def test_it_prints_a_sign_in_for_every_role(demo: Demo) -> None:
    for name in ("manager", "bookkeeper", "board_1", "school_zaytoun", "payer_karmiel", "suha_r"):
        assert name in demo.said


def test_it_writes_every_document_in_three_languages(demo: Demo) -> None:
    names = {file.name for file in (demo.folder / "out").iterdir()}
    wanted = {f"{name}.{language}.pdf" for name in PRINTED for language in LANGUAGES}
    wanted |= {f"{name}.json" for name in JSON}
    assert wanted <= names


@pytest.mark.parametrize("name", JSON)
def test_every_document_follows_the_contract_and_does_not_contradict_itself(
    demo: Demo, name: str
) -> None:
    document = demo.document(name)
    assert contract_shapes.faults(document) == []
    assert CHECKERS[name](document) == []


def test_the_documents_of_the_day_agree(demo: Demo) -> None:
    demand, plan, routes = (demo.document(name) for name in ("demand", "production_plan", "routes"))
    named = ("site", "diner_group", "diet", "dish")
    ordered = {tuple(row[key] for key in named): row["portions"] for row in demand["lines"]}
    cooked = {tuple(row[key] for key in named): row["portions"] for row in plan["demand"]}
    assert cooked == ordered
    leaves = {trip["route"]: trip["depart"] for trip in routes["trips"]}
    van = {stop["site"]: leaves[stop["route"]] for stop in routes["stops"]}
    assert {row["site"]: row["ready_by"] for row in demand["lines"]} == van
    assert {stop["site"] for row in plan["departures"] for stop in row["stops"]} == set(van)


def test_every_trip_has_a_driver_who_is_on_duty(demo: Demo) -> None:
    routes, roster = demo.document("routes"), demo.document("roster")
    on_duty = {row["cook"] for row in roster["assignments"] if row["date"] == routes["date"]}
    assert {trip["driver"] for trip in routes["trips"]} <= on_duty


def test_the_surplus_is_thin(demo: Demo) -> None:
    report = demo.document("reinvestment_report")
    income = sum(float(row["amount"]) for row in report["income"])
    assert 0.02 < float(report["surplus"]) / income < 0.08


def test_the_planned_day_has_eighty_tasks_and_no_gap(demo: Demo) -> None:
    plan = demo.document("production_plan")
    assert len(plan["tasks"]) >= 80
    assert plan["gaps"] == []


def test_the_roster_covers_every_shift(demo: Demo) -> None:
    roster = demo.document("roster")
    assert roster["gaps"] == []
    assert len({row["cook"] for row in roster["assignments"]}) >= 12


def test_every_site_with_food_is_reached(demo: Demo) -> None:
    routes, demand = demo.document("routes"), demo.document("demand")
    assert routes["gaps"] == []
    assert {stop["site"] for stop in routes["stops"]} == {row["site"] for row in demand["lines"]}


def test_the_last_full_month_is_closed_and_its_surplus_adds_up(demo: Demo) -> None:
    report = demo.document("reinvestment_report")
    assert report["closed"] is True
    assert report["month"] == "2026-10"
    assert report["allocations"]


def test_no_invariant_is_broken(demo: Demo) -> None:
    done = demo.run("check_integrity")
    assert done.returncode == 0, done.stdout + done.stderr


def test_told_again_it_changes_nothing(demo: Demo) -> None:
    before = demo.sums()
    done = demo.run("demo", "--no-server", "--out", str(demo.folder / "out"), "--today", TODAY)
    assert done.returncode == 0, done.stderr
    assert demo.sums() == before


def test_a_database_in_use_is_refused(tmp_path: Path) -> None:
    other = Demo(tmp_path, "")
    assert other.run("migrate", "-v0").returncode == 0
    person = "from kurkum.base.models import User; User.objects.create(username='somebody')"
    assert other.run("shell", "-v0", "-c", person).returncode == 0
    done = other.run("demo", "--no-server", "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr


def test_the_readme_gives_both_set_up_commands_in_one_line_each() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    install = "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt && "
    assert f"{install}.venv/bin/python manage.py demo" in lines
    assert f"{install}.venv/bin/python -m pytest" in lines
