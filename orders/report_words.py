"""Words of the reinvestment report, the same on paper, on screen and in the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, npgettext_lazy, pgettext
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Grade
from kurkum.lib import money

METRICS = {
    "meals_delivered": _("Meals handed over"),
    "school_meals_delivered": _("School meals"),
    "sites_served": _("Places served"),
    "localities_served": _("Towns and villages served"),
    "on_time_percent": _("Deliveries on time"),
    "right_temperature_percent": _("Hot or cold enough on arrival"),
    "hot_and_on_time_percent": _("Hot and on time"),
    "leftover_percent": _("Left over"),
    "leftover_kg": _("Food left over at the sites"),
    "kitchen_waste_kg": _("Thrown away in the kitchen"),
    "acceptance_percent": _("Eaten"),
    "local_purchasing_percent": _("Bought in the valley"),
    "women_employed": _("Women employed"),
    "localities_of_women": _("Towns and villages they live in"),
    "hours_worked": _("Hours worked"),
    "hours_against_plan_percent": _("Hours worked against the roster"),
    "overtime_hours": _("Overtime"),
    "cooks_with_promised_hours_percent": _("Cooks who got their promised hours"),
    "lowest_wage_against_sector_minimum_percent": _("Lowest wage against the sector's minimum"),
    "median_wage_against_sector_minimum_percent": _("Middle wage against the sector's minimum"),
    "roster_notice_days": _("Notice before a roster begins"),
    "roster_changes_after_publishing": _("Changes after a roster was published"),
    "early_starts": _("Early starts"),
    "early_starts_spread": _("Difference in early starts"),
    "late_ends": _("Late ends"),
    "friday_shifts": _("Friday shifts"),
    "skills_certified": _("Certified skills"),
    "skills_in_learning": _("Skills being learned"),
    "training_steps": _("Training steps completed"),
    "nutrition_compliance_percent": _("Meals within the nutrition standard"),
    "operating_margin_percent": _("Surplus of what was earned"),
    "given_to_initiatives": _("Given to initiatives"),
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
    "steps": _("steps"),
    "kg": _("kg"),
    "₪": "₪",
}
MANY = 11  # a part of a thing takes the word of many
# With a number before them: some languages change the word with it.
COUNTED = {
    "meals": npgettext_lazy("figure", "%(number)s meal", "%(number)s meals", "count"),
    "sites": npgettext_lazy("figure", "%(number)s place", "%(number)s places", "count"),
    "localities": npgettext_lazy(
        "figure", "%(number)s town or village", "%(number)s towns and villages", "count"
    ),
    "hours": npgettext_lazy("figure", "%(number)s hour", "%(number)s hours", "count"),
    "women": npgettext_lazy("figure", "%(number)s woman", "%(number)s women", "count"),
    "days": npgettext_lazy("figure", "%(number)s day", "%(number)s days", "count"),
    "shifts": npgettext_lazy("figure", "%(number)s shift", "%(number)s shifts", "count"),
    "skills": npgettext_lazy("figure", "%(number)s skill", "%(number)s skills", "count"),
    "changes": npgettext_lazy("figure", "%(number)s change", "%(number)s changes", "count"),
    "steps": npgettext_lazy("figure", "%(number)s step", "%(number)s steps", "count"),
}
# On the first page; a head-count never stands without the hours and wages beside it.
FIRST_PAGE = (
    "women_employed",
    "hours_worked",
    "lowest_wage_against_sector_minimum_percent",
    "cooks_with_promised_hours_percent",
    "roster_notice_days",
    "meals_delivered",
    "acceptance_percent",
    "hot_and_on_time_percent",
    "nutrition_compliance_percent",
    "leftover_kg",
    "local_purchasing_percent",
)
# Groups of the detail, in the order in which a board asks.
GROUPS = (
    (
        _("The women and their work"),
        (
            "women_employed",
            "hours_worked",
            "hours_against_plan_percent",
            "cooks_with_promised_hours_percent",
            "overtime_hours",
            "lowest_wage_against_sector_minimum_percent",
            "median_wage_against_sector_minimum_percent",
            "roster_notice_days",
            "roster_changes_after_publishing",
            "early_starts",
            "early_starts_spread",
            "late_ends",
            "friday_shifts",
            "training_steps",
            "skills_certified",
            "skills_in_learning",
            "localities_of_women",
        ),
    ),
    (
        _("The meals"),
        (
            "meals_delivered",
            "school_meals_delivered",
            "sites_served",
            "localities_served",
            "hot_and_on_time_percent",
            "on_time_percent",
            "right_temperature_percent",
            "acceptance_percent",
            "nutrition_compliance_percent",
        ),
    ),
    (
        _("Food, and where it is bought"),
        ("leftover_percent", "leftover_kg", "kitchen_waste_kg", "local_purchasing_percent"),
    ),
    (_("The money"), ("operating_margin_percent", "given_to_initiatives")),
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


def rounded(agorot: int) -> str:
    """Whole shekels without their sign, where the title or the column names the unit."""
    return shekels(agorot).removesuffix(" ₪")


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
    number = grouped(figure["value"])
    if figure["unit"] == "₪":
        number = grouped(f"{Decimal(figure['value']):.2f}")
    if figure["unit"] == "%":
        return f"{number}%"
    if figure["unit"] in COUNTED:
        value = Decimal(figure["value"])
        count = int(value) if value == int(value) else MANY
        return str(COUNTED[figure["unit"]] % {"number": number, "count": count})
    return f"{number} {unit_text(figure)}"


def unit_text(figure: Mapping[str, Any]) -> str:
    known = UNITS.get(figure["unit"])
    return str(known) if known else gettext(figure["unit"])


def worst_grade(grades: list[str]) -> str:
    """A sum is only as good as the weakest figure in it."""
    rank: list[str] = [Grade.MEASURED, Grade.COUNTED, Grade.ESTIMATED, Grade.ASSUMED]
    return max(grades, key=rank.index, default=Grade.COUNTED)


def counted_text(figure: Mapping[str, Any]) -> str:
    """``374 of 383`` of a share; nothing where it is not a share."""
    if figure.get("part") is None or figure.get("whole") is None or figure["unit"] != "%":
        return ""
    return gettext("%(part)s of %(whole)s") % {
        "part": grouped(figure["part"]),
        "whole": grouped(figure["whole"]),
    }


def grouped(number: str) -> str:
    """``12345.5`` as ``12,345.5``."""
    whole, _point, rest = number.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def in_groups(
    figures: Sequence[Mapping[str, Any]],
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Figures under their groups' names; one that no group knows stands in the last group."""
    by_metric = {figure["metric"]: figure for figure in figures}
    known = {metric for _name, metrics in GROUPS for metric in metrics}
    rest = [figure for figure in figures if figure["metric"] not in known]
    found = [
        (str(name), [by_metric[metric] for metric in metrics if metric in by_metric])
        for name, metrics in GROUPS
    ]
    found[-1][1].extend(rest)
    return [(name, rows) for name, rows in found if rows]


def given_text() -> str:
    """The word for what the board gave, as distinct from other givings."""
    return pgettext("surplus", "Given")


def no_ratio_text() -> str:
    return gettext(
        "Codes are those of the IRIS+ catalogue, where one fits. No ratio of social return is "
        "reckoned: its assumptions would say more than its figures."
    )


def month_name(month: str) -> str:
    """The stored text ``2026-10`` as a month's name and year."""
    return date_format(dt.date.fromisoformat(f"{month}-01"), "F Y")
