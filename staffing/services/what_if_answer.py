"""Answers a what-if question with the real menu, roster core and production core.

Real rows never change: everything is read and prepared inside ``supposed``, which rolls back, and
the solvers run outside of it on pure problems, so that nobody waits for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.choices import Language
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit
from kurkum.lib.dates import days_from
from orders.choices import OrderState
from orders.models import OrderDay
from orders.selectors.effective import effective_orders
from orders.services.locking import lock_day
from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster, ShiftPattern, Skill
from staffing.selectors.day_facts import day_facts
from staffing.selectors.hours import pay_law
from staffing.selectors.month_money import month_money
from staffing.selectors.rosters import next_version
from staffing.services.cover import derive_cover
from staffing.services.problem_building import BuiltDay, build_day
from staffing.services.production import SolveRequest, check_plan, solved
from staffing.services.roster_judging import gaps_with_reasons
from staffing.services.roster_question import RosterQuestion, ask
from staffing.services.rostering import Answer, SolveOrder, solve_question
from staffing.services.supposing import percent_of, supposed
from staffing.services.what_if_figures import Labour, day_figures, labour_of, money_figures
from staffing.what_if import Supposition

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from staffing.planning.production import Solution

VERSION = 1
WEEK = 7


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds for the roster and for each day; ``every_day`` plans them all, else the fullest.

    ``repeatable``: the same question gives the same answer, at some cost of speed.
    """

    roster_seconds: float = 12
    day_seconds: float = 10
    every_day: bool = False
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears how far the work is, in percent of the pieces, and says whether to stop."""

    report: Callable[[str, int], None]
    should_stop: Callable[[], bool]


class Stopped(CannotBeDone):
    """Somebody asked to stop; nothing is kept."""


def answer(
    what: Supposition,
    week: dt.date,
    *,
    effort: Effort,
    listener: Listener,
    now: dt.datetime,
    today: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The figures of the question as plain JSON.

    ``today`` is the answer for the kitchen as it is: a question that changes money alone keeps
    its roster and its days, so that two searches of one problem never look like a difference.

    Raises CannotBeDone where the week cannot be planned at all, BadInput where the question names
    what is not there, Stopped.
    """
    refuse_locked(week)
    listener.report("reading", 2)
    if today is not None and not what.changes_work:
        return _money_alone(what, week, today)
    with supposed(what, week):
        derive_cover(first=week, last=_saturday(week), now=now)
        question, money = ask(week, WEEK), month_money(week)
    listener.report("roster", 5)
    found = _roster(question, effort, listener)
    labour = labour_of(question, found.assignments, pay_law(week), _factor(week))
    built = _days(what, week, found, effort, now)
    days = []
    for number, day in enumerate(built):
        _stop_if_asked(listener)
        listener.report(f"production:{day.facts.date}", 40 + 55 * number // max(1, len(built)))
        days.append(day_figures(day, _production(day, effort, listener)))
    listener.report("adding", 96)
    return {
        "version": VERSION,
        "week": week.isoformat(),
        "roster": _roster_figures(question, found, labour),
        "days": days,
        "week_days": _week_days(question),
        **money_figures(money, labour, week_days=_week_days(question)),
    }


def _money_alone(what: Supposition, week: dt.date, today: Mapping[str, Any]) -> dict[str, Any]:
    """The same work at other wages and prices."""
    with supposed(what, week):
        money = month_money(week)
    roster = dict(today["roster"])
    roster["week_cost"] = percent_of(roster["week_cost"], 100 + what.wage_percent)
    labour = Labour(roster["paid_minutes"], roster["overtime_minutes"], roster["week_cost"])
    served = int(today["week_days"])
    return {**today, "roster": roster, **money_figures(money, labour, week_days=served)}


def refuse_locked(week: dt.date) -> None:
    """Raises CannotBeDone for a week of which a day is locked already: it has really begun."""
    locked = OrderDay.objects.filter(
        date__range=(week, _saturday(week)), state=OrderState.LOCKED
    ).order_by("date")
    if locked:
        raise CannotBeDone(
            _("%(day)s is locked already: ask about a later week.")
            % {"day": f"{locked[0].date:%d.%m.%Y}"}
        )


def _saturday(week: dt.date) -> dt.date:
    return week + dt.timedelta(days=WEEK - 1)


def _factor(week: dt.date) -> Any:
    return DatedLimit.objects.value_on("employer_cost_factor", week)


def _stop_if_asked(listener: Listener) -> None:
    if listener.should_stop():
        raise Stopped(_("Stopped before there was an answer."))


# --- roster -------------------------------------------------------------------------------------


def _roster(question: RosterQuestion, effort: Effort, listener: Listener) -> Answer:
    order = SolveOrder(
        seconds=effort.roster_seconds,
        repeatable=effort.repeatable,
        on_progress=lambda step, _value, _bound: listener.report(f"roster:{step}", 20),
        should_stop=listener.should_stop,
    )
    found = solve_question(question, order)
    _stop_if_asked(listener)
    return found


def _roster_figures(question: RosterQuestion, found: Answer, labour: Labour) -> dict[str, Any]:
    from staffing.planning.roster import Solution

    patterns = {one.key: one for one in question.patterns}
    solution = Solution(found.assignments)
    reasons: dict[str, list[list[str]]] = {}
    gaps: list[Any] = []
    for code in Language.values:
        with translation.override(code):
            told = gaps_with_reasons(question, solution)
            gaps = [gap for gap, _because in told]
            reasons[code] = [because for _gap, because in told]
    needed = sum(row.required * patterns[row.shift.key].paid_minutes for row in question.cover)
    missing = sum(gap.missing * patterns[gap.shift].paid_minutes for gap in gaps)
    contracts = [facts.contract for facts in question.cooks]
    return {
        "status": found.status,
        "cooks": len(question.cooks),
        "paid_minutes": labour.minutes,
        "overtime_minutes": labour.overtime_minutes,
        "needed_minutes": needed,
        "missing_minutes": missing,
        "promised_minutes": sum(one.min_week_minutes for one in contracts),
        "most_minutes": sum(one.max_week_minutes for one in contracts),
        "week_cost": labour.agorot,
        "gaps": [
            {
                "date": question.date(gap.day).isoformat(),
                "shift": gap.shift,
                "skill": gap.skill,
                "missing": gap.missing,
                "because": {code: reasons[code][number] for code in Language.values},
            }
            for number, gap in enumerate(gaps)
        ],
    }


# --- production ---------------------------------------------------------------------------------


def _days(
    what: Supposition, week: dt.date, found: Answer, effort: Effort, now: dt.datetime
) -> list[BuiltDay]:
    """The planning problem of the fullest day, or of each: with the orders and the new roster."""
    with supposed(what, week):
        _put_roster(week, found, now)
        served = []
        for date in days_from(week, _saturday(week)):
            if _is_served(date):
                served.append((lock_day(date=date, author=None, now=now).portions, date))
        if not served:
            raise CannotBeDone(_("Nobody eats in this week: ask about another one."))
        fullest = max(served, key=lambda pair: (pair[0], -pair[1].toordinal()))[1]
        dates = [date for _portions, date in served] if effort.every_day else [fullest]
        return [build_day(day_facts(date)) for date in dates]


def _is_served(date: dt.date) -> bool:
    return any(order.portions for order in effective_orders(date, date).values())


def _put_roster(week: dt.date, found: Answer, now: dt.datetime) -> None:
    """The planned shifts as a draft, so that the day's crew is read from them."""
    roster = Roster.objects.create(
        start=week, end=_saturday(week), version=next_version(week), state=RosterState.DRAFT,
        status=found.status, seconds=1, seed=1, created_at=now,
    )  # fmt: skip
    cooks, skills = Cook.objects.in_bulk(field_name="key"), Skill.objects.in_bulk(field_name="key")
    shifts = ShiftPattern.objects.in_bulk(field_name="key")
    Assignment.objects.bulk_create(
        Assignment(
            roster=roster,
            cook=cooks[one.cook],
            date=week + dt.timedelta(days=one.day),
            shift=shifts[one.shift],
            skill=skills[one.skill or ""],
            start_minute=shifts[one.shift].start_minute,
            end_minute=shifts[one.shift].end_minute,
            paid_minutes=shifts[one.shift].paid_minutes,
        )
        for one in found.assignments
    )


def _production(day: BuiltDay, effort: Effort, listener: Listener) -> Result[Solution]:
    """Solves the day and checks the answer. Raises CannotBeDone where no plan is found."""

    request = SolveRequest(
        seconds=effort.day_seconds,
        repeatable=effort.repeatable,
        should_stop=listener.should_stop,
    )
    result = solved(day, request)
    _stop_if_asked(listener)
    if result.solution is None:
        raise CannotBeDone(
            _("No plan was found for %(day)s in the time given; ask more thoroughly.")
            % {"day": f"{day.facts.date:%d.%m.%Y}"}
        )
    check_plan(day, result)
    return result


def _week_days(question: RosterQuestion) -> int:
    """Days of the reference week on which the kitchen works."""
    return len({row.date for row in question.cover if row.required})
