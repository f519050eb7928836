"""What the report shows first: the finding, the waterfall, the map, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from kurkum.lib import money
from kurkum.lib.figures import Place, PlaceMap, Step, Waterfall
from orders.report_words import rounded, shekels, worst_grade
from orders.snapshot import Snapshot, summed

NAMED_COSTS = 2


@dataclass(frozen=True, slots=True)
class KeySum:
    """One of the report's first answers: agorot with a grade; ``trace`` names where it leads."""

    label: str
    agorot: int
    grade: str
    trace: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A sum this month, the month before and in the budget; None: there is none."""

    label: str
    now: int
    before: int | None
    budget: int | None
    grade: str = "counted"

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.now - self.before

    @property
    def against_budget(self) -> int | None:
        return None if self.budget is None else self.now - self.budget


def key_sums(found: Snapshot) -> list[KeySum]:
    """Earned, spent, surplus, kept, given."""
    costs_grade = worst_grade([row.grade for row in found.costs])
    surplus = found.agorot("surplus")
    kept = found.agorot("reserve", "added") + found.agorot("equipment_fund", "added")
    result = gettext("Surplus") if surplus >= 0 else gettext("Loss")
    return [
        KeySum(gettext("Earned"), found.earned, "counted", "income"),
        KeySum(gettext("Spent"), found.spent, costs_grade, "costs"),
        KeySum(result, surplus, costs_grade, "result"),
        KeySum(gettext("Kept"), kept, costs_grade, "kept"),
        KeySum(pgettext("surplus", "Given"), found.given, "counted", "given"),
    ]


def waterfall_figure(found: Snapshot) -> Waterfall:
    """From what was earned to what was given; the title says the finding."""
    surplus = found.agorot("surplus")
    carried = min(0, found.agorot("brought_forward") + surplus)
    parts = [
        (gettext("Earned"), found.earned, True),
        *_cost_steps(found),
        (gettext("Surplus") if surplus >= 0 else gettext("Loss"), surplus, True),
        (gettext("Brought forward"), found.agorot("brought_forward"), False),
    ]
    if carried:
        parts.append((gettext("Loss carried on"), carried, True))
    else:
        parts += [
            (gettext("Reserve"), -found.agorot("reserve", "added"), False),
            (gettext("Equipment fund"), -found.agorot("equipment_fund", "added"), False),
            (gettext("To be given"), found.agorot("allocable"), True),
            (pgettext("surplus", "Given"), -found.given, False),
            (gettext("Not given yet"), found.agorot("unallocated"), True),
        ]
    steps = [Step(label, agorot / 100, rounded(agorot), total) for label, agorot, total in parts]
    return Waterfall(finding(found), steps)


def _cost_steps(found: Snapshot) -> list[tuple[str, int, bool]]:
    """The two largest costs by name, and all others together."""
    costs = summed(found.costs)
    largest = sorted(costs, key=lambda kind: -costs[kind])[:NAMED_COSTS]
    rest = found.spent - sum(costs[kind] for kind in largest)
    named = [(found.name("accounts", kind), -costs[kind], False) for kind in largest]
    return [*named, (gettext("Other costs"), -rest, False)] if rest else named


def finding(found: Snapshot) -> str:
    """The month in one sentence."""
    surplus = found.agorot("surplus")
    if surplus < 0:
        return gettext("The month ended with a loss of %(sum)s.") % {"sum": shekels(-surplus)}
    return gettext("Of %(earned)s earned, %(surplus)s are surplus and %(pot)s can be given.") % {
        "earned": shekels(found.earned),
        "surplus": shekels(surplus),
        "pot": shekels(found.agorot("allocable")),
    }


def valley(found: Snapshot) -> PlaceMap | None:
    """The towns with meals and gifts; None for a report that kept no places."""
    places = found.places
    if not places:
        return None
    served = [place for place in places if place["meals"]]
    gifts = [place for place in places if place["given"] not in ("0.00", "0")]
    title = gettext("Meals went to %(towns)d towns and villages; gifts have a home in %(gifts)d.")
    return PlaceMap(
        title % {"towns": len(served), "gifts": len(gifts)},
        [
            Place(
                place["names"].get(found.language) or place["key"],
                float(place["latitude"]),
                float(place["longitude"]),
                size=place["meals"],
                text=_place_text(place),
                ringed=place in gifts,
                home=place["is_kitchen"],
            )
            for place in places
        ],
        legend=gettext(
            "A circle's area is the number of meals. Dark with a ring: an initiative there was "
            "given part of the surplus. The little house is the kitchen."
        ),
        kilometres=gettext("km"),
    )


def _place_text(place: Mapping[str, Any]) -> str:
    meals = int(str(place["meals"]))
    given = str(place["given"])
    texts = []
    if meals:
        counted = ngettext("%(meals)s meal", "%(meals)s meals", meals)
        texts.append(counted % {"meals": f"{meals:,}"})
    if given not in ("0.00", "0"):
        texts.append(shekels(money.to_agorot(given)))
    return " · ".join(texts)


def changes(found: Snapshot) -> list[Compared]:
    """Earned, spent and surplus beside the month before and the budget."""
    before = {side: found.before(side) for side in ("income", "costs")}
    budget = {side: found.budget(side) for side in ("income", "costs")}
    sums = {
        which: {side: None if rows is None else sum(rows.values()) for side, rows in sides.items()}
        for which, sides in (("before", before), ("budget", budget))
    }
    grade = worst_grade([row.grade for row in found.costs])
    result = [_less(sums[which]["income"], sums[which]["costs"]) for which in ("before", "budget")]
    return [
        Compared(gettext("Earned"), found.earned, *_of(sums, "income")),
        Compared(gettext("Spent"), found.spent, *_of(sums, "costs"), grade),
        Compared(gettext("Surplus"), found.agorot("surplus"), result[0], result[1], grade),
    ]


def _of(sums: dict[str, dict[str, int | None]], side: str) -> tuple[int | None, int | None]:
    return sums["before"][side], sums["budget"][side]


def _less(income: int | None, costs: int | None) -> int | None:
    return None if income is None or costs is None else income - costs


def change_sentence(found: Snapshot) -> str:
    """Which cost moved most since the month before, and the figure that moved most."""
    rows = [row for row in comparison(found, "costs") if row[2] is not None]
    if not rows:
        return gettext("There is no closed month before this one to compare with.")
    kind, now, before, _budget = max(rows, key=lambda row: abs(row[1] - (row[2] or 0)))
    moved = now - (before or 0)
    text = (
        gettext("%(kind)s rose most: by %(sum)s.")
        if moved >= 0
        else gettext("%(kind)s fell most: by %(sum)s.")
    )
    return text % {"kind": found.name("accounts", kind), "sum": shekels(abs(moved))}


def comparison(found: Snapshot, side: str) -> list[tuple[str, int, int | None, int | None]]:
    """Kind, this month, the month before, the budget (None: there is none) of one side."""
    now = summed(found.income if side == "income" else found.costs)
    before, budget = found.before(side), found.budget(side)
    kinds = list(dict.fromkeys([*now, *(before or {}), *(budget or {})]))
    return [
        (
            kind,
            now.get(kind, 0),
            before.get(kind, 0) if before is not None else None,
            budget.get(kind) if budget is not None else None,
        )
        for kind in kinds
    ]


def metric_before(found: Snapshot, metric: str) -> str | None:
    """The figure of the month before as plain text; None where it was not kept."""
    previous = found.data.get("previous") or {}
    value: str | None = (previous.get("impact") or {}).get(metric)
    return value
