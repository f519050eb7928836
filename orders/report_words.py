"""Words of the reinvestment report, the same on paper, on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Grade
from kurkum.lib import money
from kurkum.lib.figures import Step, Waterfall
from orders.snapshot import Snapshot, summed

METRICS = {
    "meals_delivered": _("Meals handed over"),
    "sites_served": _("Places served"),
    "localities_served": _("Towns and villages served"),
    "on_time_percent": _("Deliveries on time"),
    "right_temperature_percent": _("Hot or cold enough on arrival"),
    "leftover_percent": _("Left over"),
    "acceptance_percent": _("Eaten"),
    "local_purchasing_percent": _("Bought in the valley"),
    "women_employed": _("Women employed"),
    "hours_worked": _("Hours worked"),
    "hours_against_plan_percent": _("Hours worked against the roster"),
    "overtime_hours": _("Overtime"),
    "cooks_with_promised_hours_percent": _("Cooks who got their promised hours"),
    "lowest_wage_against_sector_minimum_percent": _("Lowest wage against the sector's minimum"),
    "roster_notice_days": _("Notice before a roster begins"),
    "roster_changes_after_publishing": _("Changes after a roster was published"),
    "early_starts": _("Early starts"),
    "early_starts_spread": _("Difference in early starts"),
    "late_ends": _("Late ends"),
    "friday_shifts": _("Friday shifts"),
    "skills_certified": _("Certified skills"),
    "skills_in_learning": _("Skills being learned"),
    "nutrition_compliance_percent": _("Meals within the nutrition standard"),
}
UNITS = {
    "meals": _("meals"),
    "sites": _("places"),
    "localities": _("towns and villages"),
    "hours": _("hours"),
    "women": _("women"),
    "days": _("days"),
    "shifts": _("shifts"),
    "skills": _("skills"),
    "changes": _("changes"),
}
# On the first page; a head-count never stands without the hours and wages beside it.
FIRST_PAGE = (
    "women_employed",
    "hours_worked",
    "lowest_wage_against_sector_minimum_percent",
    "meals_delivered",
    "acceptance_percent",
    "on_time_percent",
    "right_temperature_percent",
    "local_purchasing_percent",
)
DEFINITIONS = (
    (_("Earned"), _("Meals handed over in the month, by the price agreed, before VAT.")),
    (
        _("Spent"),
        _(
            "What the month's meals cost: food used, hours worked with all that the employer pays, "
            "and the recurring costs."
        ),
    ),
    (_("Surplus"), _("Earned less spent. A loss is shown as a loss.")),
    (
        _("Brought forward"),
        _("What the month before left: surplus that was not given, or its loss, whole."),
    ),
    (
        _("Kept"),
        _(
            "The board's rule puts a share into the reserve and the equipment fund until each has "
            "reached its target."
        ),
    ),
    (_("To be given"), _("What is left after that. Never less than zero, never given twice.")),
    (_("Given"), _("What the board has resolved to give to initiatives from this month.")),
)
GRADES = {
    Grade.MEASURED: _("weighed, timed or taken from a supplier's invoice"),
    Grade.COUNTED: _("counted one by one from signed papers"),
    Grade.ESTIMATED: _("reckoned from a price list, a sample or a contract"),
    Grade.ASSUMED: _("an assumption that nobody has checked yet"),
}


def shekels(agorot: int) -> str:
    """Whole shekels for reading: ``−12,346 ₪``; the agorot stand in the detail."""
    rounded = money.round_half_away(money.to_decimal(agorot))
    return f"{'−' if rounded < 0 else ''}{abs(rounded):,} ₪"


def exact(agorot: int) -> str:
    """Shekels and agorot: ``−12,345.60``."""
    return f"{'−' if agorot < 0 else ''}{money.to_decimal(abs(agorot)):,.2f}"


def grade_text(grade: str) -> str:
    return str(Grade(grade).label)


def metric_text(figure: Mapping[str, Any]) -> str:
    """The metric's name; an unknown one is named by its definition."""
    known = METRICS.get(figure["metric"])
    return str(known) if known else gettext(figure["definition"])


def value_text(figure: Mapping[str, Any]) -> str:
    """The value with its unit; what is not known says so and is never a zero."""
    if figure["value"] is None:
        return gettext("not known")
    whole, _point, rest = figure["value"].partition(".")
    number = f"{int(whole):,}" + (f".{rest}" if rest else "")
    if figure["unit"] == "%":
        return f"{number}%"
    return f"{number} {unit_text(figure)}"


def unit_text(figure: Mapping[str, Any]) -> str:
    known = UNITS.get(figure["unit"])
    return str(known) if known else gettext(figure["unit"])


def worst_grade(grades: list[str]) -> str:
    """A sum is only as good as the weakest figure in it."""
    rank: list[str] = [Grade.MEASURED, Grade.COUNTED, Grade.ESTIMATED, Grade.ASSUMED]
    return max(grades, key=rank.index, default=Grade.COUNTED)


def waterfall_figure(found: Snapshot) -> Waterfall:
    """From what was earned to what was given; the title says the finding."""
    surplus, given = found.agorot("surplus"), sum(gift.agorot for gift in found.gifts)
    parts = [
        (gettext("Earned"), sum(row.agorot for row in found.income), True),
        (gettext("Spent"), -sum(row.agorot for row in found.costs), False),
        (gettext("Surplus") if surplus >= 0 else gettext("Loss"), surplus, True),
        (gettext("Brought forward"), found.agorot("brought_forward"), False),
        (gettext("Reserve"), -found.agorot("reserve", "added"), False),
        (gettext("Equipment fund"), -found.agorot("equipment_fund", "added"), False),
        (gettext("To be given"), found.agorot("allocable"), True),
        (pgettext("surplus", "Given"), -given, False),
        (gettext("Not given yet"), found.agorot("unallocated"), True),
    ]
    steps = [Step(label, agorot / 100, shekels(agorot), total) for label, agorot, total in parts]
    return Waterfall(finding(found), steps)


def finding(found: Snapshot) -> str:
    """The month in one sentence."""
    surplus = found.agorot("surplus")
    if surplus < 0:
        return gettext("The month ended with a loss of %(sum)s.") % {"sum": shekels(-surplus)}
    return gettext("Of %(earned)s earned, %(surplus)s are surplus and %(pot)s can be given.") % {
        "earned": shekels(sum(row.agorot for row in found.income)),
        "surplus": shekels(surplus),
        "pot": shekels(found.agorot("allocable")),
    }


def comparison(found: Snapshot, side: str) -> list[tuple[str, int, int | None, int | None]]:
    """Kind, this month, the month before, the budget (None: there is none) of one side."""
    now = summed(found.income if side == "income" else found.costs)
    before, budget = found.before(side), found.budget(side)
    kinds = list(dict.fromkeys([*now, *(before or {}), *(budget or {})]))
    return [
        (
            kind,
            now.get(kind, 0),
            before.get(kind, 0) if before is not None else None,
            budget.get(kind) if budget is not None else None,
        )
        for kind in kinds
    ]
