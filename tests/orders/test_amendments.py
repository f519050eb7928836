"""Changes after the lock: until when, how they are decided, and what they add to the demand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kurkum.base import ports
from kurkum.base.errors import BadInput
from kurkum.base.models import Change
from orders.errors import AmendmentRefused
from orders.models import Amendment, DemandLine, OrderLine, Site
from orders.selectors.amendments import nearest_alternative
from orders.selectors.demand import firm_demand
from orders.selectors.effective import effective_order
from orders.services.amendments import Wish, decide_amendment, request_amendment
from orders.services.locking import lock_day
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, manager, user

EVENING = at(TODAY, 18)


@pytest.fixture
def locked(school: Site) -> Site:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    return school


@pytest.fixture
def kitchen_with_room_for_six() -> Iterator[None]:
    """A kitchen whose kettle has room for six more portions."""
    judges = list(ports._amendment_judges)
    ports._amendment_judges.clear()
    ports.register_amendment_judge(
        lambda question: ports.Judgement(
            fits=min(question.delta, 6),
            causes=(("kettle", {"room": 6}),) if question.delta > 6 else (),
        )
    )
    yield
    ports._amendment_judges[:] = judges


def ask(site: Site, delta: int, **facts: object) -> Amendment:
    given = {"author": user(), "now": EVENING, **facts}
    wish = Wish(site, TOMORROW, menus.diner_group(), menus.regular(), delta)
    return request_amendment(wish=wish, **given)  # type: ignore[arg-type]


def test_what_fits_is_accepted_by_rule_and_added_to_the_demand(locked: Site) -> None:
    found = ask(locked, 10)
    assert (found.state, found.granted, found.decided_by_rule) == ("accepted", 10, True)
    assert firm_demand(TOMORROW)[0].portions == 130
    assert OrderLine.objects.get().portions == 120


def test_fewer_portions_are_a_negative_line_of_demand(locked: Site) -> None:
    ask(locked, -20)
    assert DemandLine.objects.get(amendment__isnull=False).grams == -20 * 300
    assert effective_order(locked, TOMORROW).portions == 100


def test_a_kitchen_that_has_room_for_part_grants_part_and_names_the_cause(
    locked: Site, kitchen_with_room_for_six: None
) -> None:
    found = ask(locked, 10)
    assert (found.state, found.granted) == ("partly", 6)
    assert found.causes == [{"code": "kettle", "room": 6}]


def test_the_day_itself_is_never_the_nearest_alternative(school: Site) -> None:
    now = at(TODAY, 9)
    lock_day(date=TOMORROW, author=manager(), now=now)
    found = nearest_alternative(school, TOMORROW, delta=10, fits=0, now=now)
    assert found is not None
    assert str(found["date"]) > TOMORROW.isoformat()


def test_what_waits_for_the_manager_changes_nothing_yet(locked: Site) -> None:
    found = ask(locked, 10, by_rule=False)
    assert found.state == "pending"
    assert firm_demand(TOMORROW)[0].portions == 120


def test_the_manager_grants_in_part(locked: Site) -> None:
    found = ask(locked, 10, by_rule=False)
    decide_amendment(amendment_id=found.pk, granted=4, author=manager(), now=EVENING)
    assert firm_demand(TOMORROW)[0].portions == 124


def test_a_refusal_adds_no_demand_and_is_in_the_history(locked: Site) -> None:
    found = ask(locked, 10, by_rule=False)
    decide_amendment(
        amendment_id=found.pk, granted=0, author=manager(), now=EVENING, reason="no van"
    )
    assert firm_demand(TOMORROW)[0].portions == 120
    assert Change.objects.filter(subject="Amendment", action="refused", reason="no van").exists()


def test_nothing_is_decided_twice(locked: Site) -> None:
    found = ask(locked, 10)
    with pytest.raises(AmendmentRefused, match="decided already"):
        decide_amendment(amendment_id=found.pk, granted=0, author=manager(), now=EVENING)


def test_more_than_was_asked_is_not_granted(locked: Site) -> None:
    found = ask(locked, 10, by_rule=False)
    with pytest.raises(BadInput, match="between 0 and the 10"):
        decide_amendment(amendment_id=found.pk, granted=11, author=manager(), now=EVENING)


@pytest.mark.parametrize("delta", [0, -121, 10**9])
def test_an_impossible_change_is_bad_input(locked: Site, delta: int) -> None:
    with pytest.raises(BadInput, match="from 0 to 5000"):
        ask(locked, delta)


def test_an_open_day_is_changed_in_its_order(school: Site) -> None:
    with pytest.raises(AmendmentRefused, match="still open"):
        ask(school, 5)


def test_at_eight_in_the_morning_asking_ends(locked: Site) -> None:
    with pytest.raises(AmendmentRefused, match="no longer"):
        ask(locked, 5, now=at(TOMORROW, 8))
    assert ask(locked, 5, now=at(TOMORROW, 7, 59)).state == "accepted"


def test_the_kitchen_may_note_a_change_later_than_that(locked: Site) -> None:
    assert ask(locked, 5, now=at(TOMORROW, 9), as_manager=True).state == "accepted"


def test_a_new_diet_gets_a_line_with_its_price_and_no_portions_of_its_own(locked: Site) -> None:
    vegan = menus.diet("vegan")
    wish = Wish(locked, TOMORROW, menus.diner_group(), vegan, 2)
    request_amendment(wish=wish, author=user(), now=EVENING)
    line = OrderLine.objects.get(diet=vegan)
    assert (line.portions, line.unit_agorot) == (0, 1650)


def test_a_site_that_ordered_nothing_may_still_ask(locked: Site) -> None:
    other = orders.site("biina-b")
    ask(other, 25)
    assert effective_order(other, TOMORROW).portions == 25
    assert {line.site.key for line in firm_demand(TOMORROW)} == {"nahf-a", "biina-b"}
