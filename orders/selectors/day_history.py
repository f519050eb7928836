"""The history of one site's day, in words: who, when, by which door, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kurkum.base.history_words import action_word
from kurkum.base.lists import listed
from kurkum.base.models import Change
from menus.models import Diet, DinerGroup
from orders.models import AttendanceProfile, Site
from orders.selectors.changes import changes_of_day, changes_of_site

Counts = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one change did to one count (or one fact); None where nothing stood."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    change: Change
    what: str
    differences: tuple[Difference, ...]
    reason: str


def day_history(site: Site, date: dt.date, most: int | None = None) -> list[HistoryRow]:
    """Every change of the day, newest first. Four queries."""
    return in_words(changes_of_day(site, date)[:most])


def site_history(site: Site, most: int | None = None) -> list[HistoryRow]:
    """What was changed about the standing order and single days, newest first. Four queries."""
    return in_words(changes_of_site(site)[:most])


def mine_and_theirs(mine: Counts, theirs: Mapping[tuple[str, str], int]) -> list[Difference]:
    """Where two people's counts of one day differ: what stands saved, and what was typed."""
    return list(_counts(dict(theirs), mine, _Names()))


def in_words(changes: Iterable[Change]) -> list[HistoryRow]:
    names = _Names()
    return [
        HistoryRow(
            change=change,
            what=action_word(change.action),
            differences=tuple(_differences(change, names)),
            reason=change.reason,
        )
        for change in changes
    ]


class _Names:
    """The names of groups, diets and kinds of day by key, read once."""

    def __init__(self) -> None:
        self.groups = {row.key: row.name for row in DinerGroup.objects.all()}
        self.diets = {row.key: row.name for row in Diet.objects.all()}
        self.profiles = {row.key: row.name for row in AttendanceProfile.objects.all()}

    def line(self, key: tuple[str, str]) -> str:
        group, diet = key
        return listed([self.groups.get(group, group), self.diets.get(diet, diet)])


def _differences(change: Change, names: _Names) -> Iterable[Difference]:
    before, after = change.before or {}, change.after or {}
    if change.subject == "Order":
        yield from _counts(_by_line(before), _by_line(after), names)
    elif change.subject == "Amendment":
        line = names.line((str(after.get("diner_group")), str(after.get("diet"))))
        yield Difference(line, _signed(after.get("asked")), _signed(after.get("granted")))
    elif change.subject == "ServiceDay":
        yield from _decision(after, names)
    elif change.subject == "StandingOrder":
        yield from _standing(before, after)


def _by_line(told: Mapping[str, Any]) -> Counts:
    return {(row[0], row[1]): row[2] for row in told.get("lines", ())}


def _counts(before: Counts, after: Counts, names: _Names) -> Iterable[Difference]:
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was != now and (was or now):
            yield Difference(names.line(key), _count(was), _count(now))


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)


def _signed(value: Any) -> str | None:
    return f"{value:+d}" if isinstance(value, int) else None


def _decision(after: Mapping[str, Any], names: _Names) -> Iterable[Difference]:
    if "eats" not in after:
        return
    profile = after.get("profile")
    word = names.profiles.get(profile, profile) if profile else _("meals are served")
    yield Difference(_("day"), None, word if after["eats"] else _("no meals"))


def _standing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Difference]:
    for name, key in ((_("from"), "from"), (_("until"), "until"), (_("again from"), "resumed")):
        if key in after:
            yield Difference(name, before.get(key), str(after[key]))
    if "lines" in after:
        totals = (
            str(sum(row[-1] for row in told.get("lines", ()))) if told else None
            for told in (before, after)
        )
        yield Difference(_("meals a week"), *totals)
