"""The day itself: what was prepared, what leaves and how hot, what arrives, what is left over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from menus.choices import HoldClass
from menus.models import Dish
from orders.choices import DeliveryState, ReadingPoint
from orders.errors import DispatchRefused
from orders.models import Delivery, DeliveryLine, DemandLine, Reading
from orders.services.holding import held_back
from orders.services.ledger import ensure_open

SUBJECT = "Delivery"
Counts = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """A temperature of one dish; beyond the limit it needs what was done about it."""

    dish: Dish
    celsius: Decimal
    corrective_action: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """The limit of one dish at one point: hot dishes have a least, cold ones a most."""

    celsius: Decimal
    is_least: bool

    def allows(self, celsius: Decimal) -> bool:
        return celsius >= self.celsius if self.is_least else celsius <= self.celsius


@transaction.atomic
def dispatch(
    *,
    delivery_id: int,
    readings: Sequence[Measured],
    counts: Counts,
    author: User | None,
    now: dt.datetime,
) -> Delivery:
    """Lets a delivery leave. ``counts``: portions by delivery line id; others leave as prepared.

    Every hot dish needs a reading; one beyond its limit stops the delivery until a corrective
    action is named, and so does a batch that the kitchen holds back. Raises DispatchRefused with
    every reason.
    """
    delivery = _locked(delivery_id, DeliveryState.PLANNED)
    lines = _lines(delivery)
    reasons = [*held_back(delivery), *_not_measured(lines, readings)]
    reasons += _beyond(delivery.date, readings, ReadingPoint.DISPATCH)
    reasons += _impossible(lines, counts, "ordered")
    if reasons:
        raise DispatchRefused(*reasons)
    for line in lines:
        there = line.prepared if line.prepared is not None else line.ordered
        line.dispatched = counts.get(line.pk, there)
    DeliveryLine.objects.bulk_update(lines, ["dispatched"])
    _store_readings(delivery, readings, ReadingPoint.DISPATCH, author, now)
    delivery.state, delivery.dispatched_at = DeliveryState.DISPATCHED, now
    delivery.save(update_fields=["state", "dispatched_at"])
    _record(delivery, "dispatched", author, now, _total(lines, "dispatched"))
    return delivery


@transaction.atomic
def receive(
    *,
    delivery_id: int,
    readings: Sequence[Measured],
    counts: Counts,
    author: User | None,
    now: dt.datetime,
    confirmed: bool = True,
    channel: str = Channel.WEB,
) -> Delivery:
    """Hands a delivery over. ``counts``: portions by delivery line id; others arrived whole.

    ``confirmed`` False is a hand-over that the site has not signed. Raises DispatchRefused for
    more than left the kitchen, or a reading beyond its limit without a corrective action.
    """
    delivery = _locked(delivery_id, DeliveryState.DISPATCHED)
    lines = _lines(delivery)
    reasons = _beyond(delivery.date, readings, ReadingPoint.RECEIPT)
    reasons += _impossible(lines, counts, "dispatched")
    if reasons:
        raise DispatchRefused(*reasons)
    for line in lines:
        line.received = counts.get(line.pk, line.dispatched)
    DeliveryLine.objects.bulk_update(lines, ["received"])
    _store_readings(delivery, readings, ReadingPoint.RECEIPT, author, now)
    delivery.state = DeliveryState.RECEIVED
    delivery.arrived_at = delivery.arrived_at or now
    delivery.received_at, delivery.received_by, delivery.is_confirmed = now, author, confirmed
    delivery.save(
        update_fields=["state", "arrived_at", "received_at", "received_by", "is_confirmed"]
    )
    _record(delivery, "received", author, now, _total(lines, "received"), channel)
    return delivery


@transaction.atomic
def note_leftovers(
    *, delivery_id: int, counts: Counts, author: User | None, now: dt.datetime
) -> Delivery:
    """Portions left uneaten, by delivery line id. Raises DispatchRefused for more than arrived."""
    delivery = _locked(delivery_id, DeliveryState.RECEIVED)
    lines = [line for line in _lines(delivery) if line.pk in counts]
    reasons = _impossible(lines, counts, "received")
    if reasons:
        raise DispatchRefused(*reasons)
    for line in lines:
        line.leftover = counts[line.pk]
    DeliveryLine.objects.bulk_update(lines, ["leftover"])
    _record(delivery, "leftovers noted", author, now, _total(lines, "leftover"))
    return delivery


@transaction.atomic
def mark_arrived(*, delivery_id: int, author: User | None, now: dt.datetime) -> Delivery:
    """The van stands at the door; the first time counts."""
    delivery = _locked(delivery_id, DeliveryState.DISPATCHED)
    if delivery.arrived_at is None:
        delivery.arrived_at = now
        delivery.save(update_fields=["arrived_at"])
        _record(delivery, "arrived", author, now, None)
    return delivery


# --- told by the kitchen ------------------------------------------------------------------------


def tell_planned(*, date: dt.date, portions: Counts) -> None:
    """What the production plan makes, by demand line id; what it does not name it does not make."""
    _tell(date, portions, "planned")


def tell_prepared(*, date: dt.date, portions: Counts, dish: Dish | None = None) -> None:
    """What was really cooked, by demand line id; a short batch shows as less than ordered.

    With ``dish`` only its lines are told; the others stay as they are.
    """
    _tell(date, portions, "prepared", dish)


@transaction.atomic
def _tell(date: dt.date, portions: Counts, field: str, dish: Dish | None = None) -> None:
    told: defaultdict[tuple[int, int, int, int], int] = defaultdict(int)
    for line in DemandLine.objects.filter(date=date):
        key = (line.site_id, line.dish_id, line.diner_group_id, line.diet_id)
        told[key] += portions.get(line.pk, 0)
    rows = DeliveryLine.objects.filter(
        delivery__date=date, delivery__state=DeliveryState.PLANNED
    ).select_related("delivery")
    waiting = list(rows.filter(dish=dish) if dish else rows)
    for row in waiting:
        key = (row.delivery.site_id, row.dish_id, row.diner_group_id, row.diet_id)
        setattr(row, field, max(0, told.get(key, 0)))
    DeliveryLine.objects.bulk_update(waiting, [field])


# --- limits -------------------------------------------------------------------------------------


def bound_of(dish: Dish, point: str, limits: Mapping[str, DatedLimit]) -> Bound | None:
    """The dated limit of a dish at a point; None where no limit is in force."""
    leaving = point == ReadingPoint.DISPATCH
    if dish.hold_class == HoldClass.COLD:
        key = "cold_store_max_celsius" if leaving else "cold_receipt_max_celsius"
    else:
        key = "hot_dispatch_min_celsius" if leaving else "hot_receipt_min_celsius"
    found = limits.get(key)
    return None if found is None else Bound(found.value, dish.hold_class != HoldClass.COLD)


def _beyond(date: dt.date, readings: Sequence[Measured], point: str) -> list[str]:
    limits = DatedLimit.objects.on(date)
    reasons = []
    for one in readings:
        bound = bound_of(one.dish, point, limits)
        if bound is None or bound.allows(one.celsius) or one.corrective_action.strip():
            continue
        words = (
            _("%(dish)s has %(celsius)s °C, at least %(limit)s °C is needed: name what you did.")
            if bound.is_least
            else _(
                "%(dish)s has %(celsius)s °C, at most %(limit)s °C is allowed: name what you did."
            )
        )
        reasons.append(
            words
            % {
                "dish": one.dish.name,
                "celsius": one.celsius,
                "limit": f"{bound.celsius.normalize():f}",
            }
        )
    return reasons


def _not_measured(lines: Sequence[DeliveryLine], readings: Sequence[Measured]) -> list[str]:
    measured = {one.dish.pk for one in readings}
    hot = {line.dish.pk: line.dish for line in lines if line.dish.hold_class != HoldClass.COLD}
    return [
        _("Measure %(dish)s before it leaves.") % {"dish": dish.name}
        for pk, dish in hot.items()
        if pk not in measured
    ]


def _impossible(lines: Sequence[DeliveryLine], counts: Counts, most: str) -> list[str]:
    reasons = []
    for line in lines:
        limit = getattr(line, most)
        if line.pk in counts and not 0 <= counts[line.pk] <= (limit or 0):
            reasons.append(
                _("%(dish)s: %(count)s portions; write a number from 0 to %(most)s.")
                % {"dish": line.dish.name, "count": counts[line.pk], "most": limit or 0}
            )
    return reasons


# --- writing ------------------------------------------------------------------------------------


def _locked(delivery_id: int, state: str) -> Delivery:
    delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("site").get(pk=delivery_id)
    )
    ensure_open(delivery.date)
    if delivery.state != state:
        raise DispatchRefused(
            _("Delivery note %(number)s is in the state “%(state)s” already.")
            % {"number": delivery.number, "state": delivery.get_state_display()}
        )
    return delivery


def _lines(delivery: Delivery) -> list[DeliveryLine]:
    return list(delivery.lines.select_related("dish").order_by("pk"))


def _store_readings(
    delivery: Delivery,
    readings: Sequence[Measured],
    point: str,
    author: User | None,
    now: dt.datetime,
) -> None:
    limits = DatedLimit.objects.on(delivery.date)
    rows = []
    for one in readings:
        bound = bound_of(one.dish, point, limits)
        rows.append(
            Reading(
                delivery=delivery,
                dish=one.dish,
                point=point,
                celsius=one.celsius,
                taken_at=now,
                taken_by=author,
                is_ok=bound is None or bound.allows(one.celsius),
                corrective_action=one.corrective_action.strip(),
            )
        )
    Reading.objects.bulk_create(rows)


def _total(lines: Sequence[DeliveryLine], field: str) -> int:
    return sum(getattr(line, field) or 0 for line in lines)


def _record(
    delivery: Delivery,
    action: str,
    author: User | None,
    now: dt.datetime,
    portions: int | None,
    channel: str = Channel.WEB,
) -> None:
    record_change(
        subject=SUBJECT,
        subject_key=str(delivery.number),
        action=action,
        author=author,
        now=now,
        channel=channel,
        after=None if portions is None else {"portions": portions},
    )
