"""The documents of the story: four kinds as PDF in three languages, and the contract's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from kurkum.base.choices import Language
from kurkum.lib import dates
from orders.models import IssuedReport, RoutePlan
from orders.selectors.documents import demand_document
from orders.services.reinvestment import issue_report
from staffing.choices import PlanState, RosterState
from staffing.models import ProductionPlan, Roster
from staffing.services.demo.setting import Setting
from staffing.services.replacing import replacements_document


def write_papers(setting: Setting, folder: Path) -> None:
    """Writes every document into the folder; the same story gives the same bytes."""
    for name, document in _documents(setting):
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    for language in Language.values:
        with translation.override(language):
            for name, content in _printed(setting, language):
                (folder / f"{name}.{language}.pdf").write_bytes(content)


def _plan(setting: Setting) -> ProductionPlan:
    plans = ProductionPlan.objects.filter(date=setting.tomorrow).exclude(state=PlanState.SUPERSEDED)
    return plans.order_by("-version")[0]


def _roster(setting: Setting) -> Roster:
    """The published roster that holds the next service day."""
    return Roster.objects.get(
        state=RosterState.PUBLISHED, start__lte=setting.tomorrow, end__gte=setting.tomorrow
    )


def _report(setting: Setting) -> IssuedReport:
    month = dates.month_of(setting.today).plus(-1).first_day
    return issue_report(month=month, author=setting.manager, now=setting.now)


def _last_delivered(setting: Setting) -> Any:
    return max(day for day in setting.open_sites if setting.begins <= day < setting.today)
