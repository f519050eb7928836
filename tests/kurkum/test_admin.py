"""Django's admin: every model is there, for the administrator; what is locked is only read."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from kurkum.base.models import Change, DatedLimit
from tests.factories.base import limit, user

pytestmark = pytest.mark.django_db
OURS = [
    model
    for app in ("base", "menus", "orders", "staffing")
    for model in apps.get_app_config(app).get_models()
]


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(user("head", Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_has_its_list(office: Client, model: type) -> None:
    inlined = {line.model for known in admin.site._registry.values() for line in known.inlines}
    if model in inlined and model not in admin.site._registry:
        return
    meta = model._meta  # type: ignore[attr-defined]
    page = office.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
    assert page.status_code == 200


def test_a_row_changed_here_leaves_its_trace(office: Client) -> None:
    row = limit("rest_minutes", "480")
    page = reverse("admin:base_datedlimit_change", args=[row.pk])
    form = office.get(page).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    answer = office.post(page, {**data, "value": "540"})
    assert answer.status_code == 302
    assert DatedLimit.objects.get(pk=row.pk).value == 540
    change = Change.objects.get(subject="DatedLimit")
    assert (change.author_name, change.action) == ("head", "changed")


def test_the_history_cannot_be_touched(office: Client) -> None:
    limit("rest_minutes", "480")
    office.post(reverse("admin:base_datedlimit_add"), {})
    for name in ("add", "changelist"):
        page = office.get(reverse(f"admin:base_change_{name}"))
        assert page.status_code == (403 if name == "add" else 200)


def test_people_are_read_here_and_changed_on_their_own_page(office: Client) -> None:
    amal = user("amal", Role.COOK)
    page = office.get(reverse("admin:base_user_change", args=[amal.pk])).content.decode()
    assert "amal" in page
    assert 'name="password"' not in page
    assert "field-password" not in page
    assert office.post(reverse("admin:base_user_change", args=[amal.pk]), {}).status_code == 403
