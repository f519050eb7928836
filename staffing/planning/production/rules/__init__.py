"""The rules a plan must keep: one class each, with a name, listed in ``RULES``."""

from __future__ import annotations

from typing import Protocol

from staffing.planning.production.rules.cleaning import CleanBetween
from staffing.planning.production.rules.equipment import (
    OneTaskAtATime,
    OpenEquipment,
    SharedCapacity,
    VesselFits,
)
from staffing.planning.production.rules.food import HoldLimit, ReadyBy
from staffing.planning.production.rules.people import EnoughCooks
from staffing.planning.production.rules.times import NotBeforeNow, Precedence, TaskWindow
from staffing.planning.production.variables import Variables


class Rule(Protocol):
    """One thing a plan must keep."""

    name: str

    def apply(self, variables: Variables) -> None: ...


RULES: tuple[Rule, ...] = (
    Precedence(),
    TaskWindow(),
    NotBeforeNow(),
    VesselFits(),
    OneTaskAtATime(),
    SharedCapacity(),
    CleanBetween(),
    OpenEquipment(),
    HoldLimit(),
    ReadyBy(),
    EnoughCooks(),
)
