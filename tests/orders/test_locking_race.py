"""A first order while its day is being locked: it is cooked, or told that it is late."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection

from orders.choices import OrderState
from orders.errors import CutoffPassed
from orders.models import Order, Site
from orders.services import locking
from orders.services.locking import lock_day
from orders.services.placing import LineWanted, save_order
from tests.factories import orders
from tests.factories.base import TODAY, TOMORROW, at, user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
NOW = at(TODAY, 11)


def wait_until_it_waits(late: Future[Order]) -> None:
    """Until the other connection stands at a lock, or has ended without one."""
    while not late.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return


def test_an_order_that_comes_while_the_day_is_being_locked_is_told_so(
    school: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    late_site, author = orders.site("nahf-late"), user()
    freeze = locking._freeze_orders

    def order() -> Order:
        lines = [LineWanted("grades_1_6", "regular", 29)]
        try:
            return save_order(
                site=late_site, date=TOMORROW, lines=lines, version=0, author=author, now=NOW
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        waiting: list[Future[Order]] = []

        def freeze_late(*given: object) -> dict[int, Order]:
            waiting.append(other.submit(order))  # the lock has read its orders already
            wait_until_it_waits(waiting[0])
            return freeze(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(locking, "_freeze_orders", freeze_late)
        lock_day(date=TOMORROW, author=None, now=NOW)
        with pytest.raises(CutoffPassed):
            waiting[0].result()
    assert not Order.objects.filter(state=OrderState.OPEN).exists()
