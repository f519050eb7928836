"""The manners of every command of the contract: bad input ends with 2 and its place, and is not
written; what cannot be done ends with 1 and reasons; no traceback reaches a person."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from orders.models import Site
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW

DAY = str(TOMORROW)
NAMED = re.compile(r"^(--?[a-z-]+|[A-Z|]+|[^:\n]+\.\w+:\d+)(: .+)$")

WRONG_DATES = ("2026-13-01", "24.11.2026", "2026-2-3", "tomorrow", "2026-02-30", "")
DATED = (
    "lock_day", "demand", "plan_production", "plan_roster", "publish_roster", "plan_routes",
    "delivery_report",
)  # fmt: skip
MONTHLY = ("close_month", "reinvestment_report")
WRONG_MONTHS = ("2026-13", "11.2026", "2026-1", "last", "2026-11-01")
NO_FOLDER = "/nowhere/at/all/file"

BAD_OPTIONS: list[tuple[str, ...]] = [
    *(("plan_production", DAY, "--seconds", wrong) for wrong in ("0", "-1", "many", "1e9", "nan")),
    *(("plan_roster", DAY, "--seconds", wrong) for wrong in ("0", "inf")),
    *(("plan_roster", DAY, "--weeks", wrong) for wrong in ("0", "-4", "many", "1000")),
    *(("plan_routes", DAY, "--seed", wrong) for wrong in ("-1", "1.5", "x")),
    ("plan_production", DAY, "--json", NO_FOLDER),
    ("plan_production", DAY, "--pdf", NO_FOLDER),
    ("plan_roster", DAY, "--json", NO_FOLDER),
    ("plan_routes", DAY, "--pdf", NO_FOLDER),
    ("demand", DAY, "--json", NO_FOLDER),
    ("delivery_report", DAY, "--csv", NO_FOLDER),
    ("reinvestment_report", "2026-10", "--xlsx", NO_FOLDER),
    ("replace_cook", "nobody", "2026-13-01"),
    ("replace_cook", "nobody", DAY, "--seed", "-1"),
    ("demand", DAY, "--language", "fr"),
    ("demand", DAY, "--colour", "red"),
    ("demand",),
    ("replace_cook", "nobody"),
    ("demo", "--today", "2026-02-30"),
    ("demo", "--seed", "minus one"),
    ("demo", "--out", "/dev/null/folder", "--no-server"),
    ("import_orders", "/nowhere/orders.csv"),
    ("import_kitchen", "/nowhere/kitchen.xlsx"),
]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    """Exit code, and the lines of standard output and standard error."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    printed = capsys.readouterr()
    return (
        code,
        (out.getvalue() + printed.out).splitlines(),
        (err.getvalue() + printed.err).splitlines(),
    )


def rows() -> dict[str, int]:
    """How many rows every table holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def kitchen(db: None) -> Site:
    """A small kitchen with one school and a menu for today and tomorrow; nothing is locked."""
    orders.cutoff_rule()
    orders.price()
    menus.menu_day(menus.dish(), date=TODAY)
    menus.menu_day(menus.dish(), date=TOMORROW)
    site = orders.site()
    menus.regular()
    orders.standing_order(site, 120)
    return site


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
    before = rows()
    code, _out, err = run(capsys, *arguments)
    assert code == 2, (arguments, err)
    assert err, arguments
    for line in err:
        assert NAMED.match(line), line
    assert "Traceback" not in "\n".join(err)
    assert rows() == before


@pytest.mark.parametrize("command", DATED)
def test_a_wrong_date_is_named_and_nothing_written(
    kitchen: Site, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for wrong in WRONG_DATES:
        refused(capsys, command, wrong)


@pytest.mark.parametrize("command", MONTHLY)
def test_a_wrong_month_is_named_and_nothing_written(
    kitchen: Site, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for wrong in WRONG_MONTHS:
        refused(capsys, command, wrong)


@pytest.mark.parametrize("arguments", BAD_OPTIONS, ids=" ".join)
def test_a_bad_option_is_named_and_nothing_written(
    kitchen: Site, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    refused(capsys, *arguments)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"\x00\xff\xfe\x89PNG",
        "site,date,diner_group,diet,portions\n".encode("utf-16"),
        b"site,date,diner_group,diet\nnahf-a,2026-11-24,grades_1_6,regular\n",
        b"site,date,diner_group,diet,portions\nnahf-a,2026-11-24,grades_1_6,regular,-1\n",
        b"site,date,diner_group,diet,portions\nnahf-a,2026-11-24,grades_1_6,regular,1e3\n",
        b'site,date,diner_group,diet,portions\n"nahf-a,2026-11-24,grades_1_6,regular,7\n',
        b"site,date,diner_group,diet,portions\n" + b"x" * 3_000_000,
    ],
    ids=[
        "empty", "blank", "binary", "utf-16", "a column short", "negative", "scientific",
        "open quote", "one huge line",
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_of_orders_is_named_by_its_line(
    kitchen: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    refused(capsys, "import_orders", str(path))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"key,name\n1,2\n"])
def test_a_file_that_is_no_workbook_is_named(
    kitchen: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "kitchen.xlsx"
    path.write_bytes(content)
    refused(capsys, "import_kitchen", str(path))


IMPOSSIBLE: list[tuple[str, ...]] = [
    ("lock_day", "2026-11-28"),  # a Saturday: nobody eats
    ("lock_day", "2028-11-22"),  # after the last menu
    ("demand", "2028-11-22"),
    ("plan_production", DAY),  # not locked
    ("plan_production", "2028-11-22"),
    ("plan_routes", DAY),
    ("plan_routes", "2028-11-22"),
    ("publish_roster", DAY),
    ("replace_cook", "nobody", DAY),
    ("close_month", "2099-01"),
    ("close_month", "2019-01"),
    ("reinvestment_report", "2099-01"),
    ("delivery_report", "2028-11-22"),
    ("delivery_report", "2028-11"),
]


@pytest.mark.parametrize("arguments", IMPOSSIBLE, ids=" ".join)
def test_what_the_data_do_not_allow_ends_with_1_or_2_and_reasons(
    kitchen: Site, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    before = rows()
    code, _out, err = run(capsys, *arguments)
    assert code in (1, 2), (arguments, err)
    assert "".join(err).strip()
    assert "Traceback" not in "\n".join(err)
    assert rows() == before
