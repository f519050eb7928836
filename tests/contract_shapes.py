"""The JSON contract as shapes: every key of every document and the type of its value.

Standard library only; shares nothing with the product. ``faults(document)`` names every place
that differs; keys beyond the contract are allowed beside its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any], bool]
Shape = Any  # a check, {key: shape}, [shape of each row], or a tuple of shapes (a fixed list)

STATUS = {"optimal", "feasible"}  # the others are never stored
GRADES = {"measured", "counted", "estimated", "assumed"}


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def count(value: Any) -> bool:
    return whole(value) and value >= 0


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def key(value: Any) -> bool:
    """A stable text key: never a database id."""
    return isinstance(value, str) and bool(value.strip()) and not value.isdigit()


def text(value: Any) -> bool:
    """Any text; empty where nothing stands."""
    return isinstance(value, str)


def said(value: Any) -> bool:
    """Words, or a place in a list: not empty."""
    return isinstance(value, str) and bool(value.strip())


def amount(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?\d+\.\d{2}", value) is not None


def day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    return bool(dt.date.fromisoformat(value))


def month(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value) is not None


def time(value: Any) -> bool:
    """Local ISO 8601 to the minute, without a zone."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
        return False
    return bool(dt.datetime.fromisoformat(value))


def one_of(*words: str | int) -> Check:
    return lambda value: value in words


def maybe(shape: Shape) -> tuple[str, Shape]:
    return ("maybe", shape)


def table(shape: Shape) -> tuple[str, Shape]:
    """An object from keys to values of one shape."""
    return ("table", shape)


LAYERS = [{"name": key, "value": whole, "bound": whole}]
SOLVED = {
    "status": one_of(*STATUS), "layers": LAYERS, "seconds": number, "seed": count,
}  # fmt: skip
BECAUSE = [said]
COUNTS = dict.fromkeys(("planned", "prepared", "dispatched", "received", "leftover"), count)

SHAPES: dict[str, dict[str, Shape]] = {
    "production_plan": {
        "version": one_of(1), "date": day, **SOLVED,
        "rules": {
            "max_hold_minutes": {"A": count, "B": count, "C": count},
            "min_dispatch_celsius": number,
        },
        "dishes": [{"key": key, "line": key, "hold_class": key, "diet_class": text,
                    "allergens": [key]}],
        "steps": [{"dish": key, "step": said, "kind": key, "skill": maybe(key),
                   "equipment_kind": maybe(key), "fixed_minutes": count,
                   "minutes_per_100": number, "attended_minutes": number,
                   "batch_max": maybe(number), "day_offset": whole}],
        "setups": [{"equipment_kind": key, "from": key, "to": key, "minutes": count}],
        "demand": [{"site": key, "line": key, "diner_group": key, "diet": key, "dish": key,
                    "portions": count, "reference_portions": number, "grams": count,
                    "ready_by": time, "eat_at": time}],
        "cooks": [{"key": key, "skills": [key], "from": time, "to": time,
                   "breaks": [(time, time)]}],
        "equipment": [{"key": key, "kind": key, "capacity": number, "unit": key, "from": time,
                       "to": time}],
        "batches": [{"id": key, "dish": key, "line": key, "portions": count,
                     "reference_portions": number, "grams": count,
                     "for": [{"site": key, "diner_group": key, "diet": key, "portions": count}],
                     "extra": [{"kind": one_of("sample", "staff", "spare"), "portions": count}]}],
        "tasks": [{"id": key, "batch": maybe(key), "step": maybe(said), "kind": key,
                   "skill": maybe(key), "start": time, "end": time,
                   "attended": [(time, time, [key])], "equipment": maybe(key),
                   "load": maybe(number),
                   "after": [{"task": key, "min_lag": maybe(whole), "max_lag": maybe(whole)}]}],
        "departures": [{"route": key, "vehicle": maybe(key), "depart": time,
                        "stops": [{"site": key, "arrive": time}]}],
        "holds": [{"batch": key, "site": key, "cook_end": time, "eat_at": time, "minutes": count,
                   "limit": count}],
        "gaps": [{"what": key, "missing": count, "because": BECAUSE}],
    },
    "roster": {
        "version": one_of(1), "start": day, "end": day, **SOLVED,
        "rules": {"max_day_minutes": count, "min_rest_minutes": count,
                  "weekly_rest_minutes": count, "normal_week_minutes": count,
                  "max_overtime_week_minutes": count},
        "cooks": [{"key": key, "skills": [key], "min_week_minutes": count,
                   "max_week_minutes": count, "rest_day": count, "unavailable": [(time, time)],
                   "wishes": [{"from": time, "to": time, "weight": whole}], "flags": [key]}],
        "shift_patterns": [{"key": key, "start": text, "end": text, "paid_minutes": count,
                            "break_minutes": count}],
        "history": [{"cook": key, "date": day, "shift": maybe(key), "start": time, "end": time}],
        "cover": [{"date": day, "shift": key, "skill": key, "required": count,
                   "assigned": count}],
        "assignments": [{"cook": key, "date": day, "shift": key, "skill": key, "start": time,
                         "end": time, "paid_minutes": count, "fixed": flag}],
        "fairness": [{"cook": key, "minutes": count, "early": count, "late": count,
                      "weekend": count, "heavy_minutes": count}],
        "gaps": [{"date": day, "shift": key, "skill": key, "missing": count,
                  "because": BECAUSE}],
        "changes": [{"cook": key, "date": day, "was": text, "now": text}],
    },
    "routes": {
        "version": one_of(1), "date": day, **SOLVED,
        "vehicles": [{"key": key, "capacity": count, "from": time, "to": time}],
        "service_minutes": table(count),
        "travel_minutes": [(key, key, count)],
        "trips": [{"route": key, "vehicle": key, "wave": whole, "depart": time, "return": time,
                   "boxes": count, "driver": maybe(key)}],
        "stops": [{"site": key, "route": key, "vehicle": key, "position": count, "arrive": time,
                   "window": (time, time), "boxes": count}],
        "distance_m": count, "drive_minutes": count,
        "gaps": [{"what": key, "missing": count, "because": BECAUSE}],
    },
    "demand": {
        "version": one_of(1), "date": day, "locked": flag,
        "lines": [{"site": key, "line": key, "diner_group": key, "diet": key, "dish": key,
                   "portions": count, "reference_portions": number, "grams": count,
                   "ready_by": time, "eat_at": time}],
        "ingredients": [{"key": key, "net_grams": count, "gross_grams": count,
                         "on_hand_grams": whole, "to_buy_grams": count}],
    },
    "replacements": {
        "version": one_of(1), "cook": key, "date": day,
        "shifts": [{"shift": key, "skill": key,
                    "candidates": [{"cook": key, "rank": count, "allowed": flag,
                                    "because": BECAUSE, "cost": amount,
                                    "changes": [{"cook": key, "date": day, "was": text,
                                                 "now": text}]}]}],
    },
    "delivery_report": {
        "version": one_of(1), "from": day, "to": day, "totals": table(lambda _value: True),
        "lines": [{"date": day, "site": key, "dish": key, "diner_group": key, "diet": key,
                   "ordered": count, **{name: maybe(check) for name, check in COUNTS.items()}}],
        "readings": [{"date": day, "site": key, "dish": key,
                      "at": one_of("dispatch", "receipt"), "celsius": number, "time": time,
                      "ok": flag}],
        "on_time": {"stops": count, "late": count, "worst_minutes": count},
        "destinations": [{"date": day, "source": key, "site": key, "portions": count}],
    },
    "reinvestment": {
        "version": one_of(1), "month": month, "closed": flag,
        "income": [{"kind": key, "amount": amount}],
        "costs": [{"kind": key, "amount": amount, "grade": one_of(*GRADES)}],
        "surplus": amount, "brought_forward": amount,
        "reserve": {"target": amount, "balance": amount, "added": amount},
        "equipment_fund": {"balance": amount, "added": amount},
        "allocable": amount,
        "allocations": [{"initiative": key, "resolution": said, "date": day, "amount": amount,
                         "paid": amount, "outcome": maybe(text)}],
        "unallocated": amount,
        "impact": [{"metric": key, "code": text, "value": maybe(lambda _value: True),
                    "unit": text, "grade": one_of(*GRADES), "definition": said}],
    },
}  # fmt: skip


