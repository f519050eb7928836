"""``python -m tests.benchmarks NAME [FILE …]``: measure, and print a row per case."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, TextIO, cast

from tests.benchmarks.rows import BadInput, Row, as_text, heading

# Each module is imported only when its name is asked for, so that one benchmark never pays for,
# or waits on, what another needs.
BENCHMARKS = (
    "shifts",
    "roster",
    "projects",
    "production",
    "routes",
    "forecast",
    "books",
    "load",
    "startup",
    "demo",
    "workbook",
)


class Benchmark(Protocol):
    """What a benchmark module offers."""

    def run(
        self, files: list[str], seconds: float | None, solutions: str | None
    ) -> Iterator[Row]: ...


def _positive(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError(text)
    return seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("files", nargs="*", metavar="FILE", help="instances to measure")
    parser.add_argument("--seconds", metavar="S", help="limit per case")
    parser.add_argument("--json", metavar="F", help="write the rows as JSON; - for the output")
    parser.add_argument("--solutions", metavar="DIR", help="write what was found, a CSV a case")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark; 0 when done, 2 when the input cannot be used."""
    options = _parser().parse_intermixed_args(arguments)
    if options.name not in BENCHMARKS:
        return _refuse(f"NAME: {options.name!r} is none of {', '.join(BENCHMARKS)}")
    try:
        seconds = None if options.seconds is None else _positive(options.seconds)
    except ValueError:
        return _refuse(f"--seconds: {options.seconds!r} is not a number of seconds above 0")
    # With the rows on the output, the table goes where it cannot spoil them.
    table = sys.stderr if options.json == "-" else sys.stdout
    benchmark = cast(Benchmark, import_module(f"tests.benchmarks.{options.name}"))
    try:
        rows = _measure(benchmark.run(options.files, seconds, options.solutions), table)
    except BadInput as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130
    return _write(rows, options.json)


def _measure(measured: Iterator[Row], table: TextIO) -> list[Row]:
    rows = []
    print(heading(), file=table)
    for row in measured:
        print(as_text(row), file=table, flush=True)
        rows.append(row)
    return rows


def _write(rows: Sequence[Row], target: str | None) -> int:
    if target is None:
        return 0
    text = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
        return 0
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        return _refuse(f"--json: {target} cannot be written: {error.strerror}")
    return 0


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
