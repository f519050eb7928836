"""Rules of food safety that are rules of time: how long food is held, when it leaves."""

from __future__ import annotations

from staffing.planning.production.variables import Variables


class HoldLimit:
    """Cooked food is eaten within the dish's hold limit: cooking may not end too early."""

    name = "hold_limit"

    def apply(self, variables: Variables) -> None:
        soonest: dict[tuple[str, str], int] = {}
        for hold in variables.problem.holds:
            key = (hold.batch, hold.cook_task)
            soonest[key] = max(soonest.get(key, hold.eat_at - hold.limit), hold.eat_at - hold.limit)
        for (batch, task), minute in soonest.items():
            if variables.is_fixed(task):
                continue
            made = variables.made(batch)
            cell = -(-minute // variables.unit)
            enforced = [] if made is True else [made]
            variables.model.add(variables.end(task) >= cell).only_enforce_if(enforced)


class ReadyBy:
    """A batch is packed when the first of its sites' food leaves."""

    name = "ready_by"

    def apply(self, variables: Variables) -> None:
        latest: dict[tuple[str, str], int] = {}
        for hold in variables.problem.holds:
            key = (hold.batch, hold.pack_task)
            latest[key] = min(latest.get(key, hold.ready_by), hold.ready_by)
        for (batch, task), minute in latest.items():
            if variables.is_fixed(task):
                continue
            made = variables.made(batch)
            enforced = [] if made is True else [made]
            cell = minute // variables.unit
            variables.model.add(variables.end(task) <= cell).only_enforce_if(enforced)
