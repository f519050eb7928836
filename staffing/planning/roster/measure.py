"""Recomputes every goal of a roster from the roster alone; shares no code with the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from .book import WEEK, Book, Duty
from .demand import Burden, Cover, Ride, Solution, Wish
from .law import Law
from .people import Cook
from .problem import Problem
from .verify import single_shift_violations


@dataclass(frozen=True, slots=True)
class Gap:
    """Cooks missing on one cover."""

    day: int
    shift: str
    skill: str | None
    missing: int


class Meter:
    """Measures many rosters of one problem; what depends on the problem alone is kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._parts: dict[str, dict[str, FairPart]] = {}

    def goals(self, solution: Solution) -> dict[str, int]:
        """The value of each goal by name, in the goals' order and units."""
        aims = self.aims(solution)
        return {goal.name: sum(aims[aim] for aim in goal.aims) for goal in self.problem.goals}

    def aims(self, solution: Solution) -> dict[str, int]:
        """The value of each aim of the problem's goals by name."""
        book = Book(self.problem, solution)
        wanted = [aim for goal in self.problem.goals for aim in goal.aims]
        return {
            aim: self._burdens(book) if aim == "burdens" else _AIMS[aim](book) for aim in wanted
        }

    def fair_parts(self, burden: Burden) -> dict[str, FairPart]:
        """What each cook who can carry ``burden`` should carry of it, the past included."""
        if burden.key not in self._parts:
            self._parts[burden.key] = _fair_parts(self.problem, burden)
        return self._parts[burden.key]

    def _burdens(self, book: Book) -> int:
        """Points beyond the fair parts, counted again beyond one more of her shifts."""
        total = 0
        for burden in self.problem.burdens:
            for key, part in self.fair_parts(burden).items():
                cook = self.problem.cook[key]
                level = cook.past_burdens.get(burden.key, 0) + _points(book, cook, burden)
                above = max(0, level - part.points) + max(0, level - part.points - part.step)
                total += burden.weight * above
        return total


def measure(problem: Problem, solution: Solution) -> dict[str, int]:
    """The value of each goal of one roster; see :class:`Meter`."""
    return Meter(problem).goals(solution)


def measure_aims(problem: Problem, solution: Solution) -> dict[str, int]:
    """The value of each aim of one roster; see :class:`Meter`."""
    return Meter(problem).aims(solution)


def gaps(problem: Problem, solution: Solution) -> tuple[Gap, ...]:
    """Every cover that is not met, in order of day, shift, skill."""
    counted = _counted(solution)
    found = [
        Gap(cover.day, cover.shift, cover.skill, cover.required - have)
        for cover in problem.cover
        if (have := counted[cover.day, cover.shift, cover.skill]) < cover.required
    ]
    return tuple(sorted(found, key=lambda gap: (gap.day, gap.shift, gap.skill or "")))


@dataclass(frozen=True, slots=True)
class FairPart:
    """A cook's fair part of a burden in points, and the most that one shift can add to it."""

    points: int
    step: int


def carried_points(problem: Problem, solution: Solution, burden: Burden) -> dict[str, int]:
    """Points of ``burden`` that each cook carries in this roster, without her past."""
    book = Book(problem, solution)
    return {cook.key: _points(book, cook, burden) for cook in problem.cooks}


def paid_minutes(problem: Problem, solution: Solution) -> dict[str, int]:
    """Paid minutes of each cook in this roster."""
    book = Book(problem, solution)
    return {c.key: sum(duty.paid for duty in book.planned(c)) for c in problem.cooks}


def _counted(solution: Solution) -> Counter[tuple[int, str, str | None]]:
    return Counter((one.day, one.shift, one.skill) for one in solution.assignments)


def _missing(cover: Cover, counted: Counter[tuple[int, str, str | None]]) -> int:
    return cover.required - counted[cover.day, cover.shift, cover.skill]


def _under_cover(book: Book) -> int:
    counted = _counted(book.solution)
    return sum(c.under_weight * max(0, _missing(c, counted)) for c in book.problem.cover)


def _over_cover(book: Book) -> int:
    counted = _counted(book.solution)
    return sum(c.over_weight * max(0, -_missing(c, counted)) for c in book.problem.cover)


def _week_promise(book: Book) -> int:
    short = 0
    for cook in book.problem.cooks:
        for week in book.weeks():
            known = range(
                max(week.start, book.problem.history_from), min(week.stop, book.problem.days)
            )
            promised = cook.min_week_minutes * len(known) // WEEK
            short += max(0, promised - book.paid(cook, week))
    return short


def _guarantee(book: Book) -> int:
    return sum(
        max(0, cook.guaranteed_minutes - sum(duty.paid for duty in book.planned(cook)))
        for cook in book.problem.cooks
    )


def _points(book: Book, cook: Cook, burden: Burden) -> int:
    return sum(
        _burden_points(burden, duty.day, duty.shift, duty.skill) for duty in book.planned(cook)
    )


def _burden_points(burden: Burden, day: int, shift: str, skill: str | None) -> int:
    if burden.skills is not None and skill not in burden.skills:
        return 0
    if burden.days is not None and day not in burden.days:
        return 0
    return burden.points.get(shift, 0)


