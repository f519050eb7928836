"""The checks on who attends what; part of ``verify``."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from staffing.planning.production.problem import AttendedPart, Problem
from staffing.planning.production.solution import PlannedTask, Solution, Span
from staffing.planning.production.violation import Violation

Found = Iterator[Violation]


def begins_at(problem: Problem) -> int:
    """What lies before is past: it is told, not judged."""
    return problem.start if problem.now is None else problem.now


def asked_parts(problem: Problem, planned: PlannedTask) -> list[tuple[int, int, AttendedPart]]:
    """(from, to, part) of the attendance the task asks for and that can still be judged."""
    if planned.cleans_for is not None:
        kind = problem.equipment_by_key[planned.equipment[0]].kind
        skills = {s.skill for s in problem.setups if s.kind == kind and s.skill}
        minutes = planned.end - planned.start
        parts = [AttendedPart(skill, 0, minutes) for skill in skills if minutes]
    else:
        parts = list(problem.task_by_key[planned.key].modes[planned.mode].attended)
    asked = []
    for part in parts:
        first, last = planned.start + part.offset, planned.start + part.offset + part.minutes
        if planned.key in problem.fixed_by_key:
            first, last = max(first, begins_at(problem)), min(last, planned.end)
        if first < last:
            asked.append((first, last, part))
    return asked


def judged_spans(problem: Problem, planned: PlannedTask) -> list[Span]:
    """Its spans, without the past of a decided task."""
    if planned.key not in problem.fixed_by_key:
        return list(planned.attended)
    begin = begins_at(problem)
    return [
        Span(max(span.start, begin), span.end, span.cooks)
        for span in planned.attended
        if span.end > begin
    ]


def _attended(problem: Problem, solution: Solution) -> Found:
    """A begun task may be short of hands: nobody can undo that, and a layer tells it."""
    for planned in solution.tasks:
        spans, asked = judged_spans(problem, planned), asked_parts(problem, planned)
        for time in {t for s in spans for t in (s.start, s.end)} | {
            t for first, last, _ in asked for t in (first, last)
        }:
            present = [c for s in spans if s.start <= time < s.end for c in s.cooks]
            needed = sum(part.hands for first, last, part in asked if first <= time < last)
            short = planned.key in problem.fixed_by_key and len(present) < needed
            if len(present) != needed and not short:
                yield Violation(
                    "attended", planned.key, f"has {len(present)} cooks of {needed} at {time}"
                )
                break


def _skilled(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        for span in judged_spans(problem, planned):
            for first, last, part in asked_parts(problem, planned):
                if span.start < last and first < span.end:
                    yield from _skills_of(problem, planned.key, span, part)


def _skills_of(problem: Problem, task: str, span: Span, part: AttendedPart) -> Found:
    known = [problem.cook_by_key[key] for key in span.cooks if key in problem.cook_by_key]
    if len(known) != len(span.cooks):
        yield Violation("skilled", task, "is attended by somebody unknown")
    for cook in known:
        if part.skill not in (*cook.skills, *cook.learning):
            yield Violation("skilled", task, f"{cook.key} has no {part.skill}")
    if known and not any(part.skill in cook.skills for cook in known):
        yield Violation("learner_beside_able", task, f"nobody there has {part.skill}")


def _present(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        for span in judged_spans(problem, planned):
            for cook in (problem.cook_by_key.get(key) for key in span.cooks):
                if cook is None:
                    continue
                off = span.start < cook.start or span.end > cook.end
                pause = any(span.start < p.end and p.start < span.end for p in cook.breaks)
                if off or pause:
                    yield Violation("present", planned.key, f"{cook.key} is not there")


def _one_place(problem: Problem, solution: Solution) -> Found:
    busy: dict[str, list[tuple[int, int, str]]] = {}
    for planned in solution.tasks:
        for span in judged_spans(problem, planned):
            for cook in span.cooks:
                busy.setdefault(cook, []).append((span.start, span.end, planned.key))
    for cook, spans in busy.items():
        spans.sort()
        for (_, end, first), (start, _, second) in itertools.pairwise(spans):
            if start < end:
                yield Violation("one_place", cook, f"is at {first} and {second} at once")


def _unbroken(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        for first, last, part in asked_parts(problem, planned):
            mine = [s for s in judged_spans(problem, planned) if first <= s.start < last]
            if part.unbroken and len({span.cooks for span in mine}) > 1:
                yield Violation("unbroken", planned.key, "changes hands")


PEOPLE_CHECKS: dict[str, Callable[[Problem, Solution], Found]] = {
    "attended": _attended,
    "skilled": _skilled,
    "present": _present,
    "one_place": _one_place,
    "unbroken": _unbroken,
}