def faults(document: Any) -> list[str]:
    """Every place that is not as the contract says; empty where it is kept."""
    if not isinstance(document, Mapping) or document.get("kind") not in SHAPES:
        return ["kind: no document of the contract"]
    return list(_differs(document, SHAPES[document["kind"]], str(document["kind"])))


def _differs(value: Any, shape: Shape, place: str) -> Iterator[str]:
    if callable(shape):
        if not _holds(shape, value):
            yield f"{place}: {value!r}"
    elif isinstance(shape, dict):
        yield from _object(value, shape, place)
    elif isinstance(shape, list):
        yield from _rows(value, shape[0], place)
    elif shape[0] == "maybe":
        if value is not None:
            yield from _differs(value, shape[1], place)
    elif shape[0] == "table":
        if not isinstance(value, dict):
            yield f"{place}: not an object"
        else:
            for name, item in value.items():
                yield from _differs(item, shape[1], f"{place}.{name}")
    else:
        yield from _fixed(value, shape, place)


def _holds(check: Check, value: Any) -> bool:
    try:
        return check(value)
    except (ValueError, TypeError):
        return False


def _object(value: Any, shape: Mapping[str, Shape], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: not an object"
        return
    for name, inner in shape.items():
        if name not in value:
            yield f"{place}.{name}: missing"
        else:
            yield from _differs(value[name], inner, f"{place}.{name}")


def _rows(value: Any, shape: Shape, place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{place}: not a list"
        return
    for number_, row in enumerate(value):
        yield from _differs(row, shape, f"{place}[{number_}]")


def _fixed(value: Any, shape: tuple[Shape, ...], place: str) -> Iterator[str]:
    if not isinstance(value, list) or len(value) != len(shape):
        yield f"{place}: not {len(shape)} values"
        return
    for number_, (item, inner) in enumerate(zip(value, shape, strict=True)):
        yield from _differs(item, inner, f"{place}[{number_}]")
