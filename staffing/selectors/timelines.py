"""The plan as lanes over the hours: by equipment and by cook; for paper and for the screen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kurkum.lib.figures import Block, Lane, Moment, Shade, Timeline
from staffing.choices import StepKind
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetFacts, SheetTask

WORDS_MINUTES = 80  # the room that "leaves 11:48" takes on the paper's hours
SHADES: dict[str, Shade] = {
    StepKind.CLEAN: "hatched",
    StepKind.COOK: "light",
    StepKind.BAKE: "light",
    StepKind.PACK: "mid",
}


def task_name(facts: SheetFacts, task: SheetTask) -> str:
    """The dish and, where it has several batches, which one; or what else is done.

    An explanation in brackets stands on the batch's own card, not in a narrow box.
    """
    batch = facts.batch_of(task)
    if batch is None:
        return str(task.row.get_kind_display())
    number = f" {batch.number}" if batch.of > 1 else ""
    return f"{_plain(batch.dish.name)}{number}"


def _plain(name: str) -> str:
    return name.split(" (")[0]


def by_equipment(facts: SheetFacts) -> Timeline:
    numbers, lanes = _numbers(facts), []
    for item in facts.equipment:
        blocks = [
            _block(facts, numbers, task, task.row.start_minute, task.row.end_minute)
            for task in facts.tasks
            if task.row.equipment_id == item.pk
        ]
        if blocks:
            lanes.append(Lane(item.name, blocks))
    return _timeline(_("The day by equipment"), lanes, facts, numbers)


def by_cook(facts: SheetFacts) -> Timeline:
    numbers, lanes = _numbers(facts), []
    for cook in facts.cooks:
        blocks = [
            _block(facts, numbers, task, begin, end)
            for task in facts.tasks
            for begin, end, who in task.work
            if who.pk == cook.pk
        ]
        if blocks:
            lanes.append(Lane(cook.name, blocks))
    return _timeline(_("The day by cook"), lanes, facts, numbers)


def _timeline(
    title: str, lanes: list[Lane], facts: SheetFacts, numbers: dict[str, int]
) -> Timeline:
    names = {batch.dish.key: _plain(batch.dish.name) for batch in facts.batches}
    legend = [(str(number), names[key]) for key, number in numbers.items()]
    twice = [numbers[batch.dish.key] for batch in facts.batches if batch.of > 1]
    if twice:  # one example tells how the keys of batches are read
        dish = min(twice)
        legend.append((f"{dish}/2", _("the second batch of dish %(number)s") % {"number": dish}))
    return Timeline(title, lanes, *_hours(facts), _departures(facts), legend)


def _numbers(facts: SheetFacts) -> dict[str, int]:
    """A number for each dish, in order of the first batch: it stands where a name has no room."""
    keys = dict.fromkeys(batch.dish.key for batch in facts.batches)
    return {key: number for number, key in enumerate(keys, 1)}


def _block(
    facts: SheetFacts, numbers: dict[str, int], task: SheetTask, begin: int, end: int
) -> Block:
    shade, batch = SHADES.get(task.row.kind, "plain"), facts.batch_of(task)
    shorter: tuple[str, ...] = ()
    if batch is not None:
        number = str(numbers[batch.dish.key])
        shorter = (f"{number}/{batch.number}", number) if batch.of > 1 else (number,)
    return Block(begin, end, task_name(facts, task), shade, shorter)


def _hours(facts: SheetFacts) -> tuple[int, int]:
    """From the first to the last thing that is done by hand or leaves, in whole hours."""
    begins = [task.row.start_minute for task in facts.tasks]
    attended = [end for task in facts.tasks for _begin, end, _who in task.work]
    ends = [*attended, *(one.depart for one in facts.leavings)]
    return _whole(begins, ends)


def _whole(begins: Iterable[int], ends: Iterable[int]) -> tuple[int, int]:
    start = min(begins, default=5 * 60) // 60 * 60
    end = -(-max(ends, default=14 * 60) // 60) * 60
    return start, max(end, start + 60)


def _departures(facts: SheetFacts) -> list[Moment]:
    """A mark for each leaving; words only where they do not cover those before them."""
    marks: list[Moment] = []
    last: int | None = None
    for time in sorted({one.depart for one in facts.leavings}):
        is_free = last is None or time - last >= WORDS_MINUTES
        marks.append(Moment(time, _("leaves %(time)s") % {"time": clock(time)} if is_free else ""))
        last = time if is_free else last
    return marks
