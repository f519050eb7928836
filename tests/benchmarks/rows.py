"""What every benchmark speaks: a row per case, faults in input, and the best known values."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

BEST_KNOWN = "best_known.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured case.

    ``value`` is what was reached, ``bound`` what is proven to be the limit, ``reference`` what it
    is compared with (best known value, floor of the same run), ``ratio`` = value / reference,
    ``seconds`` the time taken.
    """

    name: str
    case: str
    value: float | None
    bound: float | None
    reference: float | None
    ratio: float | None
    seconds: float
    status: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(Row))
_WIDTHS = {"name": 10, "case": 34, "status": 10}


def row(
    name: str,
    case: str,
    *,
    seconds: float,
    status: str,
    value: float | None = None,
    bound: float | None = None,
    reference: float | None = None,
) -> Row:
    """A row with its ratio worked out; no ratio where there is nothing to compare with."""
    ratio = value / reference if value is not None and reference else None
    return Row(name, case, value, bound, reference, ratio, seconds, status)


def heading() -> str:
    """The head of the aligned table."""
    return "  ".join(_aligned(column, column) for column in COLUMNS)


def as_text(measured: Row) -> str:
    """A row of the aligned table; a dash where nothing is known."""
    return "  ".join(_aligned(key, _shown(value)) for key, value in asdict(measured).items())


def _aligned(column: str, text: str) -> str:
    width = _WIDTHS.get(column)
    return f"{text:<{width}}" if width else f"{text:>12}"


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) and abs(value) < 100 else _long(value)


def _long(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


# --- input --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file; lines count from 1."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class BadInput(Exception):
    """The files cannot be used; every fault is named."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_text(file: str) -> str:
    """The text of a file. Raises BadInput when there is none."""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput([Fault(file, 1, "is not a text file in UTF-8")]) from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise BadInput([Fault(file, 1, f"cannot be read: {reason}")]) from error


def best_known(file: str, column: str) -> float | None:
    """The value in ``column`` for this file's instance in the ``best_known.csv`` beside it.

    The instance is the file's name without its ending. None where nothing is known.
    """
    path = Path(file).with_name(BEST_KNOWN)
    if not path.is_file():
        return None
    rows = csv.DictReader(read_text(str(path)).splitlines())
    for number, line in enumerate(rows, start=2):
        if line.get("instance") == Path(file).stem and (text := line.get(column)):
            try:
                return float(text)
            except ValueError as error:
                what = f"{column} is {text!r}, not a number"
                raise BadInput([Fault(str(path), number, what)]) from error
    return None


def write_solution(
    directory: str, case: str, header: Sequence[str], lines: Iterable[Sequence[object]]
) -> None:
    """Write what was found for a case as ``DIRECTORY/CASE.csv``, making the directory if needed."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{case}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
