"""A dish swapped on the day: menu, demand, special meals and words change together or not."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import SolverRun
from kurkum.base.ports import breaches
from kurkum.lib.dates import at_minute
from menus.models import Dish, MenuItem
from menus.source_words import SAID
from orders.models import Amendment, Delivery, DeliveryLine, DemandLine
from orders.selectors.demand import firm_demand
from orders.services.delivery_notes import prepare_deliveries
from staffing.amount_words import grams
from staffing.models import ProductionPlan
from staffing.selectors.dish_swap import items_of
from staffing.services.dish_swaps import Outcome, candidates, preview_swap, swap_dish
from tests.factories.base import manager
from tests.staffing.planned_kitchen import DAY, OPEN, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db
SIX = at_minute(DAY, 6 * 60)


def a_main() -> Dish:
    """The main dish that most eat that day."""
    eaten: dict[Dish, int] = {}
    for line in firm_demand(DAY):
        if line.dish.course in ("main", "complete_main"):
            eaten[line.dish] = eaten.get(line.dish, 0) + line.portions
    return max(eaten, key=lambda dish: eaten[dish])


def another(old: Dish) -> Dish:
    return next(one.dish for one in candidates(date=DAY, old=old) if not one.against)


def swapped(old: Dish, new: Dish, reason: str = "The oven broke") -> Outcome:
    return swap_dish(date=DAY, old=old, new=new, reason=reason, author=manager(), now=SIX)


def eaters() -> dict[tuple[str, str, str], int]:
    """By site, group and diet: portions of whatever dish they have most of."""
    most: dict[tuple[str, str, str], int] = {}
    for line in firm_demand(DAY):
        key = (line.site.key, line.diner_group.key, line.diet.key)
        most[key] = max(most.get(key, 0), line.portions)
    return most


def test_everybody_who_had_the_dish_gets_the_new_one_and_nobody_goes_hungry(
    planned: ProductionPlan,
) -> None:
    old, before = a_main(), eaters()
    regular = sum(one.portions for one in firm_demand(DAY) if one.dish == old)
    new = another(old)
    swapped(old, new)
    assert not [one for one in firm_demand(DAY) if one.dish == old]
    assert sum(one.portions for one in firm_demand(DAY) if one.dish == new) >= regular * 0.9
    assert eaters() == before


def test_what_was_frozen_is_never_rewritten(planned: ProductionPlan) -> None:
    rows = dict(DemandLine.objects.filter(date=DAY).values_list("pk", "portions"))
    old = a_main()
    swapped(old, another(old))
    after = dict(DemandLine.objects.filter(pk__in=rows).values_list("pk", "portions"))
    assert after == rows
    assert {one.invariant for one in breaches()} <= {"plan_follows_the_orders"}


def test_amendments_of_a_swap_cancel_out(planned: ProductionPlan) -> None:
    old = a_main()
    swapped(old, another(old))
    assert sum(Amendment.objects.values_list("granted", flat=True)) == 0


def test_a_preview_changes_nothing_and_says_what_the_swap_does(planned: ProductionPlan) -> None:
    old = a_main()
    new, rows = another(old), DemandLine.objects.count()
    seen = preview_swap(date=DAY, old=old, new=new, author=manager(), now=SIX)
    assert DemandLine.objects.count() == rows
    assert items_of(DAY, old)
    done = swapped(old, new)
    assert (seen.rules, seen.diets, seen.allergens) == (done.rules, done.diets, done.allergens)


def test_the_preview_names_sources_and_weights_as_people_say_them(
    planned: ProductionPlan,
) -> None:
    old = a_main()
    seen = preview_swap(date=DAY, old=old, new=another(old), author=None, now=SIX)
    assert seen.missing
    with translation.override("ar"):
        page = render_to_string("staffing/swap/effects.html", {"outcome": seen})
        weights = [grams(need.gross_grams) for need in seen.missing]
    assert [weight for weight in weights if weight not in page] == []
    assert [one.source for one in seen.rules if one.source in SAID and one.source in page] == []


def test_special_meals_get_a_plate_that_suits_them(planned: ProductionPlan) -> None:
    """A dish with sesame: the sesame free must get something else, or nothing."""
    old = a_main()
    with_sesame = Dish.objects.get(key="kefta_tahini")
    outcome = swapped(old, with_sesame)
    for change in outcome.diets:
        if "sesame" in change.diet.key:
            assert with_sesame not in change.after


def test_each_site_is_told_in_its_language_and_why(planned: ProductionPlan) -> None:
    old = a_main()
    new = another(old)
    messages = swapped(old, new).messages
    fed = {line.site.key for line in firm_demand(DAY) if line.dish == new}
    assert {one.site.key for one in messages} >= fed
    for one in messages:
        assert new.name_in(one.site.language) in one.text
        assert "The oven broke" in one.text


def test_deliveries_that_left_keep_the_old_dish(planned: ProductionPlan) -> None:
    prepare_deliveries(date=DAY, author=None, now=SIX)
    old = a_main()
    gone = Delivery.objects.filter(date=DAY, lines__dish=old)[0]
    Delivery.objects.filter(pk=gone.pk).update(state="dispatched", dispatched_at=SIX)
    outcome = swapped(old, another(old))
    assert gone.site in outcome.gone
    assert gone.lines.filter(dish=old).exists()
    others = DeliveryLine.objects.filter(delivery__date=DAY, dish=old)
    assert set(others.values_list("delivery__site", flat=True)) == {gone.site_id}


def test_a_dish_that_breaks_the_lines_rules_is_refused_and_nothing_changes(
    planned: ProductionPlan,
) -> None:
    item = MenuItem.objects.filter(menu_day__date=DAY, menu_day__line__allows_dairy=False)[0]
    with pytest.raises(CannotBeDone):
        swapped(item.dish, Dish.objects.get(key="shish_barak_dairy"))
    assert items_of(DAY, item.dish)


def test_without_a_reason_nothing_is_swapped(planned: ProductionPlan) -> None:
    old = a_main()
    with pytest.raises(BadInput):
        swapped(old, another(old), " ")
    assert items_of(DAY, old)


def test_on_an_open_day_only_the_menu_changes(planned: ProductionPlan) -> None:
    old = MenuItem.objects.filter(menu_day__date=OPEN).order_by("pk")[0].dish
    new = next(one.dish for one in candidates(date=OPEN, old=old) if not one.against)
    outcome = swap_dish(date=OPEN, old=old, new=new, reason="No fish", author=manager(), now=SIX)
    assert outcome.messages == ()
    assert items_of(OPEN, new)
    assert not DemandLine.objects.filter(date=OPEN).exists()


def test_a_dish_that_is_not_served_cannot_be_swapped(planned: ProductionPlan) -> None:
    old = a_main()
    new = another(old)
    with pytest.raises(CannotBeDone):
        swapped(new, old)


def test_the_plan_follows_a_swap_in_the_background(
    planned: ProductionPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: SIX)
    old, client = a_main(), Client()
    client.force_login(manager())
    words = {"dish": another(old).key, "reason": "The oven broke"}
    answer = client.post(reverse("staffing:swap", args=[DAY, old.key]), words)
    run = SolverRun.objects.get()
    assert (run.state, run.request["least_change"]) == (SolverRun.State.QUEUED, True)
    assert reverse("staffing:production_run", args=[run.pk]) in answer.content.decode()
