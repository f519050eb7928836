"""People, places and the clock of the tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kurkum.base.choices import Role
from kurkum.base.models import DatedLimit, Distance, Locality, RoleGrant, User
from kurkum.lib import dates

# A Monday in the school year; the kitchen's clock, told to every service.
TODAY = dt.date(2026, 11, 23)
TOMORROW = dt.date(2026, 11, 24)


NOW = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """An instant by the kitchen's clock."""
    return dates.at_clock(day, dt.time(hour, minute))


def user(username: str = "amal", *roles: str) -> User:
    found, made = User.objects.get_or_create(
        username=username, defaults={"email": f"{username}@example.org"}
    )
    if made:
        RoleGrant.objects.bulk_create(RoleGrant(user=found, role=role) for role in roles)
    return found


def manager() -> User:
    return user("manar", Role.MANAGER)


def locality(
    key: str = "nahf", latitude: str = "32.93170", longitude: str = "35.31970"
) -> Locality:
    found, _ = Locality.objects.get_or_create(
        key=key,
        defaults={
            "name_en": key.replace("_", " ").title(),
            "name_ar": "نحف",
            "name_he": "נחף",
            "latitude": Decimal(latitude),
            "longitude": Decimal(longitude),
        },
    )
    return found


def drive(origin: Locality, destination: Locality, *, metres: int, minutes: str) -> None:
    """The same way there and back."""
    for start, end in ((origin, destination), (destination, origin)):
        Distance.objects.get_or_create(
            origin=start,
            destination=end,
            defaults={"metres": metres, "minutes": Decimal(minutes)},
        )


def limit(key: str, value: str, unit: str = "minutes") -> DatedLimit:
    found, _ = DatedLimit.objects.get_or_create(
        key=key,
        valid_from=dt.date(2015, 1, 1),
        defaults={"value": Decimal(value), "unit": unit, "mark": "assumed"},
    )
    return found
