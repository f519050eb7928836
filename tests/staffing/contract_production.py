"""Checks a production plan's JSON on its own: no model, no solver, no database.

``faults(document)`` lists everything in the document that contradicts the rest of it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Doc = Mapping[str, Any]
KEYS = {
    "kind", "version", "date", "status", "layers", "seconds", "seed", "rules", "dishes", "steps",
    "setups", "demand", "cooks", "equipment", "batches", "tasks", "departures", "holds", "gaps",
}  # fmt: skip
ROW_KEYS = {
    "dishes": {"key", "line", "hold_class", "diet_class", "allergens"},
    "steps": {
        "dish", "step", "kind", "skill", "equipment_kind", "fixed_minutes", "minutes_per_100",
        "attended_minutes", "batch_max", "day_offset",
    },
    "setups": {"equipment_kind", "from", "to", "minutes"},
    "demand": {
        "site", "line", "diner_group", "diet", "dish", "portions", "reference_portions", "grams",
        "ready_by", "eat_at",
    },
    "cooks": {"key", "skills", "from", "to", "breaks"},
    "equipment": {"key", "kind", "capacity", "unit", "from", "to"},
    "batches": {"id", "dish", "line", "portions", "reference_portions", "grams", "for", "extra"},
    "tasks": {
        "id", "batch", "step", "kind", "skill", "start", "end", "attended", "equipment", "load",
        "after",
    },
    "departures": {"route", "vehicle", "depart", "stops"},
    "holds": {"batch", "site", "cook_end", "eat_at", "minutes", "limit"},
    "gaps": {"what", "missing", "because"},
}  # fmt: skip


def faults(document: Doc) -> list[str]:
    """Every contradiction, in words; an empty list if there is none."""
    missing = sorted(KEYS - set(document))
    if missing:
        return [f"keys are missing: {', '.join(missing)}"]
    return [fault for check in CHECKS for fault in check(document)]


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # local, as the files say


def minutes(begin: str, end: str) -> int:
    return int((at(end) - at(begin)).total_seconds() // 60)


def head(document: Doc) -> Iterator[str]:
    if (document["kind"], document["version"]) != ("production_plan", 1):
        yield "not a production plan of version 1"
    if document["status"] not in {"optimal", "feasible"}:
        yield f"a stored plan cannot be {document['status']}"
    for name, keys in ROW_KEYS.items():
        for row in document[name]:
            if not keys <= set(row):
                yield f"{name}: a row lacks {sorted(keys - set(row))}"


def portions_add_up(document: Doc) -> Iterator[str]:
    made: Counter[tuple[str, ...]] = Counter()
    for batch in document["batches"]:
        fed = sum(row["portions"] for row in batch["for"])
        extra = sum(row["portions"] for row in batch["extra"])
        if fed + extra != batch["portions"]:
            yield f"batch {batch['id']}: {fed} + {extra} ≠ {batch['portions']}"
        for row in batch["for"]:
            made[batch["dish"], row["site"], row["diner_group"], row["diet"]] += row["portions"]
    ordered = {row["dish"] for row in document["demand"]}
    missing: Counter[str] = Counter(
        {row["what"]: row["missing"] for row in document["gaps"] if row["what"] in ordered}
    )
    for row in document["demand"]:
        key = (row["dish"], row["site"], row["diner_group"], row["diet"])
        missing[row["dish"]] -= row["portions"] - made.pop(key, 0)
    for unordered in made:
        yield f"{unordered} is fed, but did not order"
    yield from (f"{dish}: the gap is off by {count}" for dish, count in missing.items() if count)


def lines_feed_as_allowed(document: Doc) -> Iterator[str]:
    feeds = document["rules"]["line_feeds"]
    line = {
        (row["site"], row["dish"], row["diner_group"], row["diet"]): row["line"]
        for row in document["demand"]
    }
    for batch in document["batches"]:
        for row in batch["for"]:
            eats = line[row["site"], batch["dish"], row["diner_group"], row["diet"]]
            if eats not in feeds[batch["line"]]:
                yield f"batch {batch['id']} of line {batch['line']} feeds line {eats}"


def tasks_are_whole(document: Doc) -> Iterator[str]:
    ids = Counter(task["id"] for task in document["tasks"])
    yield from (f"task {key} stands twice" for key, count in ids.items() if count > 1)
    steps = {(row["dish"], row["step"]): row for row in document["steps"]}
    for batch in document["batches"]:
        own = [task for task in document["tasks"] if task["batch"] == batch["id"]]
        ahead = "for_date" in batch
        wanted = {
            step
            for (dish, step), row in steps.items()
            if dish == batch["dish"] and (row["day_offset"] < 0) == ahead
        }
        if not wanted <= {task["step"] for task in own}:
            yield f"batch {batch['id']} lacks a step"
        for task in own:
            yield from _task(document, batch, task, steps[batch["dish"], task["step"]])


def _task(document: Doc, batch: Doc, task: Doc, step: Doc) -> Iterator[str]:
    if task.get("fixed"):
        return
    grid = document["rules"]["grid_minutes"]
    hundreds = batch["reference_portions"] / 100
    needed = step["fixed_minutes"] + step["minutes_per_100"] * hundreds
    lasts = minutes(task["start"], task["end"])
    if not needed <= lasts < needed + grid + 1:
        yield f"task {task['id']} lasts {lasts} minutes, {needed} are needed"
    if step["equipment_kind"] and not task["equipment"]:
        yield f"task {task['id']} stands nowhere"
    if step["batch_max"] and batch["reference_portions"] > step["batch_max"]:
        yield f"batch {batch['id']} is larger than {step['batch_max']}"


def order_of_tasks(document: Doc) -> Iterator[str]:
    by_id = {task["id"]: task for task in document["tasks"]}
    for task in document["tasks"]:
        for row in task["after"]:
            if row["task"] not in by_id:
                yield f"task {task['id']} follows the unknown {row['task']}"
                continue
            lag = minutes(by_id[row["task"]]["end"], task["start"])
            most = row["max_lag"]
            if lag < row["min_lag"] or (most is not None and lag > most):
                yield f"task {task['id']} begins {lag} minutes after {row['task']}"


def equipment_is_not_shared(document: Doc) -> Iterator[str]:
    machines: dict[str, list[Doc]] = defaultdict(list)
    for row in document["equipment"]:
        machines[row["key"]].append(row)
    used: dict[str, list[Doc]] = defaultdict(list)
    for task in document["tasks"]:
        if task["equipment"]:
            used[task["equipment"]].append(task)
    for key, tasks in used.items():
        yield from _on_machine(key, machines[key], tasks)


def _on_machine(key: str, machine: list[Doc], tasks: list[Doc]) -> Iterator[str]:
    shared, capacity = machine[0].get("shared", False), machine[0]["capacity"]
    for task in tasks:
        inside = any(row["from"] <= task["start"] and task["end"] <= row["to"] for row in machine)
        if not inside:
            yield f"task {task['id']} stands on {key} while it is closed"
        together = [
            other
            for other in tasks
            if other["start"] < task["end"] and task["start"] < other["end"]
        ]
        if not shared and len(together) > 1:
            yield f"{key} is used by {[one['id'] for one in together]} at once"
        if sum(one["load"] for one in together if one["start"] <= task["start"]) > capacity:
            yield f"{key} is overfull at {task['start']}"


def cleaning_stands_where_due(document: Doc) -> Iterator[str]:
    kinds = {row["key"]: row["kind"] for row in document["equipment"]}
    setups = {(row["equipment_kind"], row["from"], row["to"]): row for row in document["setups"]}
    classes = {row["key"]: row["setup_class"] for row in document["dishes"]}
    dish = {batch["id"]: batch["dish"] for batch in document["batches"]}
    chains: dict[str, list[Doc]] = defaultdict(list)
    for task in sorted(document["tasks"], key=lambda one: one["start"]):
        if task["equipment"] and task["batch"]:
            chains[task["equipment"]].append(task)
    for machine, chain in chains.items():
        for before, after in itertools.pairwise(chain):
            pair = (classes[dish[before["batch"]]], classes[dish[after["batch"]]])
            due = setups.get((kinds[machine], *pair))
            if due and minutes(before["end"], after["start"]) < due["minutes"]:
                yield f"{machine}: no {due['minutes']} minutes of cleaning before {after['id']}"


def cooks_are_there(document: Doc) -> Iterator[str]:
    cooks = {row["key"]: row for row in document["cooks"]}
    busy: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for task in document["tasks"]:
        for begin, end, who in task["attended"]:
            for key in who:
                busy[key].append((begin, end, task["id"]))
                yield from _able(cooks[key], begin, end, task)
    for key, spans in busy.items():
        spans.sort()
        for first, second in itertools.pairwise(spans):
            if second[0] < first[1]:
                yield f"{key} is at {first[2]} and {second[2]} at once"


def _able(cook: Doc, begin: str, end: str, task: Doc) -> Iterator[str]:
    skills = {*cook["skills"], *cook.get("learning", ())}
    if task["skill"] and task["skill"] not in skills:
        yield f"{cook['key']} does {task['id']} without {task['skill']}"
    if begin < cook["from"] or end > cook["to"]:
        yield f"{cook['key']} is not there for {task['id']}"
    for pause in cook["breaks"]:
        if begin < pause[1] and pause[0] < end:
            yield f"{cook['key']} works at {task['id']} in her break"


def attended_by_enough(document: Doc) -> Iterator[str]:
    hands = {(row["dish"], row["step"]): row.get("hands", 1) for row in document["steps"]}
    skilled = {row["key"]: set(row["skills"]) for row in document["cooks"]}
    dish = {batch["id"]: batch["dish"] for batch in document["batches"]}
    for task in document["tasks"]:
        for begin, _end, who in task["attended"]:
            if task["batch"] is None:
                continue
            needed = hands[dish[task["batch"]], task["step"]]
            if len(set(who)) < needed:
                yield f"{task['id']} at {begin}: {len(who)} of {needed} hands"
            if task["skill"] and not any(task["skill"] in skilled[key] for key in who):
                yield f"{task['id']} at {begin}: nobody certified in {task['skill']}"


def food_is_safe(document: Doc) -> Iterator[str]:
    limits = document["rules"]["max_hold_minutes"]
    hold_class = {row["key"]: row["hold_class"] for row in document["dishes"]}
    held = {(row["batch"], row["site"]) for row in document["holds"]}
    dish = {batch["id"]: batch["dish"] for batch in document["batches"]}
    for row in document["holds"]:
        lasts = minutes(row["cook_end"], row["eat_at"])
        if lasts != row["minutes"] or lasts > row["limit"]:
            yield f"batch {row['batch']} is held {lasts} minutes for {row['site']}"
        if row["limit"] > limits[hold_class[dish[row["batch"]]]]:
            yield f"batch {row['batch']}: the limit {row['limit']} is not the rule's"
    for batch in document["batches"]:
        for row in batch["for"]:
            if (batch["id"], row["site"]) not in held:
                yield f"batch {batch['id']}: nothing says how long it is held for {row['site']}"


def packed_before_it_leaves(document: Doc) -> Iterator[str]:
    depart: dict[str, list[str]] = defaultdict(list)
    for row in document["departures"]:
        for stop in row["stops"]:
            depart[stop["site"]].append(row["depart"])
    last: dict[str, str] = {}
    for task in document["tasks"]:
        if task["batch"]:
            last[task["batch"]] = max(last.get(task["batch"], ""), task["end"])
    for batch in document["batches"]:
        for row in batch["for"]:
            if not depart[row["site"]]:
                yield f"no van goes to {row['site']}"
            elif last[batch["id"]] > max(depart[row["site"]]):
                yield f"batch {batch['id']} is packed after the van of {row['site']} left"


CHECKS = (
    head, portions_add_up, lines_feed_as_allowed, tasks_are_whole, order_of_tasks,
    equipment_is_not_shared, cleaning_stands_where_due, cooks_are_there, attended_by_enough,
    food_is_safe, packed_before_it_leaves,
)  # fmt: skip
