"""Each rule of time alone: allowed, forbidden, at the border, at the ends of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from staffing.planning.production import Cook, Equipment, Lag, Problem, Setup, Window
from staffing.planning.production.rules import RULES
from tests.staffing.planning.production.build import (
    attended,
    day,
    held,
    is_possible,
    pinned,
    use,
)


class Example(NamedTuple):
    rule: str
    what: str
    allowed: bool
    problem: Problem


def _after(start: int, lag: Lag, end: int = 100) -> Problem:
    return day(pinned("a", 0), pinned("b", start), lags=(lag,), end=end)


def _alone(start: int, item: Equipment, load: int = 1, **fields: Any) -> Problem:
    task = pinned("a", start, uses=use(item.kind, load), **fields)
    return day(task, equipment=(item,))


def _two(second: int, load: int = 1, **item: Any) -> Problem:
    equipment = Equipment("k1", "kettle", **{"capacity": 10, **item})
    tasks = [
        pinned(key, start, uses=use("kettle", load)) for key, start in (("a", 0), ("b", second))
    ]
    return day(*tasks, equipment=(equipment,))


def _dirty(start: int, state: str = "meat", windows: tuple[Window, ...] = ()) -> Problem:
    kettle = Equipment("k1", "kettle", 10, state=state, windows=windows)
    task = pinned("milk", start, uses=use("kettle"), setup_class="dairy")
    return day(task, equipment=(kettle,), setups=(Setup("kettle", "meat", "dairy", 10),))


def _meat_then_milk(start: int) -> Problem:
    clean = _dirty(start, state="")
    meat = pinned("meat", 0, uses=use("kettle"), setup_class="meat")
    return replace(clean, tasks=(meat, *clean.tasks))


def _staffed(start: int, hands: int = 1, **cook: Any) -> Problem:
    worker = Cook("amal", ("cook",), **{"start": 10, "end": 30, **cook})
    return day(pinned("a", start, attended=attended(hands=hands)), cooks=(worker,))


def _washing(minute: int) -> Problem:
    washer = Cook("amal", ("wash",), minute, 100)
    setup = Setup("kettle", "meat", "dairy", 10, "wash")
    return replace(_dirty(20), cooks=(washer,), setups=(setup,))


KETTLE = Equipment("k1", "kettle", 10)
OPEN = Equipment("k1", "kettle", 10, windows=(Window(10, 20),))
WAIT, SOON = Lag("a", "b", 5), Lag("a", "b", 0, 5)

EXAMPLES = (
    Example("precedence", "at once", True, _after(10, Lag("a", "b"))),
    Example("precedence", "a minute too soon", False, _after(9, Lag("a", "b"))),
    Example("precedence", "after the least wait", True, _after(15, WAIT)),
    Example("precedence", "before the least wait", False, _after(14, WAIT)),
    Example("precedence", "at the longest wait", True, _after(15, SOON)),
    Example("precedence", "after the longest wait", False, _after(16, SOON)),
    Example("precedence", "to the last minute", True, _after(90, Lag("a", "b"))),
    Example("task_window", "fills its window", True, day(pinned("a", 10), end=20)),
    Example("task_window", "its window ends too early", False,
            day(replace(pinned("a", 0), earliest=91))),
    Example("task_window", "from the first minute", True, day(pinned("a", 0))),
    Example("task_window", "to the last minute", True, day(pinned("a", 90))),
    Example("not_before_now", "now", True, day(pinned("a", 10), now=10)),
    Example("not_before_now", "a minute ago", False, day(pinned("a", 9), now=10)),
    Example("vessel_fits", "full to the brim", True, _alone(0, KETTLE, 10)),
    Example("vessel_fits", "more than it holds", False, _alone(0, KETTLE, 11)),
    Example("vessel_fits", "a class it refuses", False,
            _alone(0, replace(KETTLE, refuses=("dairy",)), setup_class="dairy")),
    Example("vessel_fits", "another class", True,
            _alone(0, replace(KETTLE, refuses=("dairy",)), setup_class="meat")),
    Example("one_task_at_a_time", "one after the other", True, _two(10)),
    Example("one_task_at_a_time", "a minute together", False, _two(9)),
    Example("one_task_at_a_time", "the last minutes", True, _two(90)),
    Example("shared_capacity", "together exactly full", True, _two(5, 5, exclusive=False)),
    Example("shared_capacity", "together too much", False, _two(9, 6, exclusive=False)),
    Example("shared_capacity", "too much, but in turn", True, _two(10, 6, exclusive=False)),
    Example("clean_between", "time to clean", True, _meat_then_milk(20)),
    Example("clean_between", "a minute too short", False, _meat_then_milk(19)),
    Example("clean_between", "cleaned from the first minute", True, _dirty(10)),
    Example("clean_between", "cleaning before the day", False, _dirty(9)),
    Example("clean_between", "clean already", True, _dirty(0, state="dairy")),
    Example("open_equipment", "exactly while open", True, _alone(10, OPEN)),
    Example("open_equipment", "before it opens", False, _alone(9, OPEN)),
    Example("open_equipment", "after it closes", False, _alone(11, OPEN)),
    Example("open_equipment", "cleaned while closed", False,
            _dirty(20, windows=(Window(11, 100),))),
    Example("open_equipment", "cleaned when open", True,
            _dirty(20, windows=(Window(10, 100),))),
    Example("hold_limit", "at the limit", True,
            held(10, 30, ready_by=40, eat_at=90, limit=80)),
    Example("hold_limit", "a minute over", False,
            held(10, 30, ready_by=40, eat_at=91, limit=80)),
    Example("ready_by", "as it leaves", True, held(10, 30, ready_by=30, eat_at=90, limit=90)),
    Example("ready_by", "a minute late", False, held(10, 30, ready_by=29, eat_at=90, limit=90)),
    Example("ready_by", "the last minute", True,
            held(90, 100, ready_by=100, eat_at=100, limit=10)),
    Example("enough_cooks", "as she comes", True, _staffed(10)),
    Example("enough_cooks", "before she comes", False, _staffed(9)),
    Example("enough_cooks", "as she goes", True, _staffed(20)),
    Example("enough_cooks", "after she goes", False, _staffed(21)),
    Example("enough_cooks", "in her break", False, _staffed(10, breaks=(Window(19, 25),))),
    Example("enough_cooks", "up to her break", True, _staffed(10, breaks=(Window(20, 25),))),
    Example("enough_cooks", "one hand for two", False, _staffed(10, hands=2)),
    Example("enough_cooks", "nobody to clean", False, _washing(11)),
    Example("enough_cooks", "somebody to clean", True, _washing(10)),
)  # fmt: skip
IDS = [f"{example.rule}: {example.what}" for example in EXAMPLES]
BAD = [example for example in EXAMPLES if not example.allowed]


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_a_rule_decides_its_examples(example: Example) -> None:
    assert is_possible(example.problem) == example.allowed


@pytest.mark.parametrize("example", BAD, ids=[f"{e.rule}: {e.what}" for e in BAD])
def test_without_the_rule_its_bad_example_is_accepted(example: Example) -> None:
    others = [rule for rule in RULES if rule.name != example.rule]
    assert is_possible(example.problem, others)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_has_a_good_and_a_bad_example(rule: str) -> None:
    assert {example.allowed for example in EXAMPLES if example.rule == rule} == {True, False}
