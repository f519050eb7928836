"""Reading tables: values, and faults that name their place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from kurkum.lib.rows import Faults, Row, RowFault, read_rows


def row(**cells: str) -> Row:
    return Row("sites.csv", 7, cells)


def write(folder: Path, text: str) -> Path:
    path = folder / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_are_read_as_the_values_they_hold() -> None:
    cells = row(count="12", share="0.5", price="17.50", day="2026-11-25", at="12:30", is_open="1")
    assert cells.integer("count") == 12
    assert cells.decimal("share") == Decimal("0.5")
    assert cells.agorot("price") == 1750
    assert cells.date("day") == dt.date(2026, 11, 25)
    assert cells.time("at") == dt.time(12, 30)
    assert cells.flag("is_open") is True


@pytest.mark.parametrize("value", ["", "twelve", "1.5", "NaN"])
def test_a_count_that_is_no_whole_number_is_refused(value: str) -> None:
    with pytest.raises(RowFault, match="count"):
        row(count=value).integer("count")


@pytest.mark.parametrize("value", ["NaN", "inf", "1,5"])
def test_a_number_that_cannot_be_reckoned_with_is_refused(value: str) -> None:
    with pytest.raises(RowFault, match="decimal point"):
        row(share=value).decimal("share")


def test_money_finer_than_an_agora_is_refused() -> None:
    with pytest.raises(RowFault, match="two decimals"):
        row(price="17.505").agorot("price")


def test_an_empty_cell_is_not_known_and_never_zero() -> None:
    cells = row(iron="")
    assert cells.optional(cells.decimal, "iron") is None


def test_a_missing_column_says_so() -> None:
    with pytest.raises(RowFault, match="column iron is missing"):
        row(count="1").text("iron")


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(RowFault, match="'mars' is not known"):
        row(locality="mars").one_of("locality", {"nahf": 1})


def test_every_faulty_row_is_named_and_the_sound_ones_are_kept() -> None:
    rows = [Row("a.csv", line, {"n": text}) for line, text in ((2, "1"), (3, "x"), (4, "y"))]
    faults = Faults()
    kept = faults.each(rows, lambda each: each.integer("n"))
    assert [number for _row, number in kept] == [1]
    assert [message.split(": ")[0] for message in faults.messages] == ["a.csv:3", "a.csv:4"]


def test_lines_are_counted_as_an_editor_shows_them(tmp_path: Path) -> None:
    path = write(tmp_path, 'key,note\nnahf,"two\nlines"\nrameh,\n')
    assert [(each.text("key"), each.line) for each in read_rows(path)] == [
        ("nahf", 3),
        ("rameh", 4),
    ]


def test_a_row_with_a_cell_too_many_is_refused_by_line(tmp_path: Path) -> None:
    with pytest.raises(RowFault, match=r"sites.csv:3: 3 cells"):
        read_rows(write(tmp_path, "key,note\nnahf,\nrameh,,\n"))


def test_an_empty_a_binary_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RowFault, match="empty"):
        read_rows(write(tmp_path, ""))
    (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(RowFault, match="not a UTF-8"):
        read_rows(tmp_path / "photo.csv")
    with pytest.raises(RowFault, match="no such file"):
        read_rows(tmp_path / "gone.csv")
