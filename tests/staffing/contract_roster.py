"""Checks a roster's JSON against the contract and the law; shares no code with the planner."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

KEYS = {
    "": {
        "kind", "version", "start", "end", "status", "layers", "seconds", "seed", "rules", "cooks",
        "shift_patterns", "history", "cover", "assignments", "fairness", "gaps", "changes",
    },
    "layers": {"name", "value", "bound"},
    "cooks": {
        "key", "skills", "min_week_minutes", "max_week_minutes", "rest_day", "unavailable",
        "wishes", "flags",
    },
    "shift_patterns": {"key", "start", "end", "paid_minutes", "break_minutes"},
    "history": {"cook", "date", "shift", "start", "end"},
    "cover": {"date", "shift", "skill", "required", "assigned"},
    "assignments": {"cook", "date", "shift", "skill", "start", "end", "paid_minutes", "fixed"},
    "fairness": {"cook", "minutes", "early", "late", "weekend", "heavy_minutes"},
    "gaps": {"date", "shift", "skill", "missing", "because"},
    "changes": {"cook", "date", "was", "now"},
}  # fmt: skip
RULES = {
    "max_day_minutes", "min_rest_minutes", "weekly_rest_minutes", "normal_week_minutes",
    "max_overtime_week_minutes",
}  # fmt: skip


def faults(doc: Json) -> list[str]:
    """Everything that is wrong with the document; empty for a sound one."""
    missing = list(_missing_keys(doc))
    if missing:
        return missing
    checks = (_head, _cooks_can, _one_a_day, _rests, _weekly_rests, _weeks, _cover, _gaps, _sums)
    return [fault for check in checks for fault in check(doc)]


def _missing_keys(doc: Json) -> Iterator[str]:
    for name, keys in KEYS.items():
        for row in [doc] if not name else doc.get(name, []):
            for key in sorted(keys - row.keys()):
                yield f"{name or 'document'}: {key} is missing"
    for key in sorted(RULES - doc.get("rules", {}).keys()):
        yield f"rules: {key} is missing"


def _head(doc: Json) -> Iterator[str]:
    if (doc["kind"], doc["version"]) != ("roster", 1):
        yield "kind or version is wrong"
    if doc["status"] not in ("optimal", "feasible"):
        yield f"a stored roster cannot be {doc['status']}"
    proven = all(layer["value"] == layer["bound"] for layer in doc["layers"])
    if (doc["status"] == "optimal") != proven:
        yield "optimal means that every layer is proven"
    for layer in doc["layers"]:
        if layer["bound"] > layer["value"]:
            yield f"layer {layer['name']}: the bound is above the value"


def _time(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # local by contract


def _cooks_can(doc: Json) -> Iterator[str]:
    cooks = {row["key"]: row for row in doc["cooks"]}
    for row in doc["assignments"]:
        cook = cooks.get(row["cook"])
        if cook is None:
            yield f"{row['cook']} is unknown"
            continue
        if row["skill"] not in cook["skills"]:
            yield f"{row['cook']} {row['date']}: has no {row['skill']}"
        weekday = (dt.date.fromisoformat(row["date"]).weekday() + 1) % 7
        if weekday == cook["rest_day"] and not row["fixed"]:
            yield f"{row['cook']} {row['date']}: her rest day"
        start, end = _time(row["start"]), _time(row["end"])
        for begin, finish in cook["unavailable"]:
            if start < _time(finish) and _time(begin) < end:
                yield f"{row['cook']} {row['date']}: is away"
        if row["paid_minutes"] > doc["rules"]["max_day_minutes"]:
            yield f"{row['cook']} {row['date']}: the day is too long"


def _one_a_day(doc: Json) -> Iterator[str]:
    days = Counter((row["cook"], row["date"]) for row in doc["assignments"])
    for (cook, date), count in days.items():
        if count > 1:
            yield f"{cook} {date}: {count} shifts"


def _spans(doc: Json) -> dict[str, list[tuple[dt.datetime, dt.datetime]]]:
    found = defaultdict(list)
    for row in [*doc["history"], *doc["assignments"]]:
        found[row["cook"]].append((_time(row["start"]), _time(row["end"])))
    return {cook: sorted(spans) for cook, spans in found.items()}


def _rests(doc: Json) -> Iterator[str]:
    least = dt.timedelta(minutes=doc["rules"]["min_rest_minutes"])
    for cook, spans in _spans(doc).items():
        for (_, end), (start, _) in itertools.pairwise(spans):
            if start - end < least and start.date() >= dt.date.fromisoformat(doc["start"]):
                yield f"{cook} {start}: too little rest"


def _weekly_rests(doc: Json) -> Iterator[str]:
    """In every whole week there is one rest of the full length that touches the week."""
    least = dt.timedelta(minutes=doc["rules"]["weekly_rest_minutes"])
    for cook, spans in _spans(doc).items():
        for sunday in _whole_weeks(doc):
            begin = dt.datetime.combine(sunday, dt.time())
            end = begin + dt.timedelta(days=7)
            inside = [span for span in spans if span[0] < end and begin < span[1]]
            edges = [begin - least, *itertools.chain.from_iterable(inside), end + least]
            free = [edges[n + 1] - edges[n] for n in range(0, len(edges), 2)]
            if max(free) < least:
                yield f"{cook}, week of {sunday}: no weekly rest"


def _whole_weeks(doc: Json) -> list[dt.date]:
    start, end = dt.date.fromisoformat(doc["start"]), dt.date.fromisoformat(doc["end"])
    days = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
    return [day for day in days if day.weekday() == 6 and day + dt.timedelta(days=6) <= end]


def _weeks(doc: Json) -> Iterator[str]:
    most = {row["key"]: row["max_week_minutes"] for row in doc["cooks"]}
    law = doc["rules"]["normal_week_minutes"] + doc["rules"]["max_overtime_week_minutes"]
    for sunday in _whole_weeks(doc):
        week = {(sunday + dt.timedelta(days=n)).isoformat() for n in range(7)}
        minutes: Counter[str] = Counter()
        for row in doc["assignments"]:
            minutes[row["cook"]] += row["paid_minutes"] * (row["date"] in week)
        for cook, total in minutes.items():
            if total > min(most[cook], law):
                yield f"{cook}, week of {sunday}: {total} minutes"


def _cover(doc: Json) -> Iterator[str]:
    counted = Counter((row["date"], row["shift"], row["skill"]) for row in doc["assignments"])
    for row in doc["cover"]:
        if row["assigned"] != counted[row["date"], row["shift"], row["skill"]]:
            yield f"cover {row['date']} {row['shift']} {row['skill']}: assigned is wrong"


def _gaps(doc: Json) -> Iterator[str]:
    missing = {
        (row["date"], row["shift"], row["skill"]): row["required"] - row["assigned"]
        for row in doc["cover"]
        if row["required"] > row["assigned"]
    }
    told = {(row["date"], row["shift"], row["skill"]): row["missing"] for row in doc["gaps"]}
    if missing != told:
        yield f"gaps differ: {missing} against {told}"
    for row in doc["gaps"]:
        if not row["because"]:
            yield f"the gap of {row['date']} has no reason"


def _sums(doc: Json) -> Iterator[str]:
    minutes: Counter[str] = Counter()
    for row in doc["assignments"]:
        minutes[row["cook"]] += row["paid_minutes"]
    for row in doc["fairness"]:
        if row["minutes"] != minutes[row["cook"]]:
            yield f"fairness of {row['cook']}: the minutes do not sum"
