"""The demo kitchen's roster: cover from its own menu, no gap, and the wall in three languages."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader

from kurkum.lib.dates import week_start
from orders.choices import OrderState
from orders.models import Order, OrderLine
from orders.selectors.effective import effective_orders
from staffing.models import CoverRequirement, Roster, ShiftPattern
from staffing.roster_words import clock
from staffing.selectors.foreseen import foreseen_dishes, foreseen_work
from staffing.selectors.roster_facts import shift_patterns
from staffing.selectors.rosters import assignments_of
from staffing.services.cover import adjust_cover, derive_cover
from staffing.services.cover_bar import cover_bars
from staffing.services.roster_print import wall_roster_pdf
from staffing.services.roster_question import ask, to_core
from staffing.services.rostering import Answer, SolveOrder, plan_roster, store_roster
from tests.factories.base import NOW, TODAY, at
from tests.staffing.contract_roster import faults

START = week_start(TODAY) + dt.timedelta(days=7)
FRIDAY, SATURDAY = START + dt.timedelta(days=5), START + dt.timedelta(days=6)
pytestmark = pytest.mark.django_db


def derive(days: int = 7) -> int:
    return derive_cover(first=START, last=START + dt.timedelta(days=days - 1), now=NOW)


ORDER = SolveOrder(seconds=3)
# The same kitchen asks the same question in every test: it is solved once.
ANSWERS: list[Answer] = []


def planned() -> Roster:
    if not ANSWERS:
        roster = plan_roster(start=START, weeks=1, order=ORDER, author=None, now=NOW)
        standing = to_core(assignments_of(roster), START)
        ANSWERS.append(Answer(roster.status, roster.layers, roster.bound, standing))
        return roster
    derive_cover(first=START, last=SATURDAY, now=NOW, on_forecast=True)
    return store_roster(
        question=ask(START, 7), answer=ANSWERS[0], order=ORDER, author=None, now=NOW
    )


def test_the_work_of_the_week_follows_from_menu_and_orders(demo_kitchen: None) -> None:
    dishes = foreseen_dishes(START, SATURDAY)
    assert sorted(dishes)[0] == START
    assert all(day.hundredths > 0 for on_date in dishes.values() for day in on_date.values())
    assert FRIDAY not in dishes


def half_of_it_was_eaten() -> None:
    """Five weeks of locked orders of every site, half of its standing order each."""
    for back in range(7, 42, 7):
        for order in effective_orders(
            START - dt.timedelta(days=back), SATURDAY - dt.timedelta(days=back)
        ).values():
            if order.order is not None or not order.portions:
                continue
            past = Order.objects.create(
                site=order.site, date=order.date, state=OrderState.LOCKED, saved_at=NOW,
                locked_at=NOW,
            )  # fmt: skip
            OrderLine.objects.bulk_create(
                OrderLine(
                    order=past, diner_group=line.diner_group, diet=line.diet,
                    portions=line.portions // 2,
                )
                for line in order.lines
            )  # fmt: skip


def test_cover_follows_what_was_eaten_rather_than_what_the_standing_orders_say(
    demo_kitchen: None,
) -> None:
    today = START - dt.timedelta(days=1)
    as_ordered = foreseen_dishes(START, START, today=today)[START]
    half_of_it_was_eaten()
    as_eaten = foreseen_dishes(START, START, today=today)[START]
    share = sum(one.hundredths for one in as_eaten.values()) / sum(
        one.hundredths for one in as_ordered.values()
    )
    assert 0.45 < share < 0.65
    by_orders = derive()
    by_forecast = derive_cover(
        first=START, last=SATURDAY, now=at(START - dt.timedelta(days=1), 9), on_forecast=True
    )
    assert by_forecast < by_orders


def test_each_day_wants_drivers_for_the_vans_and_hands_for_the_food(demo_kitchen: None) -> None:
    derive()
    rows = CoverRequirement.objects.filter(date=START).select_related("skill")
    wanted: dict[str, int] = {}
    for row in rows:
        wanted[row.skill.key] = wanted.get(row.skill.key, 0) + row.required
    assert wanted["driving"] == 2
    assert wanted["vegetable_prep"] >= 2
    assert wanted["cooking"] >= 1
    assert wanted["packing"] >= 1


def test_a_kosher_line_wants_its_supervisor_while_it_cooks(demo_kitchen: None) -> None:
    work = foreseen_work(START, SATURDAY, shift_patterns())
    watched = [one for spans in work.values() for one in spans if one.skill == "supervising"]
    assert watched
    assert all(one.heads == 1 for one in watched)


def test_deriving_again_changes_nothing_and_keeps_the_managers_word(demo_kitchen: None) -> None:
    derive()
    row = CoverRequirement.objects.filter(date=START).first()
    assert row is not None
    adjust_cover(
        date=START, shift=row.shift, skill=row.skill, adjustment=1, reason="a guest", author=None,
        now=NOW,
    )  # fmt: skip
    before = list(CoverRequirement.objects.order_by("pk").values())
    derive()
    assert list(CoverRequirement.objects.order_by("pk").values()) == before


def test_a_post_that_the_work_does_not_ask_for_any_more_goes(demo_kitchen: None) -> None:
    derive()
    ShiftPattern.objects.exclude(key__in=["driver", "early_long"]).update(is_active=False)
    derive()
    kept = set(CoverRequirement.objects.values_list("shift__key", flat=True))
    assert kept == {"driver", "early_long"}


def test_the_demo_week_is_covered_without_a_gap_and_keeps_the_contract(
    demo_kitchen: None,
) -> None:
    roster = planned()
    assert roster.document["gaps"] == []
    assert faults(roster.document) == []


def test_the_bars_of_a_day_hold_all_its_work(demo_kitchen: None) -> None:
    total, *skills = cover_bars(planned(), START)
    assert total.wanted == sum(bar.wanted for bar in skills) > 0
    assert total.there >= total.wanted * 3 // 4


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_wall_roster_is_one_page_with_every_hour_and_the_same_bytes(
    demo_kitchen: None, language: str
) -> None:
    roster = planned()
    content = wall_roster_pdf(roster, language=language)
    assert content == wall_roster_pdf(roster, language=language)
    [page] = PdfReader(BytesIO(content)).pages
    text = page.extract_text()
    starts = {row.start_minute for row in roster.assignments.all()}
    assert all(clock(start) in text for start in starts)
    assert ("Draft" in text) == (language == "en")
