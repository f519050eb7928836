"""The history is told in words, can be searched, and misses nobody's change."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import kurkum
from kurkum.base.choices import Role
from kurkum.base.history_names import Names
from kurkum.base.history_words import ACTIONS, differences, subject_word, value_text
from kurkum.base.models import Change, User
from kurkum.base.services.changes import record_change
from menus.models import DinerGroup
from tests.factories.base import NOW, user
from tests.factories.menus import diner_group

ROOT = Path(kurkum.__file__).parents[1]


def actions_of(path: Path) -> set[str]:
    """Every text that the file hands over as ``action=``, through conditions too."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    named = (word.value for call in calls for word in call.keywords if word.arg == "action")
    parts = (part for value in named for part in ast.walk(value))
    texts = (part.value for part in parts if isinstance(part, ast.Constant))
    return {text for text in texts if isinstance(text, str) and text}


def test_every_action_that_a_service_records_has_a_word() -> None:
    folders = [ROOT / app for app in ("kurkum/base", "menus", "orders", "staffing")]
    services = [path for folder in folders for path in (folder / "services").rglob("*.py")]
    recorded = {action for path in services for action in actions_of(path)}
    assert len(recorded) > 20
    assert sorted(recorded - set(ACTIONS)) == []


def test_kinds_and_fields_are_said_in_the_readers_language() -> None:
    with translation.override("he"):
        told = list(differences("Order", {"state": "open"}, {"state": "locked"}))
        assert subject_word("Order") == "הזמנה"
    assert told[0][1:] == ("פתוח", "נעול")
    assert not told[0][0].isascii()


def test_only_what_differs_is_told() -> None:
    before = {"lines": [["gan", "regular", 24], ["gan", "vegan", 1]], "reason": "x"}
    after = {"lines": [["gan", "regular", 26], ["gan", "vegan", 1]], "reason": "x"}
    assert [told[1:] for told in differences("Order", before, after)] == [
        ("gan regular 24", "gan regular 26")
    ]


@pytest.mark.django_db
def test_what_has_a_key_is_told_by_its_name() -> None:
    group = diner_group("grades_1_6")
    type(group).objects.update(name_he="כיתות א׳–ו׳")
    after = {"lines": [["grades_1_6", "regular", 31]]}
    with translation.override("he"):
        ((_word, was, now),) = differences("Order", None, after, Names())
    assert (was, now) == ("–", "כיתות א׳–ו׳ regular 31")


def test_gifts_are_told_in_shekels() -> None:
    after = {"allocations": {"small_businesses": 250002}}
    ((_word, _was, now),) = differences("Resolution", None, after)
    assert now == "small_businesses: ₪2,500.02"


def test_money_is_told_in_shekels_and_nothing_as_a_dash() -> None:
    assert value_text("gross_agorot", 123450) == "₪1,234.50"
    assert value_text("paid", None) == "–"


@pytest.fixture
def two_changes(db: None) -> Client:
    manager = user("manager", Role.MANAGER)
    for key, days in (("school_karm", 0), ("gan_zahra", 3)):
        record_change(
            subject="Order", subject_key=key, action="saved", author=manager,
            now=NOW + dt.timedelta(days=days), after={"portions": 24},
        )  # fmt: skip
    client = Client()
    client.force_login(manager)
    return client


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"words": "karm"}, ["school_karm"]),
        ({"first": f"{NOW.date() + dt.timedelta(days=1)}"}, ["gan_zahra"]),
        ({"subject": "Order"}, ["gan_zahra", "school_karm"]),
        ({"words": "nobody"}, []),
    ],
)
def test_the_history_is_narrowed(
    two_changes: Client, asked: dict[str, str], seen: list[str]
) -> None:
    page = two_changes.get(reverse("history"), asked).content.decode()
    assert [key for key in ("gan_zahra", "school_karm") if f">{key}<" in page] == seen


def test_an_author_is_told_by_her_name_where_she_has_one(two_changes: Client) -> None:
    assert ">manager<" in two_changes.get(reverse("history")).content.decode()
    User.objects.filter(username="manager").update(first_name="Manar", last_name="H.")
    page = two_changes.get(reverse("history"), {"words": "manar"}).content.decode()
    assert page.count("<bdi>Manar H.</bdi>") == 2
    file = two_changes.get(reverse("history"), {"export": "csv"}).content.decode()
    assert file.count("Manar H.") == 2
    assert "bdi" not in file
    assert ">manager<" not in page


def test_what_a_person_changes_about_herself_is_recorded(two_changes: Client) -> None:
    two_changes.post(reverse("profile"), {"first_name": "Amal", "language": "he"})
    change = Change.objects.get(subject="User", subject_key="manager")
    was, now = change.before or {}, change.after or {}
    assert (was["first_name"], now["first_name"]) == ("", "Amal")


def test_the_object_of_a_change_is_told_by_name_and_date(db: None) -> None:
    DinerGroup.objects.filter(pk=diner_group("small").pk).update(name_ar="صغار")
    with translation.override("ar"):
        names = Names()
        assert names.of_object("small/2026-12-06") == "صغار · 06.12.2026"
        assert names.of_object("small.2/3") == "صغار 2 · 3"
        assert names.of_object("2026/01") == "2026/01"
        assert names.of_object("2026-00001") == "2026-00001"


def test_a_budget_is_told_in_money_by_its_accounts(db: None) -> None:
    DinerGroup.objects.filter(pk=diner_group("small").pk).update(name_ar="صغار")
    with translation.override("ar"):
        (told,) = differences("Budget", None, {"small": 2350000}, Names())
    assert told == ("صغار", "–", "₪23,500.00")
