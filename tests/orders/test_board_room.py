"""The board room: members read, the manager drafts and records; the cap holds under a crowd."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from orders.choices import ResolutionState
from orders.models import Allocation, BudgetLine, Initiative, MonthClose, Resolution, Site, Vote
from orders.selectors.motions import pot
from orders.services.allocating import (
    cast_vote,
    decide,
    draft_motion,
    pay_allocation,
    record_meeting,
    withdraw_motion,
)
from orders.services.budgeting import set_budget
from orders.services.closing import close_month
from orders.services.reinvestment import issue_report
from tests.factories import base
from tests.orders.books_kitchen import MONTH, NOW, closed
from tests.orders.test_books import motion, passed, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db
MEETING = dt.date(2026, 11, 12)
CROWD = 6


@pytest.fixture
def pot_of_month(site: Site) -> MonthClose:
    return closed(site)


def signed_in(client: Client, role: str) -> User:
    user = base.user(f"a-{role}", role)
    user.language = "en"
    user.save(update_fields=["language"])
    client.force_login(user)
    return user


def members(count: int) -> list[User]:
    return [base.user(f"member-{number}", Role.BOARD) for number in range(count)]


def drafted(row: MonthClose, agorot: int = 10_000) -> Resolution:
    return motion(row, agorot)


# --- members read -------------------------------------------------------------------------------


def test_a_member_reads_every_page_of_the_room(client: Client, site: Site) -> None:
    found = passed(drafted(closed(site)))
    signed_in(client, Role.BOARD)
    for name, args in (
        ("motions", []), ("motion", [found.pk]), ("budget", [MONTH]), ("year", [2026]),
    ):  # fmt: skip
        assert client.get(reverse(f"orders:{name}", args=args)).status_code == 200, name
    assert client.get(reverse("orders:resolution", args=[found.number])).status_code == 302


def test_a_member_is_led_only_to_pages_that_open(client: Client, site: Site) -> None:
    closed(site)
    issue_report(month=MONTH, author=None, now=NOW)
    client.force_login(base.user("board", Role.BOARD))
    for name in ("orders:board", "orders:margins_now", "orders:months", "orders:lunch_now"):
        page = client.get(reverse(name), follow=True)
        main = page.content.decode().partition("<main")[2]
        links = {link for link in re.findall(r'href="(/[^"?#]*)', main) if ".pdf" not in link}
        assert links
        assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(
            links, 200
        )


@pytest.mark.parametrize(
    "name",
    ["draft_motion", "record_meeting", "withdraw_motion", "pay_gift", "gift_outcome", "issue_year"],
)
def test_a_member_writes_nothing(client: Client, site: Site, name: str) -> None:
    found = drafted(closed(site))
    gift = found.allocations.get()
    args = {
        "draft_motion": [], "pay_gift": [gift.pk], "gift_outcome": [gift.pk], "issue_year": [2026],
    }.get(name, [found.pk])  # fmt: skip
    signed_in(client, Role.BOARD)
    assert client.post(reverse(f"orders:{name}", args=args)).status_code == 403
    assert Resolution.objects.get().state == ResolutionState.DRAFT


def test_more_motions_ask_no_more_of_the_database(
    client: Client, site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = closed(site)
    signed_in(client, Role.BOARD)
    for agorot in (100, 200, 300, 400):
        passed(drafted(row, agorot))
        drafted(row, agorot)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("orders:motions")).status_code == 200


# --- from draft to resolution -------------------------------------------------------------------


def test_the_manager_drafts_records_and_pays_on_the_pages(client: Client, site: Site) -> None:
    closed(site)
    Initiative.objects.create(key="starter", name_en="Starter")
    first, second = members(2)
    signed_in(client, Role.MANAGER)
    client.post(
        reverse("orders:draft_motion"), {"text": "Give", "quorum": 2, "gift_starter": "150.50"}
    )
    found = Resolution.objects.get()
    assert found.allocations.get().amount_agorot == 15_050
    client.post(
        reverse("orders:record_meeting", args=[found.pk]),
        {
            "decided_on": "2026-11-12", "minutes": "Both were there.",
            f"vote_{first.pk}": "for", f"vote_{second.pk}": "abstain",
        },
    )  # fmt: skip
    found.refresh_from_db()
    assert (found.state, found.number) == (ResolutionState.PASSED, "2026/01")
    gift = found.allocations.get()
    client.post(
        reverse("orders:pay_gift", args=[gift.pk]),
        {"amount": "50.00", "paid_on": "2026-11-12", "receipt": "R-7"},
    )
    assert gift.payments.get().receipt == "R-7"
    page = client.get(reverse("orders:motion", args=[found.pk])).content.decode()
    for text in ("2026/01", "Both were there.", "150.50", "R-7"):
        assert text in page


def test_more_than_the_pot_is_refused_with_what_is_left(client: Client, site: Site) -> None:
    row = closed(site)
    Initiative.objects.create(key="starter", name_en="Starter")
    signed_in(client, Role.MANAGER)
    too_much = f"{(row.allocable_agorot + 1) / 100:.2f}"
    page = client.post(
        reverse("orders:draft_motion"), {"text": "x", "quorum": 1, "gift_starter": too_much}
    )
    assert "can still be given" in page.content.decode()
    assert not Resolution.objects.exists()


def test_without_a_quorum_the_whole_meeting_is_not_recorded(site: Site) -> None:
    found = draft_motion(
        month=closed(site).month, text="x", amounts={starter(): 100}, quorum=2,
        author=None, now=NOW,
    )  # fmt: skip
    (member,) = members(1)
    with pytest.raises(CannotBeDone, match="1 of at least 2"):
        record(found, {member: "for"})
    assert not Vote.objects.exists()


def starter() -> str:
    return Initiative.objects.create(key="starter", name_en="Starter").key


def record(found: Resolution, votes: dict[User, str], day: dt.date = MEETING) -> Resolution:
    return record_meeting(
        motion=found, votes=votes, minutes="Said and done.", decided_on=day, author=None, now=NOW
    )


def test_a_tie_gives_nothing(site: Site) -> None:
    found = drafted(closed(site))
    one, other = members(2)
    decided = record(found, {one: "for", other: "against"})
    assert (decided.state, decided.number) == (ResolutionState.REJECTED, "")


def test_a_meeting_needs_minutes_and_has_already_been(site: Site) -> None:
    found = drafted(closed(site))
    (member,) = members(1)
    with pytest.raises(BadInput, match="future"):
        record(found, {member: "for"}, NOW.date() + dt.timedelta(days=1))
    with pytest.raises(BadInput, match="minutes"):
        record_meeting(
            motion=found, votes={member: "for"}, minutes=" ", decided_on=MEETING, author=None,
            now=NOW,
        )  # fmt: skip


def test_a_draft_can_be_taken_back_and_a_resolution_cannot(site: Site) -> None:
    row = closed(site)
    withdraw_motion(motion=drafted(row), author=None, now=NOW)
    assert not Resolution.objects.exists()
    found = passed(drafted(row))
    with pytest.raises(CannotBeDone, match="decided already"):
        withdraw_motion(motion=found, author=None, now=NOW)


def test_nothing_is_paid_without_a_receipt(site: Site) -> None:
    gift = passed(drafted(closed(site))).allocations.get()
    with pytest.raises(BadInput, match="receipt"):
        pay_allocation(
            allocation=gift, amount=100, paid_on=MEETING, receipt=" ", author=None, now=NOW
        )


def test_the_pot_counts_what_was_given_and_what_is_asked(site: Site) -> None:
    row = closed(site)
    passed(drafted(row, 7_000))
    drafted(row, 3_000)
    found = pot()
    assert found is not None
    assert (found.given, found.asked) == (7_000, 3_000)
    assert found.left == row.allocable_agorot - 7_000


def test_a_loss_leaves_nothing_to_give_and_is_carried_whole(site: Site) -> None:
    row = closed(site, labour=5_000_000)
    assert row.surplus_agorot < 0
    with pytest.raises(CannotBeDone, match="Only 0"):
        drafted(row, 1)
    later = close_month(
        month=dt.date(2026, 11, 1), author=None, now=base.at(dt.date(2026, 12, 4), 9)
    )
    assert later.brought_forward_agorot == row.surplus_agorot


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.tuples(st.integers(1, 400_000), st.sampled_from(["for", "against"])),
                min_size=1, max_size=8))  # fmt: skip
def test_whatever_is_asked_and_decided_the_gifts_stay_within_the_pot(
    pot_of_month: MonthClose, asked: list[tuple[int, str]]
) -> None:
    """Random motions, decided at random: passed ones never sum to more than the pot."""
    with transaction.atomic():
        member = members(1)[0]
        passed_sum = 0
        for agorot, vote in asked:
            left = pot_of_month.allocable_agorot - passed_sum
            if agorot > left:
                with pytest.raises(CannotBeDone):
                    drafted(pot_of_month, agorot)
                continue
            if record(drafted(pot_of_month, agorot), {member: vote}).state == "passed":
                passed_sum += agorot
        gifts = Allocation.objects.filter(resolution__state=ResolutionState.PASSED)
        assert sum(gifts.values_list("amount_agorot", flat=True)) == passed_sum
        assert passed_sum <= pot_of_month.allocable_agorot
        transaction.set_rollback(True)


def test_a_motion_is_a_sheet_to_sign_in_each_language(client: Client, site: Site) -> None:
    found = drafted(closed(site))
    members(2)
    user = signed_in(client, Role.BOARD)
    for language in ("ar", "he", "en"):
        user.language = language
        user.save(update_fields=["language"])
        page = client.get(reverse("orders:motion_pdf", args=[found.pk]))
        assert page.content.startswith(b"%PDF")


# --- a crowd ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_resolutions_passed_at_the_same_moment_never_give_more_than_the_pot(
    site: Site, tmp_path: Path
) -> None:
    """Six motions of two fifths each, decided by six threads at once: two pass."""
    row = closed(site)
    share = row.allocable_agorot * 2 // 5
    motions = [drafted(row, share) for _number in range(CROWD)]
    (member,) = members(1)
    for one in motions:
        cast_vote(motion=one, member=member, choice="for", now=NOW)
    outcomes = decided_at_once([one.pk for one in motions], tmp_path / "crowd.sqlite3")
    assert sorted(outcomes) == ["passed"] * 2 + ["refused"] * (CROWD - 2)


def decided_at_once(motions: list[int], file: Path) -> list[str]:
    """Each motion is decided by a thread of its own, all on one database file."""
    database = connections.settings["default"]
    kept = database["NAME"]
    if connection.vendor == "sqlite":
        with sqlite3.connect(file) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        database["NAME"] = str(file)
    outcomes: list[str] = []
    start = threading.Barrier(len(motions))
    threads = [threading.Thread(target=decide_one, args=(pk, start, outcomes)) for pk in motions]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        database["NAME"] = kept
    return outcomes


def decide_one(pk: int, start: threading.Barrier, outcomes: list[str]) -> None:
    found = Resolution.objects.get(pk=pk)
    start.wait()
    try:
        decide(motion=found, minutes="m", decided_on=MEETING, author=None, now=NOW)
        outcomes.append("passed")
    except CannotBeDone:
        outcomes.append("refused")
    finally:
        gifts = Allocation.objects.filter(resolution__state=ResolutionState.PASSED)
        total = sum(gifts.values_list("amount_agorot", flat=True))
        if total > MonthClose.objects.get(month=MONTH).allocable_agorot:
            outcomes.append("too much")
        connection.close()


# --- budget -------------------------------------------------------------------------------------


def test_a_budget_is_set_while_the_month_is_open_and_stays_once_it_is_closed(site: Site) -> None:
    set_budget(month=MONTH, amounts={"meals": 5000, "energy": 100}, author=None, now=NOW)
    set_budget(month=MONTH, amounts={"energy": None}, author=None, now=NOW)
    assert list(BudgetLine.objects.values_list("account__key", "agorot")) == [("meals", 5000)]
    closed(site)
    with pytest.raises(CannotBeDone, match="stays as the board has read it"):
        set_budget(month=MONTH, amounts={"meals": 1}, author=None, now=NOW)


def test_a_budget_knows_only_accounts_of_the_result(site: Site) -> None:
    with pytest.raises(BadInput, match="bank"):
        set_budget(month=MONTH, amounts={"bank": 1}, author=None, now=NOW)
