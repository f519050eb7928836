"""A kitchen that uses one language shows one language."""

from __future__ import annotations

import pytest
from django.test import Client

from kurkum.base.choices import Role
from kurkum.base.forms import ProfileForm
from kurkum.base.models import Kitchen, User
from kurkum.base.selectors.languages import languages_in_use
from tests.factories import orders
from tests.factories.base import user


@pytest.fixture
def reader(db: None) -> User:
    found = user("tamar", Role.ADMINISTRATOR)
    found.language = "he"
    found.save()
    return found


def page_of(reader: User) -> str:
    client = Client()
    client.force_login(reader)
    return client.get("/me/").content.decode()


def test_all_languages_are_offered_while_no_kitchen_says_otherwise(reader: User) -> None:
    assert languages_in_use() == ("ar", "he", "en")
    page = page_of(reader)
    assert '<html lang="he" dir="rtl">' in page
    assert 'value="ar" lang="ar"' in page


def test_a_language_that_is_switched_off_is_neither_shown_nor_offered(reader: User) -> None:
    Kitchen.objects.filter(pk=orders.kitchen().pk).update(languages="ar")
    page = page_of(reader)
    assert '<html lang="ar" dir="rtl">' in page
    assert 'name="language" value=' not in page
    form = str(ProfileForm(instance=reader)["language"])
    assert form.count("<option") == 1


def test_a_language_that_is_switched_off_cannot_be_chosen(reader: User) -> None:
    Kitchen.objects.filter(pk=orders.kitchen().pk).update(languages="ar;en")
    client = Client()
    client.force_login(reader)
    client.post("/language/", {"language": "he", "next": "/me/"})
    client.post("/language/", {"language": "en", "next": "/me/"})
    reader.refresh_from_db()
    assert reader.language == "en"
