"""Every address × every role. The default is "no": what the table does not grant is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters
from pytest_django import DjangoDbBlocker

from kurkum.base.choices import Role
from orders.models import Site, SiteAccess
from staffing.models import Cook
from staffing.services.scenario import load_reference
from tests.access_table import ACCESS, EVERYBODY, SIGNED_IN
from tests.conftest import FIXTURES
from tests.factories import base, orders, roster
from tests.factories.base import NOW

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)
REFUSED = 403
NO_ROLE = "no role"


def pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its full name, but for Django's own admin."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        elif entry.namespace != "admin":
            yield from pages(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


PAGES = dict(pages(get_resolver()))


def address(name: str) -> str:
    """The page with believable arguments: number 1, a day, a month, the key of the one school."""
    samples = {"int": 1, "str": "nahf-a", "slug": "nahf-a", "uuid": f"{'0' * 32}"}
    kinds = {type(made): kind for kind, made in get_converters().items()}
    return reverse(
        name,
        kwargs={
            argument: samples.get(kinds[type(converter)], DAY)
            for argument, converter in PAGES[name].pattern.converters.items()
        },
    )


def answer(client: Client, name: str) -> tuple[int, str]:
    """Status and target of a GET, or of an empty POST where only that is served."""
    got = client.get(address(name))
    if got.status_code == 405:
        got = client.post(address(name))
    return got.status_code, got.headers.get("Location", "")


def signed_in(role: str) -> Client:
    """Somebody with the role and what comes with it: a cook is on the list, a school has a site."""
    client = Client(raise_request_exception=False)
    person = base.user(f"one {role}", *([] if role == NO_ROLE else [role]))
    if role in (Role.COOK, Role.DRIVER):
        Cook.objects.filter(pk=roster.cook(f"one-{role}", []).pk).update(user=person)
    if role == Role.SCHOOL:
        SiteAccess.objects.create(user=person, site=Site.objects.get())
    client.force_login(person)
    return client


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A kitchen with its reference figures and one school, and nothing else."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(FIXTURES / "reference", author=None, now=NOW)
        orders.kitchen()
        orders.cutoff_rule()
        orders.site()
        yield
        transaction.set_rollback(True)


def test_every_address_states_who_may_open_it() -> None:
    for name in sorted(PAGES.keys() - ACCESS.keys()):
        pytest.fail(
            f"{name} is not listed. Add '\"{name}\": MANAGER,' (the roles that may open it) to "
            "ACCESS in tests/access_table.py, and @role_required(…) to its view.",
            pytrace=False,
        )
    assert sorted(ACCESS.keys() - PAGES.keys()) == [], "listed in tests/access_table.py, but gone"


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_the_view_names_the_roles_of_the_table(name: str) -> None:
    named = getattr(PAGES[name].callback, "allowed_roles", None)
    if ACCESS[name] in (EVERYBODY, SIGNED_IN):
        assert named is None
    else:
        assert named == ACCESS[name], f"tests/access_table.py grants {name} to {ACCESS[name]}"


def test_a_stranger_is_sent_to_sign_in_from_every_page_but_the_open_ones() -> None:
    client, wrong = Client(raise_request_exception=False), []
    for name, roles in ACCESS.items():
        status, target = answer(client, name)
        sent = status == 302 and target.startswith(reverse("login"))
        if name not in ("login", "logout") and sent == (roles == EVERYBODY):
            wrong.append(f"{name}: {status} {target}")
    assert wrong == []


@pytest.mark.parametrize("role", [NO_ROLE, *Role.values])
def test_a_role_opens_its_pages_and_is_refused_all_others(role: str) -> None:
    """What is allowed may lack its object here (404), but never breaks (500)."""
    client, wrong = signed_in(role), []
    for name, roles in ACCESS.items():
        if name == "logout":
            continue
        status, target = answer(client, name)
        allowed = roles in (EVERYBODY, SIGNED_IN) or role in roles
        if allowed == (status == REFUSED) or status >= 500 or (allowed and "sign-in" in target):
            wrong.append(f"{name}: {status} {target}")
    assert wrong == []


@pytest.mark.parametrize("role", [NO_ROLE, *Role.values])
def test_the_admin_is_open_to_the_administrator_alone(role: str) -> None:
    status = signed_in(role).get("/admin/").status_code
    assert status == (200 if role == Role.ADMINISTRATOR else 302)
