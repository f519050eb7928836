"""The roster's commands: exit codes, messages, the same bytes for the same seed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from staffing.models import Roster, RosterChange
from tests.factories import roster as make
from tests.factories.roster import SUNDAY
from tests.staffing.contract_roster import faults

START = SUNDAY.isoformat()
pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    """The exit code, as a shell would see it."""
    try:
        call_command(*words)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@pytest.fixture
def kitchen() -> make.Kitchen:
    found = make.kitchen()
    make.usual_week(found)
    return found


def plan(*words: str) -> int:
    return run("plan_roster", START, "--weeks", "1", "--seconds", "1", *words)


def test_a_whole_roster_ends_with_0_and_one_line(
    kitchen: make.Kitchen, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan() == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_json_keeps_the_contract(kitchen: make.Kitchen, tmp_path: Path) -> None:
    assert plan("--json", str(tmp_path / "r.json")) == 0
    assert faults(json.loads((tmp_path / "r.json").read_text())) == []


def test_json_on_standard_output_stands_alone(
    kitchen: make.Kitchen, capsys: pytest.CaptureFixture[str]
) -> None:
    plan("--json", "-")
    assert json.loads(capsys.readouterr().out)["kind"] == "roster"


def test_the_same_seed_gives_the_same_bytes(kitchen: make.Kitchen, tmp_path: Path) -> None:
    for name in ("a", "b"):
        plan("--seed", "3", "--json", str(tmp_path / f"{name}.json"),
             "--pdf", str(tmp_path / f"{name}.pdf"))  # fmt: skip
    for kind in ("json", "pdf"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_a_roster_with_gaps_is_stored_and_ends_with_1_and_its_reasons(
    kitchen: make.Kitchen, capsys: pytest.CaptureFixture[str]
) -> None:
    make.away(kitchen.cooks["suha"], SUNDAY)
    make.away(kitchen.cooks["rania"], SUNDAY)
    assert plan() == 1
    told = capsys.readouterr().err
    assert "driving" in told
    assert "Suha" in told
    assert Roster.objects.get().gaps.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        ("plan_roster", "2026-13-01"),
        ("plan_roster", "tomorrow"),
        ("plan_roster", START, "--weeks", "0"),
        ("plan_roster", START, "--weeks", "99"),
        ("plan_roster", START, "--seconds", "0"),
        ("plan_roster", START, "--seed", "-1"),
        ("plan_roster", START, "--json", "/no/such/folder/r.json"),
        ("publish_roster", "2026-02-30"),
        ("replace_cook", "nobody", START),
        ("replace_cook", "amal", "soon"),
    ],
)
def test_bad_input_ends_with_2_and_writes_nothing(
    kitchen: make.Kitchen, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert ": " in capsys.readouterr().err
    assert not Roster.objects.exists()


def test_days_without_work_end_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    make.kitchen()
    assert plan() == 1
    assert "No work is foreseen" in capsys.readouterr().err


def test_publishing_says_the_notice_and_a_second_time_that_it_is_done(
    kitchen: make.Kitchen, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("publish_roster", START) == 1
    plan()
    assert run("publish_roster", START) == 0
    assert "days ahead" in capsys.readouterr().out
    assert run("publish_roster", START) == 1


def test_replacing_proposes_and_only_apply_writes(kitchen: make.Kitchen, tmp_path: Path) -> None:
    make.published((kitchen.cooks["suha"], SUNDAY, kitchen.day, kitchen.skills["driving"]))
    target = str(tmp_path / "r.json")
    assert run("replace_cook", "suha", START, "--json", target) == 0
    assert json.loads(Path(target).read_text())["kind"] == "replacements"
    assert not RosterChange.objects.exists()
    assert run("replace_cook", "suha", START, "--apply") == 0
    assert RosterChange.objects.exists()


def test_replacing_without_a_shift_ends_with_1(kitchen: make.Kitchen) -> None:
    make.published()
    assert run("replace_cook", "suha", START) == 1
    assert run("replace_cook", "suha", dt.date(2028, 1, 2).isoformat()) == 1
