"""Changes after the lock: asked for, judged by the kitchen, granted as signed demand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kurkum.base import ports
from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from menus.models import Diet, DinerGroup
from orders.choices import GRANTED, AmendmentState, OrderSource, OrderState
from orders.errors import AmendmentRefused
from orders.models import Amendment, Order, OrderDay, Site
from orders.models.orders import MAX_PORTIONS
from orders.selectors.amendments import nearest_alternative
from orders.selectors.calendar import service_day
from orders.selectors.cutoffs import clock_of
from orders.services.granting import decide, record


@dataclass(frozen=True, slots=True)
class Wish:
    """A signed change of portions for one diner group and diet of a site on a date."""

    site: Site
    date: dt.date
    diner_group: DinerGroup
    diet: Diet
    delta: int


def request_amendment(
    *,
    wish: Wish,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    by_rule: bool = True,
    only_whole: bool = False,
    as_manager: bool = False,
    seen: int | None = None,
) -> Amendment:
    """Asks for a change to a locked day; by rule the kitchen's judgement decides it at once.

    With ``by_rule`` False it waits for the manager, with the kitchen's causes beside it; with
    ``only_whole`` so does what fits in part or not at all. ``as_manager`` lifts the last moment
    for asking. ``seen`` is the count the person looked at: another count there means that the
    wish was heard already, or that somebody else changed it. Raises BadInput for an impossible
    count, AmendmentRefused where nothing can be asked for.
    """
    # The judgement may take seconds: it is asked for before anything is locked.
    _check_day(wish, now, as_manager=as_manager)
    judged = ports.judge_amendment(_question(wish, now))
    decides = by_rule and (judged.fits == wish.delta or not only_whole)
    alternative = judged.alternative or nearest_alternative(
        wish.site, wish.date, delta=wish.delta, fits=judged.fits, now=now
    )
    with transaction.atomic():
        order = _order_of(wish, now, as_manager=as_manager)
        _check_count(order, wish, seen)
        amendment = Amendment.objects.create(
            order=order,
            diner_group=wish.diner_group,
            diet=wish.diet,
            delta=wish.delta,
            channel=channel,
            requested_at=now,
            requested_by=author,
            causes=[{"code": code, **facts} for code, facts in judged.causes],
            alternative=alternative,
            effect=judged.effect,
        )
        record(amendment, "asked", author, now, channel)
        if decides:
            decide(amendment, _clip(judged.fits, wish.delta), author=None, now=now)
    return amendment


def _question(wish: Wish, now: dt.datetime) -> ports.AmendmentQuestion:
    return ports.AmendmentQuestion(
        date=wish.date,
        site=wish.site.key,
        diner_group=wish.diner_group.key,
        diet=wish.diet.key,
        delta=wish.delta,
        now=now,
    )


@transaction.atomic
def decide_amendment(
    *, amendment_id: int, granted: int, author: User, now: dt.datetime, reason: str = ""
) -> Amendment:
    """The manager accepts, accepts in part or refuses (``granted`` 0) what is waiting.

    Raises AmendmentRefused when it was decided already, BadInput for more than was asked.
    """
    amendment = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("order__site", "diner_group", "diet")
        .get(pk=amendment_id)
    )
    if amendment.state != AmendmentState.PENDING:
        raise AmendmentRefused(_("This change was decided already. Reload the page."))
    if granted != _clip(granted, amendment.delta):
        raise BadInput(
            _("Grant between 0 and the %(delta)s portions that were asked for.")
            % {"delta": amendment.delta}
        )
    return decide(amendment, granted, author=author, now=now, reason=reason)


def grant_at_once(
    *, wish: Wish, reason: str, author: User | None, now: dt.datetime
) -> Amendment | None:
    """A change that the kitchen itself makes (a sudden closure); None where nothing would change.

    Must be called inside a transaction.
    """
    order = Order.objects.get(site=wish.site, date=wish.date)
    if wish.delta == 0:
        return None
    amendment = Amendment.objects.create(
        order=order,
        diner_group=wish.diner_group,
        diet=wish.diet,
        delta=wish.delta,
        channel=Channel.SYSTEM,
        requested_at=now,
        requested_by=author,
        causes=[],
    )
    return decide(amendment, wish.delta, author=author, now=now, reason=reason)


def portions_now(order: Order) -> dict[tuple[int, int], int]:
    """Base and granted portions by (diner group id, diet id). Two queries."""
    found = {(line.diner_group_id, line.diet_id): line.portions for line in order.lines.all()}
    rows = Amendment.objects.filter(order=order, state__in=GRANTED).values_list(
        "diner_group_id", "diet_id"
    )
    for group, diet, granted in rows.annotate(granted_portions=Sum("granted")):
        found[group, diet] = found.get((group, diet), 0) + granted
    return found


# --- checks -------------------------------------------------------------------------------------


def _order_of(wish: Wish, now: dt.datetime, *, as_manager: bool) -> Order:
    """The order, its day locked against others who ask at the same moment."""
    OrderDay.objects.select_for_update().filter(date=wish.date).first()
    _check_day(wish, now, as_manager=as_manager)
    order = Order.objects.filter(site=wish.site, date=wish.date).first()
    return order or _empty_order(wish, now)


def _check_day(wish: Wish, now: dt.datetime, *, as_manager: bool) -> None:
    day = OrderDay.objects.filter(date=wish.date).first()
    if day is None or day.state != OrderState.LOCKED:
        raise AmendmentRefused(
            _("%(date)s is still open: change the order itself.") % {"date": wish.date}
        )
    if not as_manager and now >= clock_of(wish.date).amendments_until:
        raise AmendmentRefused(
            _("Changes to %(date)s can no longer be asked for. Call the kitchen.")
            % {"date": wish.date}
        )


def _empty_order(wish: Wish, now: dt.datetime) -> Order:
    """A site that ordered nothing may still ask, if it eats that day."""
    day = service_day(wish.site, wish.date)
    if not day.is_open:
        raise AmendmentRefused(
            _("%(site)s has no meals on %(date)s: %(why)s.")
            % {"site": wish.site.name, "date": wish.date, "why": day.words}
        )
    return Order.objects.create(
        site=wish.site,
        date=wish.date,
        state=OrderState.LOCKED,
        source=OrderSource.SAVED,
        channel=Channel.SYSTEM,
        saved_at=now,
        locked_at=now,
    )


def _check_count(order: Order, wish: Wish, seen: int | None) -> None:
    there = portions_now(order).get((wish.diner_group.pk, wish.diet.pk), 0)
    waiting = order.amendments.filter(
        diner_group=wish.diner_group, diet=wish.diet, state=AmendmentState.PENDING
    )
    if seen is not None and (there != seen or waiting.exists()):
        raise AmendmentRefused(
            _("This was changed or asked for already: %(there)s portions stand. Look again.")
            % {"there": there}
        )
    after = there + wish.delta
    if wish.delta == 0 or not 0 <= after <= MAX_PORTIONS:
        raise BadInput(
            _("%(there)s portions %(delta)+d: the result must be from 0 to %(most)s, and differ.")
            % {"there": there, "delta": wish.delta, "most": MAX_PORTIONS}
        )


def _clip(granted: int, delta: int) -> int:
    """Between 0 and what was asked for, whichever sign that has."""
    low, high = min(0, delta), max(0, delta)
    return max(low, min(high, granted))
