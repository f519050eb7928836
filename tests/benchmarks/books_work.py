"""The work of the benchmark ``books``, in a process of its own: seed, report, papers."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable
from statistics import median
from string import Template
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

SITES, DAYS, LINES, CUSTOMERS = 200, 2000, 5, 100
FIRST, REPEATS = dt.date(2017, 1, 1), 3
MONTH = dt.date(2026, 10, 1)

# Two hundred service days a year for ten years, spread evenly over the calendar.
SEED = """
create temp table n as with recursive c(i) as (select 0 union all select i+1 from c
  where i < $last) select i, i % $sites + 1 as site, i / $sites as d from c;
create temp table day as with recursive c(d) as (select 0 union all select d+1 from c
  where d < $last_day) select d, date('$first', '+' || cast(d * 365.25 * 10 / $days as int)
  || ' days') as date from c;
insert into orders_customer (key, name_ar, name_he, name_en, kind, company_number, address, email,
  phone, language, payment_days, is_active, billing)
  select 'c' || i, '', '', 'C' || i, 'authority', '', '', '', '', 'he', 45, 1, 'month'
  from n where i < $customers - 1;
insert into orders_site (key, name_ar, name_he, name_en, customer_id, kind, locality_id, address,
  phone, email, language, community, weekday_mask, line_id, packaging, window_from, window_to,
  service_minutes, detour_minutes, in_summer, is_active)
  select 's' || i, '', '', 'S' || i, i % $customers + 1, kind, locality_id, address, phone, email,
  language, community, weekday_mask, line_id, packaging, window_from, window_to, service_minutes,
  detour_minutes, in_summer, is_active from n, orders_site where orders_site.id = 1 and i > 0
  and i < $sites;
insert into orders_order (site_id, date, state, source, version, channel, saved_at, locked_at)
  select site, date, 'locked', 'saved', 1, 'web', date, date from n join day using (d) order by i;
insert into orders_orderline (order_id, diner_group_id, diet_id, portions, unit_agorot)
  select o.id, 1, l.id, o.id % 40 + 10, 1800 from orders_order o, menus_diet l;
insert into orders_delivery (id, number, date, site_id, state, boxes, dispatched_at, received_at,
  is_confirmed, note)
  select id, id, date, site_id, 'received', 2, date, date, 1, '' from orders_order;
insert into orders_deliveryline (delivery_id, dish_id, diner_group_id, diet_id, ordered,
  dispatched, received)
  select order_id, 1, 1, diet_id, portions, portions, portions from orders_orderline;
create temp table bill as select row_number() over () as id, customer_id, substr(date, 1, 7) as
  month from orders_order join orders_site on site_id = orders_site.id group by 2, 3;
insert into orders_invoice (id, year, sequence, kind, customer_id, customer_name,
  customer_address, customer_number, seller_name, seller_address, seller_number, issued_on, due_on,
  period_from, period_to, vat_percent, net_agorot, vat_agorot, gross_agorot, allocation_number,
  issued_at)
  select id, 2017, id, 'invoice', customer_id, 'C', '', '', '', '', '', month || '-28',
  month || '-28', month || '-01', month || '-28', 18, 0, 0, 0, '', month || '-28' from bill;
create temp table billed as select o.id as delivery, b.id as invoice from orders_order o
  join orders_site s on o.site_id = s.id
  join bill b on b.customer_id = s.customer_id and b.month = substr(o.date, 1, 7);
insert into orders_invoiceline (invoice_id, delivery_id, diner_group_id, diet_id, date, site_name,
  description, portions, ordered, unit_agorot, amount_agorot, is_assumed_received)
  select invoice, delivery, 1, l.diet_id, d.date, 'S', 'meals', l.ordered, l.ordered, 1800,
  l.ordered * 1800, 0 from billed join orders_delivery d on d.id = delivery
  join orders_deliveryline l on l.delivery_id = delivery;
