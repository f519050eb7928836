"""Invariants of orders, their lock, amendments and frozen demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from django.db.models import F, Max, Min, Q, Sum
from django.utils.translation import gettext as _

from kurkum.base.ports import Breach
from orders.choices import GRANTED, OrderState
from orders.models import (
    Amendment,
    DemandLine,
    Order,
    OrderDay,
    OrderLine,
    StandingOrder,
)


def order_is_locked_with_its_day() -> Iterator[Breach]:
    locked = set(OrderDay.objects.filter(state=OrderState.LOCKED).values_list("date", flat=True))
    for order in Order.objects.select_related("site").order_by("date", "pk"):
        if (order.state == OrderState.LOCKED) != (order.date in locked):
            yield Breach(
                "order_is_locked_with_its_day",
                f"{order.site.key} {order.date}",
                _("the order is %(order)s and its day is not")
                % {"order": order.get_state_display()},
            )


def demand_belongs_to_a_locked_day() -> Iterator[Breach]:
    locked = OrderDay.objects.filter(state=OrderState.LOCKED).values("date")
    rows = DemandLine.objects.exclude(date__in=locked)
    for date in rows.order_by("date").values_list("date", flat=True).distinct():
        yield Breach(
            "demand_belongs_to_a_locked_day", f"{date}", _("demand stands on a day not locked")
        )


def demand_is_what_was_ordered() -> Iterator[Breach]:
    """Each dish of an order line has exactly the line's portions."""
    lines = OrderLine.objects.filter(order__state=OrderState.LOCKED, portions__gt=0)
    base = Q(demand_lines__amendment__isnull=True)
    rows = lines.annotate(
        least=Min("demand_lines__portions", filter=base),
        most=Max("demand_lines__portions", filter=base),
    )
    wrong = rows.exclude(least=F("portions"), most=F("portions"))
    for line in wrong.select_related("order__site", "diner_group", "diet").order_by("pk"):
        yield Breach(
            "demand_is_what_was_ordered",
            f"{line.order.site.key} {line.order.date} {line.diner_group.key} {line.diet.key}",
            _("%(ordered)s portions ordered, %(least)s to %(most)s in the demand")
            % {"ordered": line.portions, "least": line.least, "most": line.most},
        )


def demand_names_its_order() -> Iterator[Breach]:
    """A demand line repeats the site, date, diner group and diet of its order line."""
    same = {
        "site": F("order_line__order__site"),
        "date": F("order_line__order__date"),
        "diner_group": F("order_line__diner_group"),
        "diet": F("order_line__diet"),
    }
    rows = DemandLine.objects.filter(order_line__isnull=False).exclude(**same)
    for row in rows.select_related("site", "dish").order_by("pk"):
        yield Breach(
            "demand_names_its_order",
            f"{row.site.key} {row.date} {row.dish.key}",
            _("the demand line names another site, day, group or diet than its order"),
        )


def granted_portions_are_in_the_demand() -> Iterator[Breach]:
    rows = Amendment.objects.filter(state__in=GRANTED).annotate(
        least=Min("demand_lines__portions"), most=Max("demand_lines__portions")
    )
    wrong = rows.exclude(least=F("granted"), most=F("granted"))
    for row in wrong.select_related("order__site").order_by("pk"):
        yield Breach(
            "granted_portions_are_in_the_demand",
            f"{row.order.site.key} {row.order.date}",
            _("%(granted)+d portions granted, %(least)s to %(most)s in the demand")
            % {"granted": row.granted, "least": row.least, "most": row.most},
        )


def demand_is_never_below_zero() -> Iterator[Breach]:
    sums = DemandLine.objects.values(
        "date", "site__key", "diner_group__key", "diet__key", "dish__key"
    ).annotate(total=Sum("portions"))
    for row in sums.filter(total__lt=0).order_by("date", "site__key"):
        yield Breach(
            "demand_is_never_below_zero",
            f"{row['site__key']} {row['date']} {row['dish__key']}",
            _("%(total)s portions after all amendments") % {"total": row["total"]},
        )


def locked_line_has_a_price() -> Iterator[Breach]:
    rows = OrderLine.objects.filter(
        order__state=OrderState.LOCKED, portions__gt=0, unit_agorot__isnull=True
    )
    for line in rows.select_related("order__site", "diner_group", "diet").order_by("pk"):
        yield Breach(
            "locked_line_has_a_price",
            f"{line.order.site.key} {line.order.date} {line.diner_group.key} {line.diet.key}",
            _("no price was known at the lock: it cannot be billed"),
        )


def standing_orders_do_not_overlap() -> Iterator[Breach]:
    by_site: dict[str, list[StandingOrder]] = {}
    for order in StandingOrder.objects.select_related("site").order_by("site__key", "valid_from"):
        by_site.setdefault(order.site.key, []).append(order)
    for key, orders in by_site.items():
        for earlier, later in pairwise(orders):
            if (earlier.valid_to or dt.date.max) >= later.valid_from:
                yield Breach(
                    "standing_orders_do_not_overlap",
                    f"{key} {later.valid_from}",
                    _("the standing order before it has not ended"),
                )


CHECKS = (
    order_is_locked_with_its_day,
    demand_belongs_to_a_locked_day,
    demand_is_what_was_ordered,
    demand_names_its_order,
    granted_portions_are_in_the_demand,
    demand_is_never_below_zero,
    locked_line_has_a_price,
    standing_orders_do_not_overlap,
)
