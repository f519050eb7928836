"""The cutoff: until when a day can be ordered, and until when an amendment can be asked for.

Pure: no Django. Instants are in UTC; comparing two local times across a change of the clock would
compare wall clocks and not moments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kurkum.lib import dates


class DayState(StrEnum):
    """What can still be done to a day, by the clock alone."""

    OPEN = "open"
    AMENDABLE = "amendable"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CutoffRule:
    """Kitchen-wide rule: ``at`` local time, so many working days before the service date.

    ``amendments_until`` is a local time of the service date itself.
    """

    working_days_before: int
    at: dt.time
    amendments_until: dt.time

    def __post_init__(self) -> None:
        if self.working_days_before < 0:
            raise ValueError(f"working_days_before cannot be negative: {self.working_days_before}")
        if self.working_days_before == 0 and self.amendments_until < self.at:
            raise ValueError(
                f"amendments would end at {self.amendments_until}, before the cutoff at {self.at}"
            )


@dataclass(frozen=True, slots=True)
class DatedCutoffRule:
    """A cutoff rule for service dates from ``valid_from`` on, until a later one takes over."""

    valid_from: dt.date
    rule: CutoffRule


def rule_for(service_date: dt.date, rules: Iterable[DatedCutoffRule]) -> CutoffRule:
    """The rule in force for a service date. Raises LookupError if none is."""
    in_force = [dated for dated in rules if dated.valid_from <= service_date]
    if not in_force:
        raise LookupError(
            f"no cutoff rule is valid on {service_date}; add one from an earlier date"
        )
    return max(in_force, key=lambda dated: dated.valid_from).rule


def cutoff_for(
    service_date: dt.date, rule: CutoffRule, is_working_day: dates.IsWorkingDay
) -> dt.datetime:
    """The first instant (UTC) at which the day can no longer be ordered."""
    day = dates.working_day_before(service_date, rule.working_days_before, is_working_day)
    return dates.at_clock(day, rule.at)


def amendments_until_for(service_date: dt.date, rule: CutoffRule) -> dt.datetime:
    """The first instant (UTC) at which an amendment can no longer be asked for."""
    return dates.at_clock(service_date, rule.amendments_until)


def state_at(
    now: dt.datetime,
    service_date: dt.date,
    rule: CutoffRule,
    is_working_day: dates.IsWorkingDay,
) -> DayState:
    """The state of a day at an instant. Raises ValueError for a naive ``now``."""
    if now.tzinfo is None:
        raise ValueError(f"{now} has no time zone")
    instant = now.astimezone(dt.UTC)
    if instant < cutoff_for(service_date, rule, is_working_day):
        return DayState.OPEN
    if instant < amendments_until_for(service_date, rule):
        return DayState.AMENDABLE
    return DayState.CLOSED
