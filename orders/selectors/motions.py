"""What the board has before it, and what it can still give."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from kurkum.base.choices import Role
from kurkum.base.models import User
from orders.choices import MonthState, ResolutionState
from orders.models import Allocation, MonthClose, Resolution, Vote


@dataclass(frozen=True, slots=True)
class Pot:
    """The last closed month's allocable surplus, in agorot; ``asked`` stands in open motions."""

    month: MonthClose
    given: int
    asked: int

    @property
    def left(self) -> int:
        return self.month.allocable_agorot - self.given


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the board and how she voted; None: not recorded, or not there."""

    member: User
    choice: str | None

    @property
    def label(self) -> str:
        return str(Vote.Choice(self.choice).label) if self.choice else ""


def open_motions() -> QuerySet[Resolution]:
    return Resolution.objects.filter(state=ResolutionState.DRAFT).select_related("month")


def decided_motions() -> QuerySet[Resolution]:
    return (
        Resolution.objects.exclude(state=ResolutionState.DRAFT)
        .select_related("month")
        .order_by("-decided_on", "-pk")
    )


def pot() -> Pot | None:
    """Only the last closed month can be given away; None before the first is closed."""
    row = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month").first()
    if row is None:
        return None
    sums = dict(
        Allocation.objects.filter(resolution__month=row)
        .values_list("resolution__state")
        .annotate(total=Sum("amount_agorot"))
    )
    return Pot(row, sums.get(ResolutionState.PASSED, 0), sums.get(ResolutionState.DRAFT, 0))


def board_members() -> QuerySet[User]:
    return User.objects.filter(role_grants__role=Role.BOARD, is_active=True).order_by("username")


def seats(motion: Resolution) -> list[Seat]:
    """Everybody who voted, and everybody who could."""
    votes = {vote.member_id: vote for vote in motion.votes.select_related("member")}
    members = {member.pk: member for member in board_members()}
    members |= {vote.member_id: vote.member for vote in votes.values()}
    return [
        Seat(members[key], votes[key].choice if key in votes else None) for key in sorted(members)
    ]


def usual_quorum() -> int:
    """More than half of the board; at least one."""
    return max(1, board_members().count() // 2 + 1)