def _fair_parts(problem: Problem, burden: Burden) -> dict[str, FairPart]:
    steps = _heaviest_open_shift(problem, burden)
    cooks = [cook for cook in problem.cooks if steps[cook.key]]
    shares = sum(cook.fair_share for cook in cooks)
    total = sum(cook.past_burdens.get(burden.key, 0) for cook in cooks)
    for cover in problem.cover:
        total += cover.required * _burden_points(burden, cover.day, cover.shift, cover.skill)
    return {
        cook.key: FairPart((total * cook.fair_share + shares - 1) // shares, steps[cook.key])
        for cook in cooks
    }


def _heaviest_open_shift(problem: Problem, burden: Burden) -> dict[str, int]:
    """The most points one shift can cost each cook; 0 for those whom the rules spare it."""
    steps = {cook.key: 0 for cook in problem.cooks}
    offered = {(c.day, c.shift, c.skill) for c in problem.cover}
    offered |= {(one.day, one.shift, one.skill) for one in problem.fixed}
    for post in offered:
        points = _burden_points(burden, *post)
        for cook in problem.cooks:
            if points > steps[cook.key] and not single_shift_violations(problem, cook, post):
                steps[cook.key] = points
    return steps


def _wishes(book: Book) -> int:
    return sum(_missed(book, wish) for wish in book.problem.wishes)


def _missed(book: Book, wish: Wish) -> int:
    cook = next(cook for cook in book.problem.cooks if cook.key == wish.cook)
    matching = sum(_matches(wish, duty) for duty in book.planned(cook))
    if wish.wanted:
        return 0 if matching else wish.weight
    return wish.weight * matching


def _matches(wish: Wish, duty: Duty) -> bool:
    if wish.shift is not None and wish.shift != duty.shift:
        return False
    if wish.window is None:
        return wish.day == duty.day
    return wish.window.start < duty.end and duty.start < wish.window.end


def _rides(book: Book) -> int:
    return sum(ride.weight * _trips(book, ride) for ride in book.problem.rides)


def _trips(book: Book, ride: Ride) -> int:
    riding = (one for one in book.solution.assignments if one.cook in ride.cooks)
    return len({(one.day, one.shift) for one in riding})


def _wages(book: Book) -> int:
    total = sum(_wages_of(book, cook) for cook in book.problem.cooks)
    budget = book.problem.budget_agorot
    return total if budget is None else max(0, total - budget)


def _wages_of(book: Book, cook: Cook) -> int:
    wages = sum(_wage(book, cook, duty) for duty in book.planned(cook))
    for week in book.weeks():
        law = book.law_of_week(week)
        if law is not None and law.normal_week_minutes is not None:
            wages += _week_overtime_pay(book, cook, week, law, law.normal_week_minutes)
    return wages


def _wage(book: Book, cook: Cook, duty: Duty) -> int:
    law = book.law_on(duty.day)
    extra = book.overtime(cook, duty)
    percent_minutes = duty.paid * 100
    if law is not None:
        if (book.problem.first_weekday + duty.day) % WEEK == cook.rest_day:
            percent_minutes = duty.paid * law.rest_day_percent
        first = min(extra, law.overtime_first_minutes)
        percent_minutes += first * (law.overtime_first_percent - 100)
        percent_minutes += (extra - first) * (law.overtime_more_percent - 100)
    return _rounded_up(cook.hourly_agorot * percent_minutes)


def _week_overtime_pay(book: Book, cook: Cook, week: range, law: Law, normal: int) -> int:
    duties = [duty for duty in book.all(cook) if duty.day in week]
    minutes = sum(duty.paid - book.overtime(cook, duty) for duty in duties)
    lived = sum(duty.paid - book.overtime(cook, duty) for duty in duties if duty.lived)
    beyond = max(0, minutes - max(normal, lived))
    further = max(0, minutes - max(normal + law.overtime_first_minutes, lived))
    step = law.overtime_more_percent - law.overtime_first_percent
    first_rate = _rounded_up(cook.hourly_agorot * (law.overtime_first_percent - 100))
    return beyond * first_rate + further * _rounded_up(cook.hourly_agorot * step)


def _rounded_up(agorot_percent_minutes: int) -> int:
    return -(-agorot_percent_minutes // (60 * 100))


def _changes(book: Book) -> int:
    """Days of a cook on which this roster and the published one differ."""
    was = {(one.cook, one.day): one.shift for one in book.problem.published}
    now = {(one.cook, one.day): one.shift for one in book.solution.assignments}
    return sum(was.get(key) != now.get(key) for key in was.keys() | now.keys())


def _other_work(book: Book) -> int:
    """Published shifts that she still works, counted for another skill."""
    now = {(one.cook, one.day): one for one in book.solution.assignments}
    kept = ((one, now.get((one.cook, one.day))) for one in book.problem.published)
    return sum(
        new is not None and new.shift == one.shift and new.skill != one.skill for one, new in kept
    )


_AIMS: dict[str, Callable[[Book], int]] = {
    "under_cover": _under_cover,
    "over_cover": _over_cover,
    "week_promise": _week_promise,
    "guarantee": _guarantee,
    "wishes": _wishes,
    "rides": _rides,
    "wages": _wages,
    "changes": _changes,
    "other_work": _other_work,
}
