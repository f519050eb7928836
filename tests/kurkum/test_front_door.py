"""The front door: who is led where, languages, people, recovery of access, history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change, RoleGrant, User
from kurkum.base.services.people import save_person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def person(name: str, *roles: str, language: str = "en", email: str = "") -> User:
    user = User.objects.create_user(name, email=email, password="a long pass phrase")
    user.language = language
    user.save(update_fields=["language"])
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_stranger_is_asked_to_sign_in() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_a_person_without_a_role_is_told_whom_to_ask() -> None:
    answer = signed_in(person("new_one")).get("/")
    assert answer.status_code == 200
    assert "Ask the kitchen manager" in answer.content.decode()


def test_an_administrator_starts_with_the_people() -> None:
    answer = signed_in(person("head", Role.ADMINISTRATOR)).get("/")
    assert answer["Location"] == reverse("people")


def test_a_signed_in_person_reads_the_site_in_her_own_language() -> None:
    answer = signed_in(person("secretary", language="he")).get("/")
    assert '<html lang="he" dir="rtl">' in answer.content.decode()


def test_changing_the_language_is_remembered_for_the_person() -> None:
    user = person("secretary")
    signed_in(user).post(reverse("set_language"), {"language": "ar", "next": "/"})
    user.refresh_from_db()
    assert user.language == "ar"


def test_the_language_switch_never_leads_to_another_site() -> None:
    answer = Client().post(
        reverse("set_language"), {"language": "ar", "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("came_from", "comes_back_to"),
    [("http://testserver/people/?page=2", "/people/"), ("https://elsewhere.example/x", "/"),
     ("", "/")],
)  # fmt: skip
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(
    came_from: str, comes_back_to: str
) -> None:
    client = Client(headers={"referer": came_from, "accept-language": "en"})
    answer = client.post("/orders/days/2026-11-24/lock/")
    assert answer.headers["Location"] == f"{reverse('login')}?next={comes_back_to}"
    assert "send it once more" in client.get(answer.headers["Location"]).content.decode()


def test_the_address_of_a_form_is_no_blank_page() -> None:
    answer = signed_in(person("mona", Role.MANAGER)).get("/orders/days/2026-11-24/lock/")
    assert answer.status_code == 405
    assert "There is no page at this address" in answer.content.decode()
    assert answer.headers["Allow"] == "POST"


def test_a_lost_password_is_recovered_through_the_e_mail() -> None:
    person("secretary", email="secretary@school.example")
    Client().post(reverse("password_reset"), {"email": "secretary@school.example"})
    assert len(mail.outbox) == 1
    assert "/recover/" in mail.outbox[0].body


def test_the_administrator_makes_a_recovery_link_for_a_person_without_e_mail() -> None:
    cook = person("amal", Role.COOK)
    client = signed_in(person("head", Role.ADMINISTRATOR))
    page = client.post(reverse("person_recovery", args=[cook.pk])).content.decode()
    path = page.split("http://testserver")[1].split("<")[0]
    assert Client().get(path, follow=True).status_code == 200
    assert Change.objects.filter(subject_key="amal", action="recovery link made").exists()


def test_saving_a_person_notes_who_did_it_and_what_changed() -> None:
    head = person("head", Role.ADMINISTRATOR)
    saved = save_person(person=User(username="rania"), roles=["cook"], author=head, now=NOW)
    change = Change.objects.get(subject_key="rania")
    assert change.author == head
    assert change.before is None
    assert change.after is not None
    assert change.after["roles"] == ["cook"]
    assert not saved.has_usable_password()


def test_the_last_administrator_cannot_lose_the_role() -> None:
    head = person("head", Role.ADMINISTRATOR)
    with pytest.raises(CannotBeDone, match="administrator"):
        save_person(person=head, roles=["manager"], author=head, now=NOW)
    assert head.role_grants.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_can_be_taken_away_as_a_file(kind: str) -> None:
    client = signed_in(person("head", Role.ADMINISTRATOR))
    answer = client.get(reverse("people"), {"export": kind})
    assert answer["Content-Disposition"] == f'attachment; filename="people.{kind}"'
    assert len(answer.content) > 100


def test_a_cook_may_not_open_the_list_of_people() -> None:
    assert signed_in(person("amal", Role.COOK)).get(reverse("people")).status_code == 403
