"""``python -m tests.benchmarks.load_seed``: sites, secretaries and their sessions, as JSON.

Run in a process of its own with DATABASE_URL naming an empty file.
"""

from __future__ import annotations

import datetime as dt
import json
import os

CLIENTS = 50


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.load_settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from kurkum.base.choices import Role
    from kurkum.lib import dates
    from orders.models import SiteAccess
    from tests.factories import base, menus, orders

    call_command("migrate", verbosity=0)
    day = dates.week_start(dates.day_of(dt.datetime.now(dt.UTC))) + dt.timedelta(days=15)
    people = []
    with transaction.atomic():
        orders.kitchen()
        orders.cutoff_rule()
        orders.price()
        menus.regular()
        for offset in (0, 1):
            menus.menu_day(menus.dish(), date=day + dt.timedelta(days=offset))
        shared = orders.site("shared")
        for number in range(CLIENTS):
            site = orders.site(f"site-{number:02}")
            orders.standing_order(site, 120)
            person = base.user(f"secretary-{number:02}", Role.SCHOOL)
            SiteAccess.objects.create(user=person, site=site)
            SiteAccess.objects.create(user=person, site=shared)
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            people.append({"site": site.key, "session": session})
    print(json.dumps({"date": day.isoformat(), "shared": shared.key, "people": people}))


if __name__ == "__main__":
    main()
