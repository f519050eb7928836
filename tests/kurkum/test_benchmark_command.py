"""The benchmark command: its rows, its table and its refusals."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.rows import BadInput, as_text, best_known, heading, row, write_solution

HISTORY = "site,date,portions\n" + "".join(
    f"rameh,2026-{month:02d}-{day:02d},{100 + day % 3}\n"
    for month in range(5, 9)
    for day in range(1, 31)
)


def test_a_row_works_out_its_ratio_and_has_none_without_a_reference() -> None:
    assert row("routes", "R101", value=1650.0, reference=1500, seconds=1, status="x").ratio == 1.1
    assert row("routes", "R101", value=1650.0, seconds=1, status="x").ratio is None
    assert row("routes", "R101", value=None, reference=5, seconds=1, status="x").ratio is None


def test_the_table_is_aligned() -> None:
    line = as_text(row("routes", "R101", value=1650.25, reference=1637.7, seconds=1, status="ok"))
    assert len(line) == len(heading())
    assert "1650.2" in line
    assert " - " in line


def test_the_best_known_value_is_read_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "best_known.csv").write_text("instance,best\nA,12.5\nB,many\n")
    assert best_known(str(tmp_path / "A.txt"), "best") == 12.5
    assert best_known(str(tmp_path / "C.txt"), "best") is None
    with pytest.raises(BadInput, match=r"best_known.csv:3: best is 'many'"):
        best_known(str(tmp_path / "B.txt"), "best")


def test_no_best_known_file_means_no_reference(tmp_path: Path) -> None:
    assert best_known(str(tmp_path / "A.txt"), "best") is None


def test_solutions_are_written_one_csv_a_case(tmp_path: Path) -> None:
    write_solution(str(tmp_path / "found"), "A", ("task", "start"), [(1, 0), (2, 5)])
    assert (tmp_path / "found" / "A.csv").read_text() == "task,start\n1,0\n2,5\n"


def test_the_command_writes_its_rows_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "history.csv"
    file.write_text(HISTORY)
    assert main(["forecast", str(file), "--json", "-"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["name"], found["case"]) == ("forecast", "history")
    assert found["ratio"] == found["value"] / found["reference"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense"], "NAME: 'nonsense' is none of"),
        (["forecast", "--seconds", "0"], "--seconds: '0' is not"),
        (["forecast", "--seconds", "soon"], "--seconds: 'soon' is not"),
        (["forecast", "/nowhere/at_all.csv"], "at_all.csv:1: cannot be read"),
    ],
)
def test_bad_input_ends_with_code_two_and_says_where(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert complaint in capsys.readouterr().err


def test_every_fault_of_a_file_is_named_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "history.csv"
    file.write_text("site,date,portions\nrameh,2026-13-01,5\nrameh,2026-11-01,many\n")
    target = tmp_path / "rows.json"
    assert main(["forecast", str(file), "--json", str(target)]) == 2
    errors = capsys.readouterr().err
    assert f"{file}:2: '2026-13-01' is not a date" in errors
    assert f"{file}:3: portions is 'many'" in errors
    assert not target.exists()


def test_a_binary_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "history.csv"
    file.write_bytes(b"\xff\xfe\x00")
    assert main(["forecast", str(file)]) == 2
    assert "is not a text file" in capsys.readouterr().err
