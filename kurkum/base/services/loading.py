"""Loads the tables of the ground: dated limits, places and people who sign in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kurkum.base.choices import Role
from kurkum.base.models import DatedLimit, Distance, Locality, RoleGrant, User
from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row, look_up

Tables = Mapping[str, Sequence[Row]]


def load_reference(tables: Tables, faults: Faults) -> int:
    """Tables ``limits``, ``localities``, ``distances``; returns how many rows changed."""
    limits = load_limits(tables["limits"], faults)
    places = store(faults.each(tables["localities"], _locality), identity=("key",), faults=faults)
    known = by_key(Locality)
    roads = store(
        faults.each(tables["distances"], lambda row: _distance(row, known)),
        identity=("origin", "destination"),
        faults=faults,
    )
    return limits + places + roads


def load_limits(rows: Sequence[Row], faults: Faults) -> int:
    return store(faults.each(rows, _limit), identity=("key", "valid_from"), faults=faults)


def load_users(rows: Sequence[Row], faults: Faults) -> int:
    """People of the table ``users`` with their roles, each named in her own language, without a
    password of their own.
    """
    built = faults.each(rows, _user)
    changed = store(
        built,
        identity=("username",),
        faults=faults,
        keep=("password", "date_joined", "last_login"),
    )
    people = {person.username: person for person in User.objects.all()}
    grants = faults.each_of(rows, lambda row: _grants(row, people))
    return changed + store(grants, identity=("user", "role"), faults=faults)


def _limit(row: Row) -> DatedLimit:
    return DatedLimit(
        key=row.needed("key"),
        value=row.decimal("value"),
        unit=row.needed("unit"),
        valid_from=row.date("valid_from"),
        valid_to=row.optional(row.date, "valid_to"),
        mark=row.needed("mark"),
        source=row.text("source"),
        note=row.text("note"),
    )


def _locality(row: Row) -> Locality:
    return Locality(
        key=row.needed("key"),
        name_ar=row.text("name_ar"),
        name_he=row.text("name_he"),
        name_en=row.text("name_en"),
        latitude=row.decimal("latitude"),
        longitude=row.decimal("longitude"),
        population=row.optional(row.integer, "population"),
        population_year=row.optional(row.integer, "population_year"),
        kind=row.text("kind"),
        council_he=row.text("council_he"),
        source=row.text("source"),
    )


def _distance(row: Row, known: Mapping[str, Locality]) -> Distance:
    return Distance(
        origin=row.one_of("origin", known),
        destination=row.one_of("destination", known),
        metres=row.integer("metres"),
        minutes=row.decimal("minutes"),
        mark=row.needed("mark"),
    )


def _user(row: Row) -> User:
    username = row.needed("username")
    language = row.needed("language")
    person = User(
        username=username,
        first_name=row.text(f"name_{language}"),
        email=f"{username.replace('_', '-')}@kurkum.example",
        language=language,
    )
    person.set_unusable_password()
    return person


def _grants(row: Row, people: Mapping[str, User]) -> list[RoleGrant]:
    person = row.one_of("username", people)
    roles = dict.fromkeys(Role.values, True)
    for role in row.listed("roles"):
        look_up("roles", role, roles)
    return [RoleGrant(user=person, role=role) for role in row.listed("roles")]
