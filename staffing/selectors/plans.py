"""Stored production plans: the one that counts, and the document as it is handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from staffing.choices import PlanState, TaskState
from staffing.models import Batch, ProductionPlan
from staffing.production_words import gap_sentences, name_book, sentence


def current_plan(day: dt.date) -> ProductionPlan | None:
    """The plan the kitchen works by."""
    return ProductionPlan.objects.filter(date=day, state=PlanState.CURRENT).first()


def shown_plan(day: dt.date) -> ProductionPlan | None:
    """The current plan, else the newest draft with its gaps."""
    plans = ProductionPlan.objects.filter(date=day).exclude(state=PlanState.SUPERSEDED)
    return current_plan(day) or plans.first()


def newer_try(plan: ProductionPlan) -> ProductionPlan | None:
    """A later draft beside the plan in force: it has gaps, or it would be in force itself."""
    drafts = ProductionPlan.objects.filter(date=plan.date, state=PlanState.DRAFT)
    return drafts.filter(version__gt=plan.version).order_by("-version").first()


def has_begun(plan: ProductionPlan) -> bool:
    """Whether a task of the plan was begun or done."""
    return plan.tasks.exclude(state=TaskState.WAITING).exists()


def in_force(batch: Batch) -> Batch:
    """The batch of the same key in the plan the kitchen works by; itself where there is none.

    A label, or a tablet left open over a change of plan, still leads to the food in the pot.
    """
    if batch.plan.state != PlanState.SUPERSEDED:
        return batch
    rows = Batch.objects.filter(plan__date=batch.plan.date, plan__state=PlanState.CURRENT)
    return rows.filter(key=batch.key).select_related("plan", "dish").first() or batch


def handed_out(plan: ProductionPlan) -> dict[str, Any]:
    """The plan's document with reasons and assumptions as sentences of the current language."""
    names = name_book()
    document = dict(plan.document)
    document["assumptions"] = [sentence(one, names) for one in document["assumptions"]]
    document["gaps"] = [
        {
            "what": gap["what"],
            "missing": gap["missing"],
            "because": gap_sentences(gap["what"], gap["missing"], gap["reasons"], names)[1:],
        }
        for gap in document["gaps"]
    ]
    return document


def reasons_of(plan: ProductionPlan) -> list[str]:
    """Every gap of a plan with its reasons, one sentence each."""
    names = name_book()
    return [
        line
        for gap in plan.gaps.order_by("what")
        for line in gap_sentences(gap.what, gap.missing, gap.because, names)
    ]


def is_superseded_on_paper(plan: ProductionPlan) -> bool:
    """Whether a sheet of an older version was printed: somebody may still work by it."""
    older = ProductionPlan.objects.filter(date=plan.date, version__lt=plan.version)
    return older.filter(printed_at__isnull=False).exists() and plan.printed_at is None


def layer_line(layer: Mapping[str, Any]) -> str:
    """A layer as people read it: value and proven bound."""
    return f"{layer['name']} {layer['value']} ({layer['bound']})"
