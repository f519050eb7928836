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
    return f"{batch.dish.name.split(' (')[0]}{number}"


def by_equipment(facts: SheetFacts) -> Timeline:
    lanes = []
    for item in facts.equipment:
        own = [task for task in facts.tasks if task.row.equipment_id == item.pk]
        if own:
            lanes.append(Lane(item.name, [_block(facts, task) for task in own]))
    return Timeline(_("The day by equipment"), lanes, *_hours(facts), _departures(facts))


def by_cook(facts: SheetFacts) -> Timeline:
    lanes = []
    for cook in facts.cooks:
        blocks = [
            Block(begin, end, task_name(facts, task), SHADES.get(task.row.kind, "plain"))
            for task in facts.tasks
            for begin, end, who in task.work
            if who.pk == cook.pk
        ]
        if blocks:
            lanes.append(Lane(cook.name, blocks))
    return Timeline(_("The day by cook"), lanes, *_hours(facts), _departures(facts))


def _block(facts: SheetFacts, task: SheetTask) -> Block:
    shade = SHADES.get(task.row.kind, "plain")
    return Block(task.row.start_minute, task.row.end_minute, task_name(facts, task), shade)


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
