"""Checks a reinvestment report against the contract from its JSON alone, to the agora."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

GRADES = {"measured", "counted", "estimated", "assumed"}
KEYS = {
    "kind", "version", "month", "closed", "income", "costs", "surplus", "brought_forward",
    "reserve", "equipment_fund", "allocable", "allocations", "unallocated", "impact",
}  # fmt: skip
ROWS = {
    "income": {"kind", "amount"},
    "costs": {"kind", "amount", "grade"},
    "allocations": {"initiative", "resolution", "date", "amount", "paid", "outcome"},
    "impact": {"metric", "code", "value", "unit", "grade", "definition"},
}


def faults(document: Mapping[str, Any]) -> list[str]:
    """What breaks the contract; nothing where the report keeps it."""
    missing = sorted(KEYS - document.keys())
    if missing:
        return [f"missing: {', '.join(missing)}"]
    return [*_shape(document), *_sums(document)]


def _shape(document: Mapping[str, Any]) -> Iterable[str]:
    if (document["kind"], document["version"]) != ("reinvestment", 1):
        yield "kind or version"
    if not re.fullmatch(r"\d{4}-\d{2}", document["month"]):
        yield f"month {document['month']}"
    for part, keys in ROWS.items():
        for row in document[part]:
            if not keys <= row.keys():
                yield f"{part}: {sorted(keys - row.keys())} missing"
            if "grade" in keys and row.get("grade") not in GRADES:
                yield f"{part}: grade {row.get('grade')!r}"
    for text in _amounts(document):
        if not (isinstance(text, str) and re.fullmatch(r"-?\d+\.\d{2}", text)):
            yield f"{text!r} is not an amount"


def _amounts(document: Mapping[str, Any]) -> Iterable[Any]:
    yield from (document[key] for key in ("surplus", "brought_forward", "allocable", "unallocated"))
    yield from (document["reserve"][key] for key in ("target", "balance", "added"))
    yield from (document["equipment_fund"][key] for key in ("balance", "added"))
    for part in ("income", "costs", "allocations"):
        yield from (row["amount"] for row in document[part])
    yield from (row["paid"] for row in document["allocations"])


def _sums(document: Mapping[str, Any]) -> Iterable[str]:
    def total(part: str) -> Decimal:
        return sum((Decimal(row["amount"]) for row in document[part]), Decimal())

    surplus, forward = Decimal(document["surplus"]), Decimal(document["brought_forward"])
    kept = sum(Decimal(document[fund]["added"]) for fund in ("reserve", "equipment_fund"))
    allocable = Decimal(document["allocable"])
    if total("income") - total("costs") != surplus:
        yield "income less costs is not the surplus"
    if allocable != max(Decimal(0), forward + surplus - kept):
        yield "allocable is not what is left"
    if total("allocations") + Decimal(document["unallocated"]) != allocable:
        yield "allocations and what is unallocated are not the allocable"
    if any(Decimal(row["paid"]) > Decimal(row["amount"]) for row in document["allocations"]):
        yield "more was paid than given"
