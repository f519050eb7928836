"""Motions and resolutions: how a closed month's surplus goes to initiatives, never beyond it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from kurkum.lib import dates, money
from orders.choices import MonthState, ResolutionState
from orders.models import (
    Allocation,
    AllocationPayment,
    Initiative,
    MonthClose,
    Resolution,
    Vote,
)
from orders.services import ledger
from orders.services.closing import allocated_of


@transaction.atomic
def draft_motion(
    *,
    month: dt.date,
    text: str,
    amounts: Mapping[str, int],
    quorum: int,
    author: User | None,
    now: dt.datetime,
) -> Resolution:
    """A motion to give agorot from a closed month's pot to initiatives (by key)."""
    row = _pot(month)
    if not amounts or min(amounts.values()) <= 0:
        raise BadInput(_("Give every initiative of the motion an amount above zero."))
    initiatives = {row.key: row for row in Initiative.objects.filter(key__in=amounts)}
    unknown = sorted(amounts.keys() - initiatives.keys())
    if unknown:
        raise BadInput(_("Unknown initiative: %(keys)s") % {"keys": ", ".join(unknown)})
    _check_cap(row, sum(amounts.values()))
    motion = Resolution.objects.create(
        month=row, text=text, quorum=quorum, drafted_at=now, drafted_by=author
    )
    Allocation.objects.bulk_create(
        Allocation(resolution=motion, initiative=initiatives[key], amount_agorot=amount)
        for key, amount in amounts.items()
    )
    _note(motion, "drafted", author, now)
    return motion


@transaction.atomic
def withdraw_motion(*, motion: Resolution, author: User | None, now: dt.datetime) -> None:
    """Takes a draft back. A decided motion stays for ever."""
    locked = _undecided(motion)
    _note(locked, "withdrawn", author, now)
    locked.votes.all().delete()
    locked.allocations.all().delete()
    locked.delete()


@transaction.atomic
def cast_vote(
    *,
    motion: Resolution,
    member: User,
    choice: str,
    now: dt.datetime,
    recorded_by: User | None = None,
) -> Vote:
    """A member's vote, which may be changed until the motion is decided.

    Raises BadInput for a choice that does not exist, CannotBeDone for a decided motion.
    """
    if choice not in Vote.Choice.values:
        raise BadInput(_("A vote is for, against, or an abstention."))
    locked = _undecided(motion)
    vote, _created = Vote.objects.update_or_create(
        resolution=locked, member=member, defaults={"choice": choice, "at": now}
    )
    record_change(
        subject="Resolution",
        subject_key=str(motion.pk),
        action="voted",
        author=recorded_by or member,
        now=now,
        after={"member": member.username, "choice": choice},
    )
    return vote


@transaction.atomic
def record_meeting(
    *,
    motion: Resolution,
    votes: Mapping[User, str],
    minutes: str,
    decided_on: dt.date,
    author: User | None,
    now: dt.datetime,
) -> Resolution:
    """A meeting as its minutes tell it: every vote, then the decision; all of it or nothing."""
    if decided_on > dates.day_of(now):
        raise BadInput(_("The day of the decision lies in the future."))
    if not minutes.strip():
        raise BadInput(_("Write the minutes: who was there, what was said, what was decided."))
    for member, choice in votes.items():
        cast_vote(motion=motion, member=member, choice=choice, now=now, recorded_by=author)
    return decide(motion=motion, minutes=minutes, decided_on=decided_on, author=author, now=now)


@transaction.atomic
def decide(
    *, motion: Resolution, minutes: str, decided_on: dt.date, author: User | None, now: dt.datetime
) -> Resolution:
    """Counts the votes: with a quorum and more for than against it passes, and is booked.

    Raises CannotBeDone without a quorum, or when the pot no longer holds the sum.
    """
    locked = _undecided(motion)
    counts = locked.votes.aggregate(
        cast=Count("pk"),
        agreed=Count("pk", filter=Q(choice=Vote.Choice.FOR)),
        against=Count("pk", filter=Q(choice=Vote.Choice.AGAINST)),
    )
    if counts["cast"] < locked.quorum:
        raise CannotBeDone(
            _("%(cast)d of at least %(quorum)d members have voted.")
            % {"cast": counts["cast"], "quorum": locked.quorum}
        )
    locked.minutes, locked.decided_on = minutes, decided_on
    if counts["agreed"] > counts["against"]:
        _pass(locked, decided_on, author, now)
    else:
        locked.state = ResolutionState.REJECTED
    locked.save(update_fields=["minutes", "decided_on", "state", "number"])
    _note(locked, locked.state, author, now)
    return locked


