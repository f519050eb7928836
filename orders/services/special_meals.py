"""Special meals of a site: a label code, a diet, a medical paper with its date; never a name."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from menus.models import Diet, DinerGroup
from orders.models import Site, SpecialMeal

SUBJECT = "SpecialMeal"
# Letters and digits with at least one digit: a code can be printed, a child's name cannot be one.
CODE = re.compile(r"(?=.*\d)[A-Za-z0-9-]{2,12}")
# A paper is renewed every year; one that is valid for longer was typed wrongly.
LONGEST_PAPER_DAYS = 400


@dataclass(frozen=True, slots=True)
class NewMeal:
    """What the school knows: the code on the label, who, which diet, until when the paper holds."""

    label_code: str
    diner_group: DinerGroup
    diet: Diet
    active_from: dt.date
    paper_valid_until: dt.date | None


@transaction.atomic
def register_meal(
    *,
    site: Site,
    meal: NewMeal,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> SpecialMeal:
    """A new code from its first day on. Raises BadInput for a name, a taken code, no paper."""
    code = meal.label_code.strip().upper()
    faults = []
    if not CODE.fullmatch(code):
        faults.append(
            _("“%(code)s” is not a label code: write letters and digits, for example A14; no name.")
            % {"code": meal.label_code.strip()[:20]}
        )
    elif SpecialMeal.objects.filter(site=site, label_code=code).exists():
        faults.append(_("The code %(code)s is given already.") % {"code": code})
    if meal.diet.needs_paper and meal.paper_valid_until is None:
        faults.append(_("This diet needs a medical paper: write until when it is valid."))
    faults += _paper_faults(meal.paper_valid_until, meal.active_from)
    if faults:
        raise BadInput(*faults)
    made = SpecialMeal.objects.create(
        site=site,
        label_code=code,
        diner_group=meal.diner_group,
        diet=meal.diet,
        active_from=meal.active_from,
        paper_valid_until=meal.paper_valid_until,
    )
    _record(made, "registered", author, now, channel, before=None)
    return made


@transaction.atomic
def renew_paper(
    *,
    meal_id: int,
    valid_until: dt.date,
    author: User | None,
    now: dt.datetime,
    today: dt.date,
    channel: str = Channel.WEB,
) -> SpecialMeal:
    """The new date of the medical paper. Raises BadInput for one that is over, or too far off."""
    meal = _locked(meal_id)
    faults = _paper_faults(valid_until, today)
    if faults:
        raise BadInput(*faults)
    before = _as_json(meal)
    meal.paper_valid_until = valid_until
    meal.save(update_fields=["paper_valid_until"])
    _record(meal, "paper renewed", author, now, channel, before=before)
    return meal


@transaction.atomic
def end_meal(
    *,
    meal_id: int,
    last: dt.date,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> SpecialMeal:
    """The last day on which the code eats; the code itself stays in the list."""
    meal = _locked(meal_id)
    if last < meal.active_from:
        raise BadInput(_("The last day lies before the first one."))
    before = _as_json(meal)
    meal.active_to = last
    meal.save(update_fields=["active_to"])
    _record(meal, "ended", author, now, channel, before=before)
    return meal


def _locked(meal_id: int) -> SpecialMeal:
    rows = SpecialMeal.objects.select_for_update(of=("self",))
    return rows.select_related("site", "diet", "diner_group").get(pk=meal_id)


def _paper_faults(until: dt.date | None, today: dt.date) -> list[str]:
    if until is None:
        return []
    if until < today:
        return [_("The medical paper is over on %(date)s already.") % {"date": until}]
    if (until - today).days > LONGEST_PAPER_DAYS:
        return [_("A medical paper is renewed every year: look at the date again.")]
    return []


def _as_json(meal: SpecialMeal) -> dict[str, str | None]:
    return {
        "diet": meal.diet.key,
        "diner_group": meal.diner_group.key,
        "paper_valid_until": str(meal.paper_valid_until) if meal.paper_valid_until else None,
        "active_from": str(meal.active_from),
        "active_to": str(meal.active_to) if meal.active_to else None,
    }


def _record(
    meal: SpecialMeal,
    action: str,
    author: User | None,
    now: dt.datetime,
    channel: str,
    *,
    before: dict[str, str | None] | None,
) -> None:
    record_change(
        subject=SUBJECT,
        subject_key=f"{meal.site.key}/{meal.label_code}",
        action=action,
        author=author,
        now=now,
        channel=channel,
        before=before,
        after=_as_json(meal),
    )
