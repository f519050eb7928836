"""What an empty database needs besides a workbook, what follows from one, and what stays as it is.

The programme brings what every kitchen shares: nutrients, allergens, food tags, cooking yields,
dated limits, the chart of accounts. Everything else is the kitchen's own and stands in its
workbook; the calendar of holidays and roads nobody measured are filled in where it leaves them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import DatedLimit, Kitchen, Locality
from kurkum.base.services.loading import load_limits
from kurkum.base.services.roads import fill_roads
from kurkum.base.workbook.comparing import Comparison, TableChange
from kurkum.base.workbook.journal import Journal
from kurkum.lib import dates
from kurkum.lib.rows import Faults
from menus.models import Diet, Nutrient
from menus.services.loading import load_food
from menus.services.loading_food import load_words
from orders.calendars import school_year_of
from orders.models import Account, Closure, Site
from orders.services.loading import load_accounts
from orders.services.loading_customers import load_closures
from staffing.models import Batch, Skill
from staffing.services.loading import load_skills
from staffing.services.scenario import REFERENCE_TABLES, read_folder

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"
WORDS = ("nutrients", "allergens", "food_tags", "cooking_yields")


def load_product_reference(*, whole: bool = False) -> None:
    """Loads what the database lacks of the programme's own tables; ``whole`` with everything a new
    kitchen may begin with: ingredients, diets, groups, places, nutrition rules, and the skills that
    the programme asks for by key."""
    missing = [
        (names, load) for model, names, load in _sources() if not model._default_manager.exists()
    ]
    faults = Faults()
    if whole and not Diet.objects.exists():
        missing.append((REFERENCE_TABLES, load_food))
    if whole and not Skill.objects.exists():
        missing.append((("skills",), lambda tables, told: load_skills(tables["skills"], told)))
    for names, load in missing:
        load(read_folder(FOLDER, names), faults)
    if faults.messages:
        raise BadInput(*faults.messages)


def _sources() -> Iterable[tuple[Any, tuple[str, ...], Callable[[Any, Faults], object]]]:
    yield DatedLimit, ("limits",), lambda tables, faults: load_limits(tables["limits"], faults)
    yield Nutrient, WORDS, load_words
    yield Account, ("accounts",), lambda tables, faults: load_accounts(tables["accounts"], faults)


def add_what_follows(comparison: Comparison, journal: Journal, *, now: dt.datetime) -> None:
    """The calendar where the workbook has none, and roads between the places that are served."""
    sheets = {change.table.key for change in comparison.changes if change.found.rows}
    day = dates.day_of(now)
    if "closures" not in sheets and Site.objects.exists() and not Closure.objects.exists():
        year = school_year_of(day)
        load_closures(range(year - 1, year + 2), Faults())
        journal.add(list(Closure.objects.all()))
    if sheets & {"localities", "sites", "kitchen"}:
        used = set(Site.objects.values_list("locality_id", flat=True))
        used |= set(Kitchen.objects.values_list("locality_id", flat=True))
        places = list(Locality.objects.filter(pk__in=used).order_by("key"))
        journal.add(fill_roads(places, day=day))


def cooked_recipes(comparison: Comparison) -> None:
    """A recipe that was cooked stays as it was: what was on the plates is never rewritten."""
    touched = [c for c in comparison.changes if c.table.key in ("recipes", "recipe_lines")]
    if not any(change.changed or change.added or change.removed for change in touched):
        return
    cooked = set(Batch.objects.values_list("recipe__dish__key", "recipe__version").distinct())
    for change in touched:
        message = _("this version was cooked already; write a new version instead of changing it")
        for row in _rows(change):
            if (row.values["dish"], row.values["version"]) in cooked:
                comparison.faults.add(row.found.fault(row.row, message, "version"))
        for gone in change.removed:
            if (gone.values["dish"], gone.values["version"]) in cooked and change.found.rows:
                text = f"{message} ({gone.values['dish']} {gone.values['version']})"
                comparison.faults.add(change.found.fault(change.found.rows[0], text, "version"))


def _rows(change: TableChange) -> Iterable[Any]:
    names = {"yield_portions", "yield_grams", "ingredient", "part", "gross_grams", "cooking_yield"}
    yield from (one for one in change.added if change.table.key == "recipe_lines")
    yield from (one.candidate for one in change.changed if names & set(one.names))
