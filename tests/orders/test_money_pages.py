"""The bookkeeper's and the board's pages: who may open them, and what they show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from orders.models import IssuedReport
from tests.factories import base
from tests.orders.test_reinvestment_papers import report

pytestmark = pytest.mark.django_db
BOOKS, BOARD = ("books", "invoices"), ("board",)


def sign_in(client: Client, role: str) -> Client:
    client.force_login(base.user(f"a-{role}", role))
    return client


def issued() -> IssuedReport:
    found = report()
    found.save()
    return found


@pytest.mark.parametrize("page", [*BOOKS, *BOARD])
@pytest.mark.parametrize("role", [Role.SCHOOL, Role.COOK, Role.DRIVER, Role.PAYER])
def test_schools_cooks_drivers_and_payers_see_no_books(
    client: Client, page: str, role: str
) -> None:
    assert sign_in(client, role).get(reverse(f"orders:{page}")).status_code == 403


@pytest.mark.parametrize("page", BOOKS)
def test_the_bookkeeper_opens_her_pages_on_an_empty_kitchen(client: Client, page: str) -> None:
    assert sign_in(client, Role.BOOKKEEPER).get(reverse(f"orders:{page}")).status_code == 200


def test_a_board_member_cannot_close_a_month(client: Client) -> None:
    address = reverse("orders:close_month", args=[dt.date(2026, 10, 1)])
    assert sign_in(client, Role.BOARD).post(address).status_code == 403


def test_before_the_first_closed_month_the_board_is_told_so(client: Client) -> None:
    member = base.user("a-board", Role.BOARD)
    member.language = "en"
    member.save(update_fields=["language"])
    client.force_login(member)
    page = client.get(reverse("orders:board"))
    assert "No month is closed yet." in page.content.decode()


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_board_reads_the_newest_report_in_her_language(client: Client, language: str) -> None:
    issued()
    member = base.user("a-board", Role.BOARD)
    member.language = language
    member.save(update_fields=["language"])
    client.force_login(member)
    text = client.get(reverse("orders:board")).content.decode()
    names = {"ar": "سهل الشاغور", "he": "בקעת בית הכרם", "en": "Valley of many cultures"}
    assert names[language] in text
    assert "4,000.00" in text


@pytest.mark.parametrize(("page", "start"), [("report_pdf", b"%PDF"), ("report_xlsx", b"PK")])
def test_the_board_takes_a_report_home(client: Client, page: str, start: bytes) -> None:
    answer = sign_in(client, Role.BOARD).get(reverse(f"orders:{page}", args=[issued().pk]))
    assert answer.content.startswith(start)
