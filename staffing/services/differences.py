"""What changed since the version before, and who must be told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from staffing.models import ProductionPlan
from staffing.production_words import NameBook, clock, name_book
from staffing.services.stored_plan import stored_solution


@dataclass(frozen=True, slots=True)
class ChangedTask:
    """One line of the difference sheet."""

    dish: str
    kind: str
    was: str
    now: str
    tell: tuple[str, ...]


def version_before(plan: ProductionPlan) -> ProductionPlan | None:
    """The printed version before this one; without a printed one, the version before."""
    older = ProductionPlan.objects.filter(date=plan.date, version__lt=plan.version)
    printed = older.filter(printed_at__isnull=False).order_by("-version").first()
    return printed or older.order_by("-version").first()


def plan_difference(old: ProductionPlan, new: ProductionPlan) -> tuple[ChangedTask, ...]:
    """Every task that is new, gone, moved, elsewhere or in other hands, in order of time."""
    from staffing.planning.production.replan import difference

    names = name_book()
    dishes = {
        row["id"]: row["dish"] for plan in (old, new) for row in plan.document["batches"]
    }  # fmt: skip
    return tuple(
        ChangedTask(
            names.name("dish", dishes[one.batch]) if one.batch else _("cleaning"),
            side.kind if (side := one.now or one.was) else "",
            _side(one.was, names), _side(one.now, names),
            tuple(names.name("cook", key) for key in one.tell),
        )
        for one in difference(stored_solution(old), stored_solution(new))
    )  # fmt: skip


def _side(task: object, names: NameBook) -> str:
    """``06:30–07:50, Kettle 1, Nour``; a dash where the task is not in that version."""
    from staffing.planning.production import PlannedTask

    if not isinstance(task, PlannedTask):
        return "–"
    where = [names.name("equipment", key) for key in task.equipment]
    cooks = dict.fromkeys(key for span in task.attended for key in span.cooks)
    who = [names.name("cook", key) for key in cooks]
    return listed([f"{clock(task.start)}–{clock(task.end)}", *where, *who])