def _pass(motion: Resolution, decided_on: dt.date, author: User | None, now: dt.datetime) -> None:
    total = motion.allocations.aggregate(total=Sum("amount_agorot"))["total"] or 0
    _check_cap(_pot(motion.month.month), total)
    year = decided_on.year
    motion.number = f"{year}/{next_number(f'resolution-{year}'):02d}"
    motion.state = ResolutionState.PASSED
    ledger.post(
        date=decided_on,
        description=_("Resolution %(number)s") % {"number": motion.number},
        source="resolution",
        source_key=motion.number,
        entries=[ledger.Entry("initiatives", total), ledger.Entry("initiatives_payable", -total)],
        author=author,
        now=now,
    )


@transaction.atomic
def pay_allocation(
    *,
    allocation: Allocation,
    amount: int,
    paid_on: dt.date,
    receipt: str,
    author: User | None,
    now: dt.datetime,
) -> AllocationPayment:
    """Notes agorot paid to an initiative, with the receipt. Never more than was given."""
    locked = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if locked.resolution.state != ResolutionState.PASSED:
        raise CannotBeDone(_("Only what a passed resolution gave can be paid."))
    left = locked.amount_agorot - paid_of(locked)
    if not receipt.strip():
        raise BadInput(_("Give the number of the receipt: nothing counts as paid without one."))
    if not 0 < amount <= left:
        raise BadInput(_("Between 0 and %(left)s can be paid.") % {"left": money.to_text(left)})
    payment = AllocationPayment.objects.create(
        allocation=locked,
        paid_on=paid_on,
        amount_agorot=amount,
        receipt=receipt,
        recorded_at=now,
        recorded_by=author,
    )
    ledger.post(
        date=paid_on,
        description=f"{locked.resolution.number}: {locked.initiative}",
        source="allocation_payment",
        source_key=str(payment.pk),
        entries=[ledger.Entry("initiatives_payable", amount), ledger.Entry("bank", -amount)],
        author=author,
        now=now,
    )
    return payment


@transaction.atomic
def note_outcome(
    *, allocation: Allocation, outcome: str, on: dt.date, author: User | None, now: dt.datetime
) -> None:
    """What came of a gift; appears in reports that are issued later."""
    before = allocation.outcome
    Allocation.objects.filter(pk=allocation.pk).update(outcome=outcome, outcome_on=on)
    record_change(
        subject="Allocation",
        subject_key=str(allocation.pk),
        action="outcome noted",
        author=author,
        now=now,
        before={"outcome": before},
        after={"outcome": outcome},
    )


def paid_of(allocation: Allocation) -> int:
    return allocation.payments.aggregate(total=Sum("amount_agorot"))["total"] or 0


def _pot(month: dt.date) -> MonthClose:
    """The locked row of a closed month whose pot is still its own."""
    row = MonthClose.objects.select_for_update().filter(month=month).first()
    if row is None or row.state != MonthState.CLOSED:
        raise CannotBeDone(
            _("%(month)s is not closed: its surplus is not known yet.")
            % {"month": f"{month:%m.%Y}"}
        )
    if MonthClose.objects.filter(month__gt=month, state=MonthState.CLOSED).exists():
        raise CannotBeDone(
            _("What was left of %(month)s was brought forward. Name the last closed month.")
            % {"month": f"{month:%m.%Y}"}
        )
    return row


def _check_cap(row: MonthClose, wanted: int) -> None:
    left = row.allocable_agorot - allocated_of(row)
    if wanted > left:
        raise CannotBeDone(
            _("Only %(left)s ILS of the surplus of %(month)s can still be given.")
            % {"left": money.to_text(left), "month": f"{row.month:%m.%Y}"}
        )


def _undecided(motion: Resolution) -> Resolution:
    locked = Resolution.objects.select_for_update().get(pk=motion.pk)
    if locked.state != ResolutionState.DRAFT:
        raise CannotBeDone(_("This motion is decided already."))
    return locked


def _note(motion: Resolution, action: str, author: User | None, now: dt.datetime) -> None:
    record_change(
        subject="Resolution",
        subject_key=motion.number or str(motion.pk),
        action=action,
        author=author,
        now=now,
        after={
            "month": f"{motion.month.month:%Y-%m}",
            "allocations": {
                row.initiative.key: row.amount_agorot
                for row in motion.allocations.select_related("initiative")
            },
        },
    )
