"""Checks a ``demand`` document by itself: standard library only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

LINE = ("site", "line", "diner_group", "diet", "dish")


def faults(document: Mapping[str, Any]) -> list[str]:
    """Every contradiction, in words; an empty list if there is none."""
    return [*_lines(document), *_ingredients(document)]


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    seen = Counter(tuple(row[name] for name in LINE) for row in document["lines"])
    yield from (f"{line} stands {times} times" for line, times in seen.items() if times > 1)
    for row in document["lines"]:
        place = f"{row['site']}, {row['dish']}"
        if row["portions"] <= 0 or row["grams"] <= 0 or row["reference_portions"] <= 0:
            yield f"{place}: nothing is asked for"
        if not row["ready_by"] < row["eat_at"]:
            yield f"{place}: ready at {row['ready_by']}, eaten at {row['eat_at']}"
        if not row["eat_at"].startswith(document["date"]):
            yield f"{place}: eaten on another day"
    for site in {row["site"] for row in document["lines"]}:
        if len({row["ready_by"] for row in document["lines"] if row["site"] == site}) != 1:
            yield f"{site}: more than one van"


def _ingredients(document: Mapping[str, Any]) -> Iterator[str]:
    keys = Counter(row["key"] for row in document["ingredients"])
    yield from (f"{key} stands twice" for key, times in keys.items() if times > 1)
    for row in document["ingredients"]:
        if row["net_grams"] > row["gross_grams"]:
            yield f"{row['key']}: more is eaten than bought"
        if row["to_buy_grams"] != max(0, row["gross_grams"] - row["on_hand_grams"]):
            yield f"{row['key']}: to buy is not what is missing"
