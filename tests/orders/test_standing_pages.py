"""The pages of the standing order and of late changes: what is kept, refused, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from kurkum.base import ports
from kurkum.base.choices import Role
from orders.models import (
    Amendment,
    AttendanceProfile,
    ServiceDayOverride,
    Site,
    SiteAccess,
    StandingOrder,
)
from orders.selectors.effective import effective_order
from orders.services.locking import lock_day
from tests.factories import base
from tests.factories.base import TODAY, TOMORROW, at

PAGE = "/orders/standing/nahf-a/"
CELL = "count:0:grades_1_6:regular"
NEXT_SUNDAY = dt.date(2026, 11, 29)
ASK = f"/orders/sites/nahf-a/{TOMORROW}/ask/"
LINE = "grades_1_6:regular"


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(TODAY, 9))


@pytest.fixture
def secretary(school: Site) -> Client:
    return client_of("samira", Role.SCHOOL, school)


def client_of(name: str, role: str, site: Site | None = None) -> Client:
    person = base.user(name, role)
    person.language = "en"
    person.save(update_fields=["language"])
    if site is not None:
        SiteAccess.objects.create(user=person, site=site)
    client = Client()
    client.force_login(person)
    return client


def test_a_week_that_cannot_be_read_comes_back_as_it_was_typed(secretary: Client) -> None:
    answer = secretary.post(f"{PAGE}change/", {CELL: "ninety", "first": str(NEXT_SUNDAY)})
    assert answer.status_code == 422
    assert 'value="ninety"' in answer.content.decode()
    assert f'value="{NEXT_SUNDAY}"' in answer.content.decode()


def test_the_second_of_two_who_change_the_week_is_told(secretary: Client, school: Site) -> None:
    seen = StandingOrder.objects.get().pk
    change = {CELL: "90", "first": str(NEXT_SUNDAY), "seen": str(seen)}
    assert secretary.post(f"{PAGE}change/", change).status_code == 302
    answer = secretary.post(f"{PAGE}change/", {**change, CELL: "80"})
    assert answer.status_code == 422
    assert "Somebody changed the standing order" in answer.content.decode()
    assert effective_order(school, NEXT_SUNDAY).portions == 90


def test_a_kind_of_day_is_set_for_a_range_and_taken_back_for_one(
    secretary: Client, school: Site
) -> None:
    AttendanceProfile.objects.create(key="ramadan", name_en="Ramadan", attendance_percent=45)
    friday = NEXT_SUNDAY + dt.timedelta(days=5)
    secretary.post(
        f"{PAGE}day/", {"kind": "ramadan", "date": str(NEXT_SUNDAY), "until": str(friday)}
    )
    assert ServiceDayOverride.objects.count() == 5  # not on Friday, when nobody eats
    assert effective_order(school, NEXT_SUNDAY).portions == 54
    secretary.post(f"{PAGE}{NEXT_SUNDAY}/take-back/")
    assert effective_order(school, NEXT_SUNDAY).portions == 120


def test_a_decision_names_who_decided_it(secretary: Client) -> None:
    secretary.post(f"{PAGE}day/", {"kind": "closed", "date": str(NEXT_SUNDAY), "reason": "trip"})
    page = secretary.get(PAGE).content.decode()
    assert "decided by <bdi>samira</bdi>" in page
    assert "trip" in page


@pytest.mark.parametrize("day", ["", "yesterday", str(TODAY)])
def test_a_day_that_is_none_or_over_is_refused_in_words(secretary: Client, day: str) -> None:
    answer = secretary.post(f"{PAGE}pause/", {"first": day, "last": day}, follow=True)
    assert 'class="toast error"' in answer.content.decode()


# --- late changes -------------------------------------------------------------------------------


@pytest.fixture
def locked(school: Site) -> Site:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 8))
    return school


@pytest.fixture
def room_for_six() -> Iterator[None]:
    judges = list(ports._amendment_judges)
    ports._amendment_judges[:] = [
        lambda question: ports.Judgement(
            fits=min(question.delta, 6),
            causes=((("kettle", {"reason": "the kettle is full"}),) if question.delta > 6 else ()),
            effect={"batches": 1, "minutes": 35},
        )
    ]
    yield
    ports._amendment_judges[:] = judges


def ask(client: Client, delta: str, seen: int = 120) -> str:
    typed = {"line": f"{LINE}:{seen}", "delta": delta}
    return client.post(ASK, typed, follow=True).content.decode()


def test_what_fits_is_granted_at_once(secretary: Client, locked: Site, room_for_six: None) -> None:
    ask(secretary, "6")
    assert Amendment.objects.get().state == "accepted"
    assert effective_order(locked, TOMORROW).portions == 126


def test_what_does_not_fit_waits_with_its_cause_and_the_nearest_alternative(
    secretary: Client, locked: Site, room_for_six: None
) -> None:
    page = ask(secretary, "25")
    assert "waiting for a decision" in page
    assert "the kettle is full" in page
    assert "6 portions would fit." in page
    assert effective_order(locked, TOMORROW).portions == 120


def test_the_manager_sees_the_effect_and_grants_a_part_with_a_word(
    secretary: Client, locked: Site, room_for_six: None
) -> None:
    ask(secretary, "25")
    manager = client_of("manar", Role.MANAGER)
    board = manager.get(f"/orders/days/{TOMORROW}/").content.decode()
    assert "batches +1" in board
    asked = Amendment.objects.get()
    manager.post(f"/orders/amendments/{asked.pk}/", {"granted": "6", "reason": "as much as fits"})
    page = secretary.get(f"/orders/sites/nahf-a/{TOMORROW}/").content.decode()
    assert "accepted in part" in page
    assert "as much as fits" in page
    assert effective_order(locked, TOMORROW).portions == 126


def test_a_double_tap_asks_once(secretary: Client, locked: Site, room_for_six: None) -> None:
    ask(secretary, "5")
    page = ask(secretary, "5")
    assert "was changed or asked for already" in page
    assert effective_order(locked, TOMORROW).portions == 125


@pytest.mark.parametrize("typed", ["", "many", "0", "-121", "9999999"])
def test_an_impossible_wish_is_refused_in_words(
    secretary: Client, locked: Site, typed: str
) -> None:
    assert 'class="toast error"' in ask(secretary, typed)
    assert not Amendment.objects.exists()
