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
from kurkum.base.services.changes import record_change
from menus.models import Diet, DinerGroup
from orders.choices import GRANTED, AmendmentState, OrderSource, OrderState
from orders.errors import AmendmentRefused
from orders.models import Amendment, Delivery, DemandLine, Order, OrderDay, OrderLine, Site
from orders.models.orders import MAX_PORTIONS
from orders.pricing import PriceQuestion
from orders.selectors.calendar import service_day
from orders.selectors.cutoffs import clock_of
from orders.selectors.expansion import Portions, demand_rows, kitchen_on
from orders.selectors.prices import price_rows, unit_price
from orders.services.delivery_notes import follow_demand
from orders.services.placing import subject_key

SUBJECT = "Amendment"


@dataclass(frozen=True, slots=True)
class Wish:
    """A signed change of portions for one diner group and diet of a site on a date."""

    site: Site
    date: dt.date
    diner_group: DinerGroup
    diet: Diet
    delta: int


@transaction.atomic
def request_amendment(
    *,
    wish: Wish,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    by_rule: bool = True,
    as_manager: bool = False,
) -> Amendment:
    """Asks for a change to a locked day; by rule the kitchen's judgement decides it at once.

    With ``by_rule`` False it waits for the manager, with the kitchen's causes beside it.
    ``as_manager`` lifts the last moment for asking. Raises BadInput for an impossible count,
    AmendmentRefused where nothing can be asked for.
    """
    order = _order_of(wish, now, as_manager=as_manager)
    _check_count(order, wish)
    judged = ports.judge_amendment(
        ports.AmendmentQuestion(
            date=wish.date,
            site=wish.site.key,
            diner_group=wish.diner_group.key,
            diet=wish.diet.key,
            delta=wish.delta,
            now=now,
        )
    )
    amendment = Amendment.objects.create(
        order=order,
        diner_group=wish.diner_group,
        diet=wish.diet,
        delta=wish.delta,
        channel=channel,
        requested_at=now,
        requested_by=author,
        causes=[{"code": code, **facts} for code, facts in judged.causes],
        alternative=judged.alternative,
    )
    _record(amendment, "asked", author, now, channel)
    if by_rule:
        _decide(amendment, _clip(judged.fits, wish.delta), author=None, now=now)
    return amendment


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
    return _decide(amendment, granted, author=author, now=now, reason=reason)


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
        causes=[{"code": "kitchen", "reason": reason}],
    )
    return _decide(amendment, wish.delta, author=author, now=now, reason=reason)


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
    day = OrderDay.objects.select_for_update().filter(date=wish.date).first()
    if day is None or day.state != OrderState.LOCKED:
        raise AmendmentRefused(
            _("%(date)s is still open: change the order itself.") % {"date": wish.date}
        )
    if not as_manager and now >= clock_of(wish.date).amendments_until:
        raise AmendmentRefused(
            _("Changes to %(date)s can no longer be asked for. Call the kitchen.")
            % {"date": wish.date}
        )
    order = Order.objects.filter(site=wish.site, date=wish.date).first()
    return order or _empty_order(wish, now)


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


def _check_count(order: Order, wish: Wish) -> None:
    there = portions_now(order).get((wish.diner_group.pk, wish.diet.pk), 0)
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


# --- deciding -----------------------------------------------------------------------------------


def _decide(
    amendment: Amendment, granted: int, *, author: User | None, now: dt.datetime, reason: str = ""
) -> Amendment:
    amendment.granted = granted
    amendment.state = _state(granted, amendment.delta)
    amendment.decided_at, amendment.decided_by = now, author
    amendment.decided_by_rule = author is None
    amendment.save(
        update_fields=["granted", "state", "decided_at", "decided_by", "decided_by_rule"]
    )
    if granted:
        _write_demand(amendment)
    _record(amendment, str(amendment.state), author, now, amendment.channel, reason)
    return amendment


def _state(granted: int, delta: int) -> AmendmentState:
    if granted == 0:
        return AmendmentState.REFUSED
    return AmendmentState.ACCEPTED if granted == delta else AmendmentState.PARTLY


def _write_demand(amendment: Amendment) -> None:
    order = amendment.order
    line = _priced_line(amendment)
    wanted = Portions(
        day=service_day(order.site, order.date),
        diner_group=amendment.diner_group,
        diet=amendment.diet,
        portions=amendment.granted,
        order_line=line,
        amendment=amendment,
    )
    DemandLine.objects.bulk_create(demand_rows(wanted, kitchen_on(order.date)))
    if Delivery.objects.filter(date=order.date).exists():
        follow_demand(order.date)


def _priced_line(amendment: Amendment) -> OrderLine:
    """The order's line with its frozen price; a new one has no portions of its own."""
    order = amendment.order
    found = OrderLine.objects.filter(
        order=order, diner_group=amendment.diner_group, diet=amendment.diet
    ).first()
    if found is not None:
        return found
    question = PriceQuestion(
        customer=order.site.customer.key,
        diner_group=amendment.diner_group.key,
        diet=amendment.diet.key,
        packaging=order.site.packaging,
        on=order.date,
    )
    return OrderLine.objects.create(
        order=order,
        diner_group=amendment.diner_group,
        diet=amendment.diet,
        portions=0,
        unit_agorot=unit_price(question, price_rows(order.date)),
    )


def _record(
    amendment: Amendment,
    action: str,
    author: User | None,
    now: dt.datetime,
    channel: str,
    reason: str = "",
) -> None:
    order = amendment.order
    record_change(
        subject=SUBJECT,
        subject_key=subject_key(order.site, order.date),
        action=action,
        author=author,
        now=now,
        channel=channel,
        after={
            "diner_group": amendment.diner_group.key,
            "diet": amendment.diet.key,
            "asked": amendment.delta,
            "granted": amendment.granted,
            "causes": amendment.causes,
        },
        reason=reason,
    )
