"""Who is to be fed: demand, the batches that feed it, and how long their food is held."""

from __future__ import annotations

from dataclasses import dataclass


def require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class DemandLine:
    """Portions of a dish for a diner group and diet at a site, due to leave at ``ready_by``."""

    site: str
    line: str
    diner_group: str
    diet: str
    dish: str
    portions: int
    reference_portions: int
    grams: int
    ready_by: int
    eat_at: int

    def __post_init__(self) -> None:
        require(self.portions > 0, f"{self.site}: {self.portions} portions of {self.dish}")
        require(self.reference_portions >= 0, f"{self.site}: reference portions below zero")
        require(self.ready_by <= self.eat_at, f"{self.site} eats before {self.dish} leaves")

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.dish, self.line, self.site, self.diner_group, self.diet)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a demand line that one batch feeds."""

    demand: DemandLine
    portions: int
    reference_portions: int
    grams: int

    def __post_init__(self) -> None:
        require(0 < self.portions <= self.demand.portions, f"share of {self.portions} portions")


@dataclass(frozen=True, slots=True)
class Extra:
    """Portions beyond the demand: ``kind`` "sample", "staff" or "spare"."""

    kind: str
    portions: int

    def __post_init__(self) -> None:
        require(self.kind in ("sample", "staff", "spare"), f"extra of kind {self.kind!r}")
        require(self.portions > 0, f"{self.portions} extra portions")


@dataclass(frozen=True, slots=True)
class Batch:
    """One cooking of a dish in one vessel. All its tasks are done, or none (then it is a gap)."""

    key: str
    dish: str
    line: str
    portions: int
    reference_portions: int
    grams: int
    shares: tuple[Share, ...] = ()
    extras: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require(self.portions > 0, f"batch {self.key} of {self.portions} portions")
        if self.shares:
            total = sum(share.portions for share in self.shares)
            total += sum(extra.portions for extra in self.extras)
            require(total == self.portions, f"batch {self.key}: {self.portions} ≠ {total}")
        for share in self.shares:
            fits = share.demand.line in (self.line, "H")
            require(fits, f"batch {self.key} of line {self.line} cannot feed {share.demand.line}")


@dataclass(frozen=True, slots=True)
class Hold:
    """A batch at a site: packed by ``ready_by``, eaten within ``limit`` minutes of cook end."""

    batch: str
    site: str
    cook_task: str
    pack_task: str
    portions: int
    ready_by: int
    eat_at: int
    limit: int

    def __post_init__(self) -> None:
        require(self.limit > 0, f"batch {self.batch}: hold limit {self.limit}")
        require(self.portions > 0, f"batch {self.batch}: {self.portions} portions held")
