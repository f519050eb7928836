"""For each rule rosters that it forbids and rosters that it just allows, each alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from staffing.planning.roster import Flag, Law, Night, Problem, Solution, Window

from .samples import DAY, SKILL, cook, problem, roster

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
NIGHT = Law(night=Night(1320, 1800, 120, max_weeks=1, of_weeks=3))


@dataclass(frozen=True)
class Example:
    """One roster and what the rule says to it."""

    rule: str
    title: str
    problem: Problem
    roster: Solution

    def __str__(self) -> str:
        return f"{self.rule}: {self.title}"


def one(rule: str, title: str, asked: Problem, row: str) -> Example:
    return Example(rule, title, asked, roster(amal=row))


def skilled(rule: str, title: str, asked: Problem, **rows: str) -> Example:
    return Example(rule, title, asked, roster(skill=SKILL, **rows))


SCHOOL_RUN = problem(cook(unavailable=(Window(840, 900), Window(6 * DAY + 840, 6 * DAY + 900))))
EIGHT_HOURS = Law(max_day_minutes=480)
REST = Law(min_rest_minutes=600)
WEEKLY = Law(weekly_rest_minutes=36 * 60)
LONG_WEEKLY = Law(weekly_rest_minutes=48 * 60)
WITH_BREAK = Law(break_from_minutes=360, min_break_minutes=30)
OVERTIME = Law(normal_day_minutes=480, normal_week_minutes=2400, max_overtime_week_minutes=240)
NO_OVERTIME = cook(flags=frozenset({Flag.NO_OVERTIME}))
NO_NIGHT = cook(flags=frozenset({Flag.NO_NIGHT}))
SHORT_NIGHT = Law(night=Night(1320, 1800, 120, max_shift_minutes=420))
AGREED = cook(rest_day=SUNDAY, rest_day_work=True)
PROTECTED = cook(rest_day=SUNDAY, rest_day_work=True, flags=frozenset({Flag.NO_REST_DAY}))
TWO_OFF = cook(min_days_off=2)
LEARNER = cook(skills=frozenset({SKILL}), learning=frozenset({SKILL}))
TEACHER = cook("badia", skills=frozenset({SKILL}), certified=frozenset({SKILL}))
ONE_CHANGE = problem(published=roster(amal="E......").assignments, max_changes=1)

FORBIDDEN = (
    skilled("skill", "she lacks it", problem(cook(), skill=SKILL), amal="E......"),
    one("day_off", "the first day", problem(cook(days_off=frozenset({0}))), "E......"),
    one("day_off", "the last day", problem(cook(days_off=frozenset({6}))), "......E"),
    one("unavailable", "first day, a minute inside", SCHOOL_RUN, "L......"),
    one("unavailable", "last day", SCHOOL_RUN, "......L"),
    one(
        "unavailable",
        "a night that reaches into the next morning",
        problem(cook(unavailable=(Window(DAY + 300, DAY + 420),))),
        "N......",
    ),
    one("rest_day", "on the first day", problem(cook(rest_day=SUNDAY)), "E......"),
    one("rest_day", "on the last day", problem(cook(rest_day=SATURDAY)), "......E"),
    one("rest_day", "agreed, but a flag forbids it", problem(PROTECTED), "E......"),
    one("max_day", "longer than the law's", problem(law=EIGHT_HOURS), "X......"),
    one("max_day", "longer than her own", problem(cook(max_day_minutes=240)), "......E"),
    one("break", "a long day without one", problem(law=WITH_BREAK), "X......"),
    one("no_night", "first night", problem(NO_NIGHT, law=NIGHT), "N......"),
    one("no_night", "last night", problem(NO_NIGHT, law=NIGHT), "......N"),
    one("night_length", "a whole night", problem(law=SHORT_NIGHT), "......N"),
    one("no_overtime_day", "a long day", problem(NO_OVERTIME, law=OVERTIME), "X......"),
    one(
        "no_overtime_day",
        "the shorter eve of her rest day",
        problem(
            cook(flags=frozenset({Flag.NO_OVERTIME}), rest_day=FRIDAY),
            law=Law(normal_day_minutes=480, eve_of_rest_minutes=420),
        ),
        "....E..",
    ),
    one("forbidden_next", "late then short", problem(), "LS....."),
    one("forbidden_next", "on the last two days", problem(), ".....LS"),
    one("forbidden_next", "lived late, then short", problem(history={"amal": "L"}), "S......"),
    one("min_rest", "late then early", problem(law=REST), "LE....."),
    one("min_rest", "on the last two days", problem(law=REST), ".....LE"),
    one("min_rest", "lived late", problem(law=REST, history={"amal": "L"}), "E......"),
    one("weekly_rest", "all seven days", problem(law=WEEKLY), "EEEEEEE"),
    one("weekly_rest", "a day off is too short", problem(law=LONG_WEEKLY), "EEL.EEE"),
    one(
        "weekly_rest",
        "too little around her own day",
        problem(cook(rest_day=TUESDAY), law=LONG_WEEKLY),
        ".L.E...",
    ),
    one(
        "weekly_rest",
        "her own day was yesterday",
        problem(cook(rest_day=SATURDAY), law=LONG_WEEKLY, history={"amal": "L."}),
        "E......",
    ),
    one(
        "weekly_rest",
        "a week that began in the history",
        problem(law=WEEKLY, first_weekday=2, days=4, history={"amal": "EEE"}),
        "EEEE",
    ),
    one(
        "weekly_rest",
        "last week's only day off ends too early",
        problem(law=LONG_WEEKLY, history={"amal": "EEEEEE."}),
        "E......",
    ),
    one("shift_limit", "three of two", problem(cook(max_shifts={"early": 2})), "E..E..E"),
    one("shift_limit", "one of none", problem(cook(max_shifts={"late": 0})), "......L"),
    one("max_minutes", "above", problem(cook(max_minutes=960)), "E..E..S"),
    one("min_minutes", "below", problem(cook(min_minutes=960)), "E......"),
    one("max_weekends", "two of one", problem(cook(max_weekends=1), days=14), ".....E......E."),
    one("max_weekends", "a weekend that the end cuts", problem(cook(max_weekends=0)), "......E"),
    one(
        "max_weekends",
        "a weekend that the start cuts",
        problem(cook(max_weekends=0), first_weekday=SATURDAY),
        "E......",
    ),
    one("max_run", "four of three", problem(cook(max_run=3)), "EEEE..."),
    one("max_run", "to the last day", problem(cook(max_run=3)), "...EEEE"),
    one("max_run", "two lived", problem(cook(max_run=3), history={"amal": ".EE"}), "EE....."),
    one("max_run", "three lived", problem(cook(max_run=3), history={"amal": "EEE"}), "E......"),
    one("min_run", "a single day", problem(cook(min_run=2)), ".E....."),
    one("min_run", "just before the last day", problem(cook(min_run=2)), ".....E."),
    one("min_run", "one lived", problem(cook(min_run=3), history={"amal": ".E"}), "E......"),
    one("min_run", "one lived alone", problem(cook(min_run=2), history={"amal": ".E"}), "......."),
    one("min_run", "from day 0", problem(cook(min_run=2), history={"amal": "."}), "E......"),
    one("min_days_off", "a single one", problem(cook(min_days_off=2)), "E.E...."),
    one("min_days_off", "just before the end", problem(cook(min_days_off=2)), "....E.E"),
    one(
        "min_days_off",
        "one lived",
        problem(cook(min_days_off=2), history={"amal": "E."}),
        "EE.....",
    ),
    one(
        "min_days_off",
        "from day 0",
        problem(cook(min_days_off=2), history={"amal": "E"}),
        ".E.....",
    ),
    one("max_days_off", "three of two", problem(cook(max_days_off=2)), "E...E.E"),
    one("max_days_off", "at the end", problem(cook(max_days_off=2)), "E..E..."),
    one("max_days_off", "lived", problem(cook(max_days_off=2), history={"amal": "E."}), "..EE.E."),
    one("max_week", "above", problem(cook(max_week_minutes=960)), "E..S..E"),
    one("max_week", "the second week", problem(cook(max_week_minutes=480), days=9), "......EEE"),
    one(
        "max_week",
        "two days lived of this week",
        problem(cook(max_week_minutes=960), first_weekday=1, history={"amal": "EE"}),
        "S......",
    ),
    one("max_overtime", "three long days", problem(law=OVERTIME), "X.X.X.."),
    one("max_overtime", "by week", problem(law=OVERTIME), "EEEEE.E"),
    one("max_overtime", "day and week together", problem(law=OVERTIME), "XEEEE.S"),
    one(
        "max_overtime",
        "with what was lived",
        problem(law=OVERTIME, first_weekday=1, history={"amal": "XX"}),
        "X......",
    ),
    one(
        "max_overtime",
        "with a lived eve of her rest day",
        problem(
            cook(rest_day=MONDAY),
            law=replace(OVERTIME, eve_of_rest_minutes=360),
            first_weekday=1,
            week_starts_on=SUNDAY,
            history={"amal": "E."},
        ),
        "X.X....",
    ),
    one("no_overtime_week", "six days", problem(NO_OVERTIME, law=OVERTIME), "EEEEE.S"),
    one("night_weeks", "two of three", problem(law=NIGHT, days=14), "......NN......"),
    one("night_weeks", "one was lived", problem(law=NIGHT, history={"amal": "N......"}), "N......"),
    one("max_changes", "two of one, first and last day", ONE_CHANGE, "L.....E"),
    skilled("learner", "alone", problem(LEARNER, TEACHER, skill=SKILL), amal="E......"),
    skilled(
        "learner",
        "her teacher works another shift",
        problem(LEARNER, TEACHER, skill=SKILL),
        amal="......E",
        badia="......L",
    ),
)

ALLOWED = (
    skilled("skill", "she has it", problem(TEACHER, skill=SKILL), badia="E......"),
    one("day_off", "the day after", problem(cook(days_off=frozenset({0}))), ".E....."),
    one("unavailable", "ends as the window starts", SCHOOL_RUN, "E.....E"),
    one("rest_day", "the days around it", problem(cook(rest_day=TUESDAY)), "EE.EEEE"),
    one("rest_day", "she agreed to it", problem(AGREED), "E......"),
    one("max_day", "exactly the longest", problem(law=EIGHT_HOURS), "E.....E"),
    one("break", "with one, or short", problem(law=WITH_BREAK), "E.....S"),
    one("no_night", "late ends as the night begins", problem(NO_NIGHT, law=NIGHT), "L.....L"),
    one("night_length", "day work is no night work", problem(law=SHORT_NIGHT), "X.....L"),
    one("no_overtime_day", "a normal day", problem(NO_OVERTIME, law=OVERTIME), "E.....E"),
    one("forbidden_next", "a day between", problem(history={"amal": "L."}), "SL.S..L"),
    one("min_rest", "exactly enough", problem(law=Law(min_rest_minutes=480)), "LE...LE"),
    one("min_rest", "lived", problem(law=REST, history={"amal": "L"}), "L......"),
    one("weekly_rest", "one day off", problem(law=WEEKLY), "EEE.EEE"),
    one(
        "weekly_rest",
        "exactly enough around her own day",
        problem(cook(rest_day=TUESDAY), law=Law(weekly_rest_minutes=40 * 60)),
        ".E.E...",
    ),
    one(
        "weekly_rest",
        "rested in the part that was lived",
        problem(law=WEEKLY, first_weekday=2, days=4, history={"amal": "EE."}),
        "EEEE",
    ),
    one("weekly_rest", "a week cut by the end", problem(law=WEEKLY, days=10), "EEE.EEEEEE"),
    one(
        "weekly_rest",
        "last week had none and nothing can mend it",
        problem(law=WEEKLY, history={"amal": "EEEEEEE"}),
        "E......",
    ),
    one("shift_limit", "two of two", problem(cook(max_shifts={"early": 2})), "E..L..E"),
    one("max_minutes", "exactly", problem(cook(max_minutes=960)), "E.....E"),
    one("min_minutes", "exactly", problem(cook(min_minutes=960)), "E.....E"),
    one("max_weekends", "both days are one", problem(cook(max_weekends=1)), ".....EE"),
    one("max_run", "exactly three", problem(cook(max_run=3)), "EEE.EEE"),
    one("max_run", "one lived", problem(cook(max_run=3), history={"amal": ".E"}), "EE.EEE."),
    one("min_run", "touching both ends", problem(cook(min_run=2)), "E.EE..E"),
    one(
        "min_run",
        "completed from the past",
        problem(cook(min_run=2), history={"amal": ".E"}),
        "E......",
    ),
    one("min_run", "its start unknown", problem(cook(min_run=3), history={"amal": "E"}), "E......"),
    one("min_days_off", "touching both ends", problem(cook(min_days_off=2)), ".E..EE."),
    one(
        "min_days_off",
        "completed",
        problem(cook(min_days_off=2), history={"amal": "E."}),
        ".E.....",
    ),
    one("max_days_off", "exactly two", problem(cook(max_days_off=2)), "..E..E."),
    one("max_days_off", "lived", problem(cook(max_days_off=2), history={"amal": "E."}), ".E..E.."),
    one("max_week", "exactly", problem(cook(max_week_minutes=960)), "E.....E"),
    one("max_week", "each week anew", problem(cook(max_week_minutes=480), days=9), "......EE."),
    one("max_overtime", "exactly", problem(law=OVERTIME), "X.X...."),
    one("max_overtime", "exactly by week", problem(law=OVERTIME), "EEEEE.S"),
    one("no_overtime_week", "five days", problem(NO_OVERTIME, law=OVERTIME), "EEEE.E."),
    one("night_weeks", "one week of nights", problem(law=NIGHT, days=14), "NN...........E"),
    one(
        "night_weeks",
        "lived long enough ago",
        problem(law=NIGHT, history={"amal": "N" + "." * 20}),
        "N......",
    ),
    one("max_changes", "one of one", ONE_CHANGE, "L......"),
    one("max_changes", "as it was", ONE_CHANGE, "E......"),
    skilled(
        "learner",
        "beside her teacher",
        problem(LEARNER, TEACHER, skill=SKILL),
        amal="E.....E",
        badia="E.....E",
    ),
)
