"""What the cutoff does: orders frozen, prices fixed, demand per dish written once."""

from __future__ import annotations

import datetime as dt

import pytest

from menus.models import MenuDay
from orders.choices import OrderState
from orders.errors import LockRefused
from orders.models import DemandLine, Order, OrderDay, OrderLine, ServiceDayOverride, Site
from orders.selectors.demand import firm_demand, ingredient_needs
from orders.services.locking import close_due_days, days_due, lock_day, reopen_day
from orders.services.placing import LineWanted, save_order
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, manager, user

NOON = at(TODAY, 12)


def lock(date: dt.date = TOMORROW) -> None:
    lock_day(date=date, author=None, now=NOON)


def test_a_standing_order_becomes_an_order_with_its_price(school: Site) -> None:
    lock()
    line = OrderLine.objects.select_related("order").get()
    assert (line.portions, line.unit_agorot) == (120, 1650)
    assert (line.order.state, line.order.source) == ("locked", "standing")


def test_demand_is_written_per_dish_with_reference_portions_and_grams(school: Site) -> None:
    young = menus.diner_group("gan", percent=70, position=1)
    orders.site_group(school, young)
    orders.standing_order(school, 30, group=young)
    lock()
    rows = {row.diner_group.key: row for row in DemandLine.objects.select_related("diner_group")}
    assert (rows["gan"].portions, rows["gan"].reference_portions) == (30, 2100)
    assert rows["gan"].grams == 30 * 70 * 300 // 100
    assert rows["grades_1_6"].eat_at == at(TOMORROW, 12, 30)


def test_locking_twice_changes_nothing(school: Site) -> None:
    lock()
    before = list(DemandLine.objects.values())
    done = lock_day(date=TOMORROW, author=None, now=NOON)
    assert done.was_locked
    assert list(DemandLine.objects.values()) == before


def test_a_later_price_does_not_change_a_locked_order(school: Site) -> None:
    lock()
    orders.price(9900, valid_from=TOMORROW)
    lock()
    assert OrderLine.objects.get().unit_agorot == 1650


def test_a_diet_gets_its_twin_and_goes_without_what_has_none(school: Site) -> None:
    sesame_free = menus.diet("sesame_free", "sesame")
    salad, tahini, plain = menus.dish("salad"), menus.dish("tahini"), menus.dish("plain_salad")
    MenuDay.objects.filter(date=TOMORROW).delete()
    day = menus.menu_day(menus.dish(), salad, tahini, date=TOMORROW)
    menus.substitution(day, salad, sesame_free, plain)
    menus.substitution(day, tahini, sesame_free, None)
    orders.standing_order(school, 4, diet=sesame_free)
    lock()
    served = DemandLine.objects.filter(diet=sesame_free).values_list("dish__key", flat=True)
    assert set(served) == {"mujaddara", "plain_salad"}


def test_a_twin_that_is_on_the_menu_already_is_one_bigger_dish(school: Site) -> None:
    sesame_free = menus.diet("sesame_free", "sesame")
    tahini = menus.dish("tahini")
    MenuDay.objects.filter(date=TOMORROW).delete()
    day = menus.menu_day(menus.dish(), tahini, date=TOMORROW)
    menus.substitution(day, tahini, sesame_free, menus.dish())
    orders.standing_order(school, 4, diet=sesame_free)
    lock()
    row = DemandLine.objects.get(diet=sesame_free)
    assert (row.portions, row.reference_portions) == (4, 800)


def test_a_special_line_counts_the_active_codes(school: Site) -> None:
    coeliac = menus.diet("gluten_free", "gluten", needs_paper=True)
    orders.standing_order(school, 9, diet=coeliac)
    orders.special_meal(school, "G-1", coeliac)
    orders.special_meal(school, "G-2", coeliac, active_to=TODAY)
    orders.special_meal(school, "G-3", coeliac, active_from=TOMORROW)
    lock()
    assert OrderLine.objects.get(diet=coeliac).portions == 2


def test_an_expired_paper_never_takes_a_child_her_meal(school: Site) -> None:
    coeliac = menus.diet("gluten_free", "gluten", needs_paper=True)
    orders.standing_order(school, 1, diet=coeliac)
    orders.special_meal(school, "G-1", coeliac, paper_valid_until=TODAY)
    lock()
    assert OrderLine.objects.get(diet=coeliac).portions == 1


