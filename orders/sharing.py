"""How a shortage of one dish is shared among sites.

Pure: no Django. Special diets and the youngest are served first; a site that went short the last
time is spared this time, as long as the others can bear it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kurkum.lib import money


@dataclass(frozen=True, slots=True)
class Claim:
    """Portions that a diner group and diet of a site wait for. ``age`` grows with the diners'."""

    key: Hashable
    site: str
    age: int
    is_special: bool
    portions: int

    def __post_init__(self) -> None:
        if self.portions < 0:
            raise ValueError(f"{self.key}: portions cannot be negative ({self.portions})")


def share_shortage(
    missing: int, claims: Iterable[Claim], spared: frozenset[str] = frozenset()
) -> Mapping[Hashable, int]:
    """Portions to take from each claim; they sum to ``missing``.

    Taken in this order, in proportion among equals: the regular meals of sites that are not
    spared, the oldest diners first; then those of spared sites; special diets last of all.
    Raises ValueError where more is missing than anybody waits for.
    """
    waiting = [claim for claim in claims if claim.portions > 0]
    if not 0 <= missing <= sum(claim.portions for claim in waiting):
        raise ValueError(f"{missing} portions cannot be taken from what is waited for")
    taken: dict[Hashable, int] = {}
    for tier in _tiers(waiting, spared):
        part = min(missing, sum(claim.portions for claim in tier))
        if part == 0:
            break
        parts = money.split(part, [claim.portions for claim in tier])
        taken |= {claim.key: cut for claim, cut in zip(tier, parts, strict=True) if cut}
        missing -= part
    return taken


def _tiers(claims: Sequence[Claim], spared: frozenset[str]) -> list[list[Claim]]:
    found: defaultdict[tuple[bool, bool, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.is_special, claim.site in spared, -claim.age].append(claim)
    return [found[rank] for rank in sorted(found)]
