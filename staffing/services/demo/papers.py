"""The documents of the story: four kinds as PDF in three languages, and the contract's JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from kurkum.base.choices import Language
from kurkum.lib import dates
from orders.models import IssuedReport, RoutePlan
from orders.reports.delivery import delivery_document
from orders.selectors.demand import firm_demand, ingredient_needs, is_locked
from orders.selectors.documents import demand_document
from orders.services.reinvestment import issue_report
from staffing.choices import PlanState, RosterState
from staffing.models import ProductionPlan, Roster
from staffing.selectors.plans import handed_out
from staffing.services.demo.setting import Setting
from staffing.services.roster_print import wall_roster_pdf
from staffing.services.sheets import production_sheet


def write_papers(setting: Setting, folder: Path) -> None:
    """Writes every document into the folder; the same story gives the same bytes."""
    with translation.override(settings.LANGUAGE_CODE):
        for name, document in _documents(setting):
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
    for language in Language.values:
        with translation.override(language):
            for name, content in _printed(setting, language):
                (folder / f"{name}.{language}.pdf").write_bytes(content)


def _documents(setting: Setting) -> Iterator[tuple[str, dict[str, Any]]]:
    """The contract's JSON documents by file name."""
    day = setting.tomorrow
    demand = firm_demand(day)
    needs = ingredient_needs(day, demand)
    yield "demand", demand_document(day, demand, needs, is_locked=is_locked(day))
    yield "routes", _routes(setting).document
    yield "production_plan", handed_out(_plan(setting))
    yield "roster", _roster(setting).document
    yield "delivery_report", _delivery_document(setting)
    yield "reinvestment_report", _report(setting).data


def _printed(setting: Setting, language: Any) -> Iterator[tuple[str, bytes]]:
    """The four documents for people, by file name."""
    from orders.pdf.delivery import delivery_pdf
    from orders.pdf.reinvestment import reinvestment_pdf

    yield "production_sheet", production_sheet(plan=_plan(setting), language=language)
    yield "roster", wall_roster_pdf(_roster(setting), language=language)
    yield "delivery_report", delivery_pdf(_delivery_document(setting), language=language)
    yield "reinvestment_report", reinvestment_pdf(_report(setting), language=language)


def _delivery_document(setting: Setting) -> dict[str, Any]:
    """The last day on which food was delivered."""
    days = setting.service_days(setting.begins, setting.today - dt.timedelta(days=1))
    return delivery_document(days[-1], days[-1])


def _routes(setting: Setting) -> RoutePlan:
    return RoutePlan.objects.filter(date=setting.tomorrow).order_by("-version")[0]


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
