"""The cash of the weeks to come is reckoned from what is owed and from how long it used to take."""

from __future__ import annotations

import datetime as dt

import pytest

from orders.models import Invoice, Site
from orders.selectors.cash import CashForecast, cash_forecast, usual_wait
from orders.selectors.ledger import balance
from orders.services.payments import record_payment
from tests.factories import base
from tests.orders.books_kitchen import closed, open_books

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 15)


@pytest.fixture
def site(db: None) -> Site:
    return open_books()


def paid(on: dt.date) -> Invoice:
    """October's invoice, paid on a day."""
    invoice = Invoice.objects.get()
    record_payment(
        customer=invoice.customer, received_on=on, agorot=invoice.gross_agorot,
        reference="bank 1", author=None, now=base.at(on, 9),
    )  # fmt: skip
    return invoice


def days_of(found: CashForecast, kind: str, *, income: bool = True) -> list[dt.date]:
    return [flow.date for flow in found.flows if flow.kind == kind and (flow.agorot > 0) is income]


def test_an_open_invoice_comes_when_it_is_due(site: Site) -> None:
    closed(site)
    invoice = Invoice.objects.get()
    found = cash_forecast(TODAY)
    (flow,) = [flow for flow in found.flows if flow.kind == "invoice"]
    assert (flow.date, flow.agorot) == (invoice.due_on, invoice.gross_agorot)


def test_a_month_to_come_is_paid_as_long_after_it_as_the_last_ones_were(site: Site) -> None:
    closed(site)
    assert usual_wait() is None
    assert days_of(cash_forecast(TODAY), "months")[0] == dt.date(2027, 1, 1)
    paid(dt.date(2026, 11, 14))
    assert usual_wait() == 14
    assert days_of(cash_forecast(TODAY), "months")[0] == dt.date(2026, 12, 14)


def test_a_month_costs_what_the_last_closed_one_did_at_its_end(site: Site) -> None:
    row = closed(site)
    found = cash_forecast(TODAY)
    assert days_of(found, "months", income=False)[0] == dt.date(2026, 11, 30)
    assert {-flow.agorot for flow in found.flows if flow.agorot < 0 and flow.kind == "months"} == {
        row.cost_agorot
    }


def test_each_week_goes_on_from_the_one_before_and_the_lowest_is_named(site: Site) -> None:
    closed(site)
    paid(dt.date(2026, 11, 14))
    found = cash_forecast(TODAY)
    holds = balance("bank", until=TODAY)
    for week in found.weeks:
        holds += week.coming + week.going
        assert week.balance == holds
    assert found.lowest is not None
    assert found.lowest.balance == min(week.balance for week in found.weeks)
    assert sum(week.coming + week.going for week in found.weeks) == sum(
        flow.agorot for flow in found.flows
    )
