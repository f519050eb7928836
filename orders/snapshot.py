"""Reads the figures of a reinvestment report back from its stored JSON. Pure; agorot inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kurkum.lib import money


@dataclass(frozen=True, slots=True)
class Amount:
    """One line of income or costs; income is counted on invoices and bears no grade of its own."""

    kind: str
    agorot: int
    grade: str


@dataclass(frozen=True, slots=True)
class Gift:
    """What a resolution gave to an initiative, what was paid of it, and what came of it."""

    initiative: str
    resolution: str
    date: str
    agorot: int
    paid: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The stored document with its sums in agorot and its names in one language."""

    data: Mapping[str, Any]
    language: str

    def agorot(self, *path: str) -> int:
        """The amount at a path of keys, such as ``reserve, added``."""
        found: Any = self.data
        for key in path:
            found = found[key]
        return money.to_agorot(found)

    @property
    def income(self) -> list[Amount]:
        return [
            Amount(row["kind"], money.to_agorot(row["amount"]), row.get("grade", "counted"))
            for row in self.data["income"]
        ]

    @property
    def costs(self) -> list[Amount]:
        return [
            Amount(row["kind"], money.to_agorot(row["amount"]), row["grade"])
            for row in self.data["costs"]
        ]

    @property
    def gifts(self) -> list[Gift]:
        return [
            Gift(
                initiative=row["initiative"],
                resolution=row["resolution"],
                date=row["date"],
                agorot=money.to_agorot(row["amount"]),
                paid=money.to_agorot(row["paid"]),
                outcome=row["outcome"] or "",
            )
            for row in self.data["allocations"]
        ]

    @property
    def impact(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.data["impact"]
        return found

    @property
    def earned(self) -> int:
        return sum(row.agorot for row in self.income)

    @property
    def spent(self) -> int:
        return sum(row.agorot for row in self.costs)

    @property
    def given(self) -> int:
        return sum(gift.agorot for gift in self.gifts)

    @property
    def places(self) -> Sequence[Mapping[str, Any]]:
        """Towns for the map; none in a report that was issued before maps were kept."""
        found: Sequence[Mapping[str, Any]] = self.data.get("places") or ()
        return found

    @property
    def year(self) -> Mapping[str, Any] | None:
        """The business year up to this month; None in a report that did not keep it."""
        found: Mapping[str, Any] | None = self.data.get("year")
        return found

    def name(self, group: str, key: str) -> str:
        """The name as it was on the day of issue; the key where none was kept."""
        names = self.data.get("names", {}).get(group, {}).get(key, {})
        return names.get(self.language) or next(filter(None, names.values()), key)

    def before(self, side: str) -> Mapping[str, int] | None:
        """Last month's amounts of ``income`` or ``costs`` by kind; None without a last month."""
        return self._beside("previous", side)

    def budget(self, side: str) -> Mapping[str, int] | None:
        """The budget of ``income`` or ``costs`` by kind; None where no budget was set."""
        return self._beside("budget", side)

    def _beside(self, what: str, side: str) -> Mapping[str, int] | None:
        found = self.data.get(what)
        if not found:
            return None
        return {kind: money.to_agorot(amount) for kind, amount in found[side].items()}


def summed(rows: Sequence[Amount]) -> dict[str, int]:
    """Amounts by kind, all grades together, in the order of the rows."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.kind] = sums.get(row.kind, 0) + row.agorot
    return sums


def checksum_of(document: Mapping[str, Any]) -> str:
    """The seal over everything a report says; another figure gives another seal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
