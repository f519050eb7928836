"""Each invariant of this floor: a sound day is silent, one spoilt row is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import F

from kurkum.base.models import Counter
from menus.models import Dish
from orders import checks
from orders.models import (
    Account,
    Allocation,
    AllocationPayment,
    Amendment,
    Delivery,
    DeliveryLine,
    DemandLine,
    Initiative,
    Invoice,
    InvoiceLine,
    IssuedReport,
    LedgerEntry,
    LedgerTransaction,
    MonthClose,
    Order,
    OrderLine,
    Payment,
    PaymentMatch,
    PrintedReport,
    Reading,
    Resolution,
    Route,
    RoutePlan,
    Site,
    StandingOrder,
    Stop,
    Trip,
)
from orders.services.amendments import Wish, request_amendment
from orders.services.delivery_notes import prepare_deliveries
from orders.services.dispatching import Measured, dispatch, receive
from orders.services.locking import lock_day
from orders.snapshot import checksum_of
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, limit, user

NOON = at(TODAY, 12)
MONTH = dt.date(2026, 10, 1)


@pytest.fixture
def lived(school: Site) -> Site:
    """A day that was locked, amended, driven and received, and a month that was closed."""
    limit("hot_dispatch_min_celsius", "70", "celsius")
    lock_day(date=TOMORROW, author=None, now=NOON)
    wish = Wish(school, TOMORROW, menus.diner_group(), menus.regular(), 5)
    request_amendment(wish=wish, author=user(), now=NOON)
    (note,) = prepare_deliveries(date=TOMORROW, author=None, now=NOON)
    measured = [Measured(menus.dish(), Decimal(75))]
    dispatch(delivery_id=note.pk, readings=measured, counts={}, author=user(), now=NOON)
    receive(delivery_id=note.pk, readings=[], counts={}, author=user(), now=NOON)
    _drive(school)
    _bill(school)
    _close()
    return school


def _drive(site: Site) -> None:
    plan = RoutePlan.objects.create(
        date=TOMORROW, version=1, status="optimal", seconds=1, seed=1, created_at=NOON
    )
    route = Route.objects.create(plan=plan, vehicle=orders.vehicle())
    trip = Trip.objects.create(
        route=route, key="a", wave=1, depart_minute=600, return_minute=660, boxes=3
    )
    Stop.objects.create(
        trip=trip, site=site, position=1, arrive_minute=620, window_from=600, window_to=700, boxes=3
    )


def _bill(site: Site) -> None:
    facts = {
        "year": 2026, "customer": site.customer, "customer_name": "Nahf Council",
        "issued_on": TODAY, "due_on": TODAY, "period_from": MONTH, "period_to": MONTH,
        "vat_percent": 18, "issued_at": NOON,
    }  # fmt: skip
    invoice = Invoice.objects.create(
        **facts, kind="invoice", sequence=1, net_agorot=1000, vat_agorot=180, gross_agorot=1180
    )
    credit = Invoice.objects.create(
        **facts, kind="credit", credits=invoice, sequence=2,
        net_agorot=-1000, vat_agorot=-180, gross_agorot=-1180,
    )  # fmt: skip
    for owner, portions in ((invoice, 10), (credit, -10)):
        InvoiceLine.objects.create(
            invoice=owner, delivery=Delivery.objects.get(), diner_group=menus.diner_group(),
            diet=menus.regular(), date=MONTH, site_name="Nahf", description="meals",
            portions=portions, unit_agorot=100, amount_agorot=portions * 100,
        )  # fmt: skip
    payment = Payment.objects.create(
        customer=site.customer, received_on=TODAY, amount_agorot=1180, reference="bank 1",
        recorded_at=NOON,
    )  # fmt: skip
    PaymentMatch.objects.create(payment=payment, invoice=invoice, amount_agorot=1180)


def _close() -> None:
    booking = LedgerTransaction.objects.create(
        number=1, date=MONTH, description="meals", source="invoice", posted_at=NOON
    )
    for key, kind, amount in (("debtors", "asset", 1000), ("meals", "income", -1000)):
        account = Account.objects.create(key=key, kind=kind)
        LedgerEntry.objects.create(
            transaction=booking, account=account, amount_agorot=amount, grade="counted"
        )
    month = MonthClose.objects.create(
        month=MONTH, state="closed", closed_at=NOON, income_agorot=1000, surplus_agorot=1000,
        allocable_agorot=1000,
    )  # fmt: skip
    resolution = Resolution.objects.create(
        number="2026-1", month=month, state="passed", text="to the culture forum",
        drafted_at=NOON, decided_on=TODAY,
    )  # fmt: skip
    allocation = Allocation.objects.create(
        resolution=resolution, initiative=Initiative.objects.create(key="culture"),
        amount_agorot=1000,
    )  # fmt: skip
    AllocationPayment.objects.create(
        allocation=allocation, paid_on=TODAY, amount_agorot=400, receipt="7", recorded_at=NOON
    )
    document = {"month": "2026-10", "surplus": "10.00"}
    report = IssuedReport.objects.create(
        kind="reinvestment", month=MONTH, number=1, issued_at=NOON, data=document,
        checksum=checksum_of(document),
    )  # fmt: skip
    PrintedReport.objects.create(
        report=report, form="pdf", language="he", content=b"paper", printed_at=NOON,
        checksum=hashlib.sha256(b"paper").hexdigest(),
    )  # fmt: skip


def _wait_with_a_wrong_count() -> None:
    Reading.objects.all().delete()
    Delivery.objects.update(state="planned")
    DeliveryLine.objects.update(ordered=1, dispatched=None, received=None)


def _overlap() -> None:
    first = StandingOrder.objects.get()
    StandingOrder.objects.filter(pk=first.pk).update(valid_to=TOMORROW)
    StandingOrder.objects.create(site=first.site, valid_from=TODAY)


def _orphan() -> None:
    DemandLine.objects.update(date=TODAY)


def _below_zero() -> None:
    rows = DemandLine.objects.filter(amendment__isnull=False)
    rows.update(portions=-500)
    Amendment.objects.update(granted=-500, delta=-500)


Spoil = Callable[[], object]
SPOILT: dict[str, Spoil] = {
    "order_is_locked_with_its_day": lambda: Order.objects.update(state="open"),
    "demand_belongs_to_a_locked_day": _orphan,
    "demand_is_what_was_ordered": lambda: OrderLine.objects.update(portions=119),
    "demand_names_its_order": lambda: DemandLine.objects.update(diet=menus.diet("vegan")),
    "granted_portions_are_in_the_demand": lambda: Amendment.objects.update(
        granted=4, state="partly"
    ),
    "demand_is_never_below_zero": _below_zero,
    "locked_line_has_a_price": lambda: OrderLine.objects.update(unit_agorot=None),
    "standing_orders_do_not_overlap": _overlap,
    "counts_only_shrink_on_the_way": lambda: DeliveryLine.objects.update(received=500),
    "waiting_note_follows_the_demand": _wait_with_a_wrong_count,
    "delivery_notes_are_numbered_without_gaps": lambda: Counter.objects.filter(
        series="delivery_note"
    ).update(last=F("last") + 1),
    "reading_is_judged_by_its_limit": lambda: Reading.objects.update(celsius=40),
    "reading_beyond_its_limit_names_what_was_done": lambda: Reading.objects.update(
        celsius=40, is_ok=False
    ),
    "trip_carries_what_its_van_holds": lambda: Trip.objects.update(boxes=2),
    "booking_sums_to_zero": lambda: LedgerEntry.objects.filter(amount_agorot=1000).update(
        amount_agorot=999
    ),
    "invoice_is_the_sum_of_its_lines": lambda: InvoiceLine.objects.update(
        portions=1, amount_agorot=100
    ),
    "credit_note_is_the_negative_twin": lambda: Invoice.objects.filter(kind="credit").update(
        vat_agorot=-170, gross_agorot=-1170
    ),
    "invoice_numbers_have_no_gap": lambda: Invoice.objects.filter(sequence=2).update(sequence=3),
    "receivables_are_what_customers_owe": lambda: Account.objects.filter(key="debtors").update(
        key="receivables"
    ),
    "payment_is_matched_at_most_once": lambda: PaymentMatch.objects.update(amount_agorot=1181),
    "closed_month_agrees_with_the_ledger": lambda: LedgerEntry.objects.filter(
        account__kind="income"
    ).update(amount_agorot=-900),
    "allocations_stay_within_the_surplus": lambda: Allocation.objects.update(amount_agorot=1001),
    "issued_report_bears_its_seal": lambda: IssuedReport.objects.update(
        data={"month": "2026-10", "surplus": "11.00"}
    ),
    "printed_report_is_as_it_was": lambda: PrintedReport.objects.update(content=b"another"),
    "initiative_is_paid_what_it_was_given": lambda: AllocationPayment.objects.update(
        amount_agorot=1001
    ),
}


def broken() -> set[str]:
    return {breach.invariant for breach in checks.integrity()}


def test_a_sound_kitchen_is_silent(lived: Site) -> None:
    assert broken() == set()


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_one_spoilt_row_is_named(lived: Site, name: str) -> None:
    SPOILT[name]()
    assert name in broken()


def test_every_invariant_has_its_spoilt_row() -> None:
    assert {check.__name__ for check in checks.CHECKS} == set(SPOILT)


def test_the_command_prints_the_breach_and_its_place(lived: Site) -> None:
    Reading.objects.update(celsius=40, is_ok=False)
    number = Delivery.objects.get().number
    err = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_integrity", stdout=io.StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert f"names_what_was_done: {number} mujaddara: 40" in err.getvalue()


def test_the_command_is_content_with_a_sound_kitchen(lived: Site) -> None:
    out = io.StringIO()
    call_command("check_integrity", stdout=out)
    assert out.getvalue() == "Every invariant holds.\n"
    assert Dish.objects.exists()
