"""Commands of ordering: exit codes, messages, and that bad input writes nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from kurkum.lib import dates
from orders.models import DemandLine, Order, OrderDay, Site
from orders.services.importing import import_orders
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, at

HEADER = "site,date,diner_group,diet,portions\n"


@pytest.fixture
def next_week(school: Site) -> dt.date:
    """A Wednesday far enough from the clock of this machine to be open, with a menu."""
    today = dates.day_of(timezone.now())
    day = dates.week_start(today) + dt.timedelta(days=17)
    menus.menu_day(date=day)
    return day


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def write(folder: Path, text: str | bytes) -> str:
    path = folder / "orders.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_file_of_orders_is_saved(next_week: dt.date, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}nahf-a,{next_week},grades_1_6,regular,77\n")
    code, out, _err = run("import_orders", path)
    assert (code, out) == (0, "Imported: 1 orders, 1 lines, 77 portions.\n")
    assert Order.objects.get().lines.get().portions == 77


def test_a_file_may_be_written_in_arabic_indic_digits(next_week: dt.date, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}nahf-a,{next_week},grades_1_6,regular,٧٧\n")
    assert run("import_orders", path)[0] == 0
    assert Order.objects.get().lines.get().portions == 77


def test_a_dry_run_says_the_same_and_writes_nothing(next_week: dt.date, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}nahf-a,{next_week},grades_1_6,regular,77\n")
    code, out, _err = run("import_orders", path, "--dry-run")
    assert (code, "nothing written" in out) == (0, True)
    assert not Order.objects.exists()


def test_every_fault_is_named_by_its_line_and_nothing_is_written(
    next_week: dt.date, tmp_path: Path
) -> None:
    rows = [
        f"nahf-a,{next_week},grades_1_6,regular,77",
        f"nowhere,{next_week},grades_1_6,regular,1",
        "nahf-a,25.11.2026,grades_1_6,regular,1",
        f"nahf-a,{next_week},grades_1_6,moon,1",
        f"nahf-a,{next_week},grades_1_6,regular,1000000000",
        f"nahf-a,{next_week},giants,regular,1",
    ]
    code, _out, err = run("import_orders", write(tmp_path, HEADER + "\n".join(rows)))
    assert code == 2
    for number, words in ((3, "no site"), (4, "not a date"), (5, "no diet"), (6, "whole number")):
        assert any(f"orders.csv:{number}: " in row and words in row for row in err.splitlines())
    assert not Order.objects.exists()


def test_one_refused_order_holds_back_the_whole_file(next_week: dt.date, tmp_path: Path) -> None:
    rows = [
        f"nahf-a,{next_week},grades_1_6,regular,77",
        f"nahf-a,{next_week + dt.timedelta(days=1)},grades_1_6,regular,77",
    ]
    code, _out, err = run("import_orders", write(tmp_path, HEADER + "\n".join(rows)))
    assert (code, "orders.csv:3: No menu is published" in err) == (2, True)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the first line must be"),
        (HEADER.encode(), "no order in this file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"site,date\0", "not a text file"),
        (b"a;b;c\n1;2;3\n", "the first line must be"),
        (HEADER.encode() + b"nahf-a,2026-11-25\n", "2 columns instead of 5"),
    ],
)
def test_what_is_no_file_of_orders_is_told_so(
    school: Site, tmp_path: Path, content: bytes, words: str
) -> None:
    code, _out, err = run("import_orders", write(tmp_path, content))
    assert (code, words in err) == (2, True)
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_bad_input(school: Site) -> None:
    code, _out, err = run("import_orders", "/nowhere/orders.csv")
    assert (code, "orders.csv:1: No such file" in err) == (2, True)


def test_the_same_line_twice_is_named(next_week: dt.date, tmp_path: Path) -> None:
    row = f"nahf-a,{next_week},grades_1_6,regular,77\n"
    code, _out, err = run("import_orders", write(tmp_path, HEADER + row + row))
    assert (code, "orders.csv:3: the same as line 2" in err) == (2, True)


def test_lines_that_the_file_does_not_name_stay_as_they_are(school: Site) -> None:
    vegan = menus.diet("vegan")
    content = f"{HEADER}nahf-a,{TOMORROW},grades_1_6,{vegan.key},3\n".encode()
    import_orders(name="x.csv", content=content, author=None, now=at(TODAY, 9))
    counts = Order.objects.get().lines.values_list("diet__key", "portions")
    assert dict(counts) == {"regular": 120, "vegan": 3}


def test_a_locked_day_says_how_much_it_holds(school: Site) -> None:
    code, out, _err = run("lock_day", str(TOMORROW))
    assert (code, out) == (0, f"{TOMORROW} is locked: 1 sites, 120 portions.\n")
    assert run("lock_day", str(TOMORROW))[1].startswith(f"{TOMORROW} was locked already")


def test_a_day_on_which_nobody_eats_cannot_be_locked(school: Site) -> None:
    code, _out, err = run("lock_day", "2026-11-28")
    assert (code, "Nobody eats on 2026-11-28" in err) == (1, True)
    assert not OrderDay.objects.exists()


@pytest.mark.parametrize("command", ["lock_day", "demand"])
@pytest.mark.parametrize("wrong", ["2026-13-01", "24.11.2026", "tomorrow", "2026-2-3"])
def test_a_wrong_date_is_bad_input(school: Site, command: str, wrong: str) -> None:
    code, _out, _err = run_outside(command, wrong)
    assert code == 2
    assert not OrderDay.objects.exists()


def run_outside(*arguments: str) -> tuple[int, str, str]:
    """Arguments that the parser itself refuses."""
    try:
        return run(*arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0), "", ""


def test_the_demand_of_a_day_follows_the_contract(school: Site, tmp_path: Path) -> None:
    run("lock_day", str(TOMORROW))
    path = tmp_path / "demand.json"
    code, _out, _err = run("demand", str(TOMORROW), "--json", str(path))
    document = json.loads(path.read_text())
    assert code == 0
    assert (document["kind"], document["version"], document["locked"]) == ("demand", 1, True)
    assert document["lines"] == [
        {
            "site": "nahf-a",
            "line": "h",
            "diner_group": "grades_1_6",
            "diet": "regular",
            "dish": "mujaddara",
            "portions": 120,
            "reference_portions": 120.0,
            "grams": 36000,
            "ready_by": f"{TOMORROW}T12:15",
            "eat_at": f"{TOMORROW}T12:30",
        }
    ]
    assert document["ingredients"] == [
        {
            "key": "lentils",
            "net_grams": 9600,
            "gross_grams": 9600,
            "on_hand_grams": 0,
            "to_buy_grams": 9600,
        }
    ]


def test_json_on_standard_output_is_nothing_but_json(school: Site) -> None:
    run("lock_day", str(TOMORROW))
    _code, out, _err = run("demand", str(TOMORROW), "--json", "-")
    assert json.loads(out)["date"] == str(TOMORROW)


def test_an_open_day_shows_what_would_be_cooked_and_writes_nothing(school: Site) -> None:
    code, out, _err = run("demand", str(TOMORROW))
    assert (code, "not locked yet: 120 portions" in out) == (0, True)
    assert not DemandLine.objects.exists()


def test_a_day_after_the_last_menu_has_no_demand(school: Site) -> None:
    code, _out, err = run("demand", "2027-11-24")
    assert (code, "no menu is published" in err) == (1, True)


def test_a_folder_that_is_not_there_is_bad_input(school: Site) -> None:
    code, _out, err = run("demand", str(TOMORROW), "--json", "/nowhere/x.json")
    assert (code, "--json:" in err) == (2, True)
