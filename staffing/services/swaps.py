"""Swaps: a cook asks another to take a shift, she agrees, the manager says yes or no."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of
from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster, SwapRequest
from staffing.services.roster_editing import Edit, EditJudgement, apply_edits, judge_edits

State = SwapRequest.State
OPEN = (State.ASKED, State.AGREED)


@transaction.atomic
def ask_swap(
    *, assignment: Assignment, taker: Cook, author: User | None, now: dt.datetime, reason: str = ""
) -> SwapRequest:
    """She asks ``taker`` to take her shift. Raises CannotBeDone where that makes no sense."""
    if assignment.roster.state != RosterState.PUBLISHED or assignment.date <= day_of(now):
        raise CannotBeDone(_("Only published shifts from tomorrow on can be given away."))
    if taker.pk == assignment.cook_id:
        raise CannotBeDone(_("Choose another cook."))
    if SwapRequest.objects.filter(assignment=assignment, state__in=OPEN).exists():
        raise CannotBeDone(_("You have asked for this shift already."))
    return SwapRequest.objects.create(
        assignment=assignment, taker=taker, reason=reason[:200], asked_at=now
    )


@transaction.atomic
def answer_swap(
    *, swap: SwapRequest, agrees: bool, author: User | None, now: dt.datetime
) -> SwapRequest:
    """The other cook's answer; a yes still needs the manager's."""
    swap = _locked(swap, State.ASKED)
    swap.state = State.AGREED if agrees else State.REFUSED
    swap.decided_at = None if agrees else now
    swap.decided_by = None if agrees else author
    swap.save(update_fields=["state", "decided_at", "decided_by"])
    return swap


@transaction.atomic
def decide_swap(
    *, swap: SwapRequest, approves: bool, author: User | None, now: dt.datetime
) -> SwapRequest:
    """The manager's word. A yes changes the published roster, if no rule stands against it."""
    swap = _locked(swap, State.AGREED)
    if approves:
        roster = Roster.objects.get(pk=swap.assignment.roster_id)
        edits, parties = swap_edits(swap), f"{swap.assignment.cook.key} → {swap.taker}"
        day, assignment = swap.assignment.date, swap.assignment
        # The request hangs on the assignment that is about to change hands; it is told anew below.
        apply_edits(roster=roster, edits=edits, reason=_("swap"), author=author, now=now)
        record_change(
            subject="SwapRequest",
            subject_key=f"{day}/{assignment.shift.key}",
            action="approved",
            author=author,
            now=now,
            after=parties,
        )
        taken = Assignment.objects.get(roster=roster, cook=swap.taker, date=day)
        return SwapRequest.objects.create(
            assignment=taken,
            taker=swap.taker,
            state=State.APPROVED,
            reason=swap.reason,
            asked_at=swap.asked_at,
            decided_at=now,
            decided_by=author,
        )
    swap.state, swap.decided_at, swap.decided_by = State.REFUSED, now, author
    swap.save(update_fields=["state", "decided_at", "decided_by"])
    return swap


def judge_swap(swap: SwapRequest) -> EditJudgement:
    """What the rules say about a swap before anybody decides."""
    return judge_edits(swap.assignment.roster, swap_edits(swap))


def swap_edits(swap: SwapRequest) -> list[Edit]:
    """The taker gets the shift; one that she has on the same day goes the other way."""
    given, taker = swap.assignment, swap.taker
    if taker is None:
        raise CannotBeDone(_("Nobody has agreed to take the shift."))
    hers = Assignment.objects.filter(roster=given.roster, cook=taker, date=given.date).first()
    back = (
        Edit(given.cook, given.date, hers.shift, hers.skill)
        if hers
        else Edit(given.cook, given.date)
    )
    return [back, Edit(taker, given.date, given.shift, given.skill)]


def _locked(swap: SwapRequest, expected: str) -> SwapRequest:
    found = (
        SwapRequest.objects.select_for_update()
        .select_related("assignment__roster", "assignment__cook", "assignment__shift")
        .filter(pk=swap.pk, state=expected)
        .first()
    )
    if found is None:
        raise CannotBeDone(_("This swap has been answered already."))
    return found
