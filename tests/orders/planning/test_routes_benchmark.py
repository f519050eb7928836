"""Solomon's file format read as a day of one wave, and its faults named by line."""

from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.routes import read_problem
from tests.benchmarks.rows import BadInput

HEAD = "TINY\n\nVEHICLE\nNUMBER     CAPACITY\n  {vans}   10\n\nCUSTOMER\nCUST NO.  XCOORD.\n\n"
ROWS = "0 0 0 0 0 100 0\n1 1 1 5 0 50 10\n2 2 0 6 0 50 10\n"


def write(folder: Path, text: str) -> str:
    file = folder / "TINY.txt"
    file.write_text(text)
    return str(file)


def test_distances_are_cut_to_one_decimal_and_counted_in_tenths(tmp_path: Path) -> None:
    day = read_problem(write(tmp_path, HEAD.format(vans=2) + ROWS))
    assert day.travel_minutes == ((0, 14, 20), (14, 0, 14), (20, 14, 0))
    assert (len(day.vehicles), day.vehicles[0].capacity) == (2, 10)
    assert (day.stops[0].window, day.stops[0].service_minutes) == ((0, 500), 100)


def test_a_tiny_instance_is_proven_and_its_routes_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, HEAD.format(vans=2) + ROWS)
    folder = tmp_path / "found"
    assert main(["routes", file, "--seconds", "1", "--solutions", str(folder)]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.split()[:4] == ["routes", "TINY", "6.8", "6.8"]
    assert line.split()[-1] == "optimal"
    written = (folder / "TINY.csv").read_text().splitlines()
    assert written[0] == "route,position,customer"
    assert sorted(row.split(",")[2] for row in written[1:]) == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ":1: no line NUMBER CAPACITY"),
        ("NUMBER CAPACITY\nmany 10\n", ":2: expected the vehicles' number and capacity"),
        (HEAD.format(vans=1), ":9: no customer rows"),
        (HEAD.format(vans=1) + "0 0 0 0 0 100\n", ":10: expected 7 columns, found 6"),
        (HEAD.format(vans=1) + ROWS + "4 0 0 0 0 1 0\n", ":13: expected customer 3, found 4"),
        (HEAD.format(vans=1) + "0 0 0 x 0 1 0\n", ":10: expected whole numbers"),
        (HEAD.format(vans=1) + "0 0 0 0 9 1 0\n", ":10: due 1 lies before ready 9"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_problem(write(tmp_path, text))
    assert fault in str(caught.value)


def test_without_files_the_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes"]) == 2
    assert "name at least one instance" in capsys.readouterr().err