"""
# What a person who knows SQL would write: every order line's meals and money.
PLAIN = """
select substr(o.date, 1, 7), s.customer_id, sum(l.portions), sum(l.portions * l.unit_agorot)
from orders_orderline l join orders_order o on l.order_id = o.id
join orders_site s on o.site_id = s.id
where o.date between %s and %s group by 1, 2 order by 1, 2
"""


def main(what: str) -> dict[str, Any]:
    django.setup()
    return {"seed": seed, "report": report, "papers": papers}[what]()


def seed() -> dict[str, Any]:
    """Ten kitchens for ten years, by SQL alone."""
    from tests.factories import menus, orders

    call_command("migrate", verbosity=0)
    sizes = {
        "last": SITES * DAYS - 1, "sites": SITES, "days": DAYS, "last_day": DAYS - 1,
        "first": FIRST, "customers": CUSTOMERS,
    }  # fmt: skip
    orders.site()
    menus.dish()
    for number in range(LINES):
        menus.diet(f"diet-{number}")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in Template(SEED).substitute(sizes).strip().rstrip(";").split(";\n"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return {}


def report() -> dict[str, Any]:
    """The product's aggregates beside plain SQL, taking turns."""
    from orders.selectors.months import meals_by_month

    started = time.perf_counter()
    periods = {
        "all months": (FIRST, dt.date(2027, 12, 31)),
        "one month": (MONTH, dt.date(2026, 10, 31)),
    }
    with connection.cursor() as cursor:  # pages of the file that are mapped are nobody's memory
        cursor.execute("pragma mmap_size = 0")
    meals_by_month(*periods["all months"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found: dict[str, Any] = {"agrees": True}
    for case, days in periods.items():
        mine: list[float] = []
        plain: list[float] = []
        for _turn in range(REPEATS):
            rows, taken = timed(lambda: meals_by_month(*days))  # noqa: B023  # used at once
            mine.append(taken)
            others, taken = timed(lambda: sql(*days))  # noqa: B023  # used at once
            plain.append(taken)
            same = [(f"{row.month:%Y-%m}", row.customer_id, row.meals, row.agorot) for row in rows]
            found["agrees"] = found["agrees"] and same == [tuple(row) for row in others]
        found |= {f"{case}: product": median(mine), f"{case}: plain": median(plain)}
    return {**found, "megabytes": peak, "seconds": time.perf_counter() - started}


def sql(first: dt.date, last: dt.date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [first, last])
        return list(cursor.fetchall())


def papers() -> dict[str, Any]:
    """Seconds to close the newest closed month anew, and to print each of the three papers."""
    from django.utils import timezone

    from orders.models import Invoice, IssuedReport, MonthClose
    from orders.pdf.invoice import invoice_pdf
    from orders.pdf.lunch import lunch_pdf
    from orders.pdf.reinvestment import reinvestment_pdf
    from orders.selectors.lunch_money import lunch_money
    from orders.services.closing import close_month

    month = MonthClose.objects.filter(state="closed").order_by("-month")[0].month
    invoice = max(Invoice.objects.all(), key=lambda row: row.lines.count())
    newest = IssuedReport.objects.filter(kind="reinvestment").order_by("-month", "-number")[0]
    found = {
        "paper, board's report": timed(lambda: reinvestment_pdf(newest, language="ar"))[1],
        "paper, invoice": timed(lambda: invoice_pdf(invoice, language="he"))[1],
        "paper, lunch money": timed(
            lambda: lunch_pdf(lunch_money(month, None), language="ar")  # type: ignore[arg-type]
        )[1],
    }
    with transaction.atomic():
        take_back(month)
        now = timezone.make_aware(dt.datetime(2027, 1, 20, 9))  # noqa: DTZ001  # made aware here
        found["close"] = timed(lambda: close_month(month=month, author=None, now=now))[1]
        transaction.set_rollback(True)
    return found


def take_back(month: dt.date) -> None:
    """What no page can do: the month is open again, without the bookings of its closing."""
    from orders.models import LedgerEntry, LedgerTransaction, MonthClose

    booked = LedgerTransaction.objects.filter(
        source__in=["food", "cost_item", "appropriation", "late_food"],
        date__year=month.year, date__month=month.month,
    )  # fmt: skip
    LedgerEntry.objects.filter(transaction__in=booked).delete()
    booked.delete()
    MonthClose.objects.filter(month=month).update(state="open")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
