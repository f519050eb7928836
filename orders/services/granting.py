"""The decision about a late change: its state, its signed demand, its line in the history."""

from __future__ import annotations

import datetime as dt

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.choices import AmendmentState
from orders.models import Amendment, Delivery, DemandLine, OrderLine
from orders.pricing import PriceQuestion
from orders.selectors.calendar import service_day
from orders.selectors.expansion import Portions, demand_rows, kitchen_on
from orders.selectors.prices import price_rows, unit_price
from orders.services.delivery_notes import follow_demand
from orders.services.placing import subject_key

SUBJECT = "Amendment"


def decide(
    amendment: Amendment, granted: int, *, author: User | None, now: dt.datetime, reason: str = ""
) -> Amendment:
    if reason:
        amendment.causes = [*amendment.causes, {"code": "said", "reason": reason}]
    amendment.granted = granted
    amendment.state = _state(granted, amendment.delta)
    amendment.decided_at, amendment.decided_by = now, author
    amendment.decided_by_rule = author is None
    amendment.save(
        update_fields=[
            "granted",
            "state",
            "decided_at",
            "decided_by",
            "decided_by_rule",
            "causes",
        ]
    )
    if granted:
        _write_demand(amendment)
    record(amendment, str(amendment.state), author, now, amendment.channel, reason)
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


def record(
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