def test_what_was_ordered_for_a_site_that_closed_since_is_not_cooked(school: Site) -> None:
    other = orders.site("biina-b")
    orders.standing_order(other, 50)
    save_order(
        site=school,
        date=TOMORROW,
        lines=[LineWanted("grades_1_6", "regular", 90)],
        version=0,
        author=user(),
        now=at(TODAY, 9),
    )
    ServiceDayOverride.objects.create(
        site=school, date=TOMORROW, is_open=False, reason="water cut", decided_at=NOON
    )
    lock()
    assert set(DemandLine.objects.values_list("site__key", flat=True)) == {"biina-b"}
    assert Order.objects.get(site=school).lines.get().portions == 0


def test_a_day_on_which_nobody_eats_is_not_locked(school: Site) -> None:
    saturday = dt.date(2026, 11, 28)
    with pytest.raises(LockRefused, match="Nobody eats on 2026-11-28"):
        lock(saturday)
    assert not OrderDay.objects.exists()


def test_a_day_without_a_menu_names_the_line(school: Site) -> None:
    with pytest.raises(LockRefused, match=r"^Line H has no published menu for 2026-11-25"):
        lock(TOMORROW + dt.timedelta(days=1))
    assert not Order.objects.exists()


def test_food_is_cooked_without_a_price_and_the_lock_says_so(school: Site) -> None:
    other = menus.diner_group("adult", percent=130)
    orders.site_group(school, other)
    orders.standing_order(school, 5, group=other)
    done = lock_day(date=TOMORROW, author=None, now=NOON)
    assert done.unpriced == ("Nahf A: adult, Regular",)
    assert DemandLine.objects.filter(diner_group=other).exists()


def test_before_noon_tomorrow_is_not_due(school: Site) -> None:
    lock(TODAY)
    assert days_due(NOON - dt.timedelta(seconds=1)) == []
    assert days_due(NOON) == [TOMORROW]


def test_a_server_that_was_down_at_noon_closes_the_day_when_it_is_back(school: Site) -> None:
    menus.menu_day(date=TOMORROW + dt.timedelta(days=1))
    lock(TODAY)
    done = close_due_days(now=at(TOMORROW, 15))
    assert len(done) == 2
    assert set(OrderDay.objects.filter(state=OrderState.LOCKED).values_list("date", flat=True)) == {
        TODAY,
        TOMORROW,
        TOMORROW + dt.timedelta(days=1),
    }


def test_a_day_that_cannot_be_closed_does_not_hold_up_the_others(school: Site) -> None:
    MenuDay.objects.filter(date=TODAY).delete()
    results = close_due_days(now=NOON)
    assert [type(result).__name__ for result in results] == ["LockRefused", "Locked"]


def test_before_a_sunday_the_cutoff_is_on_thursday(school: Site) -> None:
    sunday = dt.date(2026, 11, 29)
    menus.menu_day(date=sunday)
    for day in (TODAY, TOMORROW):
        lock(day)
    thursday = dt.date(2026, 11, 26)
    assert sunday in days_due(at(thursday, 12))
    assert sunday not in days_due(at(thursday, 11))


def test_a_reopened_day_takes_orders_again_and_is_closed_by_eight(school: Site) -> None:
    lock()
    reopen_day(date=TOMORROW, reason="snow", author=manager(), now=at(TODAY, 14))
    assert not DemandLine.objects.exists()
    assert not Order.objects.exists()
    save_order(
        site=school,
        date=TOMORROW,
        lines=[LineWanted("grades_1_6", "regular", 60)],
        version=0,
        author=user(),
        now=at(TODAY, 15),
    )
    assert TOMORROW not in days_due(at(TOMORROW, 7))
    assert TOMORROW in days_due(at(TOMORROW, 8))


def test_a_planned_day_is_not_reopened(school: Site) -> None:
    lock()
    OrderDay.objects.update(is_planned=True)
    with pytest.raises(LockRefused, match="planned in the kitchen"):
        reopen_day(date=TOMORROW, reason="snow", author=manager(), now=NOON)


def test_a_day_is_not_reopened_without_a_reason(school: Site) -> None:
    lock()
    with pytest.raises(LockRefused, match="Say why"):
        reopen_day(date=TOMORROW, reason="  ", author=manager(), now=NOON)


def test_the_pull_list_weighs_what_the_day_needs(school: Site) -> None:
    lock()
    (need,) = ingredient_needs(TOMORROW, firm_demand(TOMORROW))
    assert (need.ingredient.key, need.gross_grams, need.to_buy_grams) == ("lentils", 9600, 9600)


def test_reading_the_demand_of_a_day_takes_a_fixed_number_of_queries(
    school: Site, django_assert_max_num_queries: object
) -> None:
    for number in range(5):
        orders.standing_order(orders.site(f"site-{number}"), 40)
    lock()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(firm_demand(TOMORROW)) == 6
