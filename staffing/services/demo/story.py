"""Tells the story in order: rosters, orders, locks, deliveries, books; then the coming week."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel, Role
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates, money
from menus.models import KitchenLine
from menus.selectors.recipes import RecipeBook, recipes_on
from menus.services.menu import generate_menu, publish_menu
from orders.services.locking import lock_day
from orders.services.route_question import RouteRequest
from staffing.services.demo import books, delivering, ordering, staff
from staffing.services.demo.setting import Setting, find_setting, recall_setting
from staffing.services.driving import plan_driven_routes
from staffing.services.production import SolveRequest, plan_day
from staffing.services.scenario import load_kitchen, load_reference

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PASSWORD = "kurkum-demo"  # noqa: S105  # printed for whoever tries the demonstration
SUBJECT, KEY = "Kitchen", "demo"
MENU_AHEAD_DAYS = 28
MORNING = dt.time(8)
PRODUCTION_SECONDS, ROUTE_SECONDS = 3.0, 6.0

Report = Callable[[str, int, int], None]
Step = tuple[str, Callable[[], object]]


def told_before() -> Change | None:
    """The note that a story is in this database, or None."""
    return Change.objects.filter(subject=SUBJECT, subject_key=KEY, action="demo told").first()


def refuse_other_kitchens() -> None:
    """Raises CannotBeDone where the database holds anything that is not a demonstration."""
    if User.objects.exists():
        raise CannotBeDone(
            _(
                "This database is in use and holds no demonstration; nothing was changed. "
                "Name another one with DATABASE_URL."
            )
        )


def tell(*, asked: dt.date, seed: int, report: Report) -> Setting:
    """Everything, all or nothing: an interrupted story leaves an empty database.

    What it writes stays in the books, so it is written in the kitchen's language, whichever one
    the command answers in.
    """
    refuse_other_kitchens()
    with transaction.atomic():
        load_reference(FIXTURES / "reference", author=None, now=dates.at_clock(asked, MORNING))
        setting = _load_for(asked, seed)
        steps = list(_steps(setting))
        for done, (words, act) in enumerate(steps):
            report(words, done, len(steps))
            with translation.override(settings.LANGUAGE_CODE):
                act()
        report("", len(steps), len(steps))
        record_change(
            subject=SUBJECT,
            subject_key=KEY,
            action="demo told",
            author=setting.manager,
            now=setting.now,
            channel=Channel.COMMAND,
            after=setting.facts(),
        )
    return setting


def _load_for(asked: dt.date, seed: int) -> Setting:
    """The kitchen with its stores and papers as of the day the story plays on.

    Only a loaded kitchen knows its vacations: where they move the story, it is loaded again.
    """
    plays_on = asked
    while True:
        point = transaction.savepoint()
        load_kitchen(FIXTURES / "demo", author=None, now=dates.at_clock(plays_on, MORNING))
        setting = find_setting(asked=asked, seed=seed, manager=_sign_ins())
        if setting.today in (asked, plays_on):
            transaction.savepoint_commit(point)
            return setting
        plays_on = setting.today
        transaction.savepoint_rollback(point)


def setting_of(note: Change) -> Setting:
    """The setting of a story that was told before."""
    manager = User.objects.filter(role_grants__role=Role.MANAGER).order_by("pk")[0]
    return recall_setting(note.after or {}, manager=manager)


def _sign_ins() -> User:
    """One password for all, hashed once; returns the kitchen manager."""
    User.objects.update(password=make_password(PASSWORD))
    return User.objects.filter(role_grants__role=Role.MANAGER).order_by("pk")[0]


def _steps(setting: Setting) -> Iterator[Step]:
    yield _("menus"), lambda: _publish_menus(setting)
    yield _("opening balances"), lambda: books.open_books(setting, _opening())
    last = setting.today + dt.timedelta(days=dates.DAYS_IN_WEEK)
    rosters = staff.period_starts(setting)
    book = recipes_on(setting.today)
    for day in dates.days_from(setting.begins, last):
        if day == setting.begins:
            yield from _rosters(setting, [start for start in rosters if start <= day])
        elif day in rosters:
            yield from _rosters(setting, [day])
        yield from _day(setting, day, book)
    tomorrow = {"day": setting.tomorrow}
    # Vans first: the kitchen cooks towards the departures they need.
    yield _("routes of %(day)s") % tomorrow, lambda: _routes(setting)
    yield _("production plan of %(day)s") % tomorrow, lambda: _production(setting)


def _rosters(setting: Setting, starts: list[dt.date]) -> Iterator[Step]:
    for start in starts:
        is_past = start + dt.timedelta(weeks=staff.WEEKS) <= setting.today
        yield (
            _("roster from %(day)s") % {"day": start},
            lambda start=start, is_past=is_past: staff.plan_period(  # type: ignore[misc]
                setting, start, is_past=is_past
            ),
        )


def _day(setting: Setting, day: dt.date, book: RecipeBook) -> Iterator[Step]:
    if setting.open_sites.get(day):
        if day < setting.today:
            yield f"{day}", lambda: _live(setting, day, book)
        else:
            yield _("orders for %(day)s") % {"day": day}, lambda: _order(setting, day)
    if day.day == 1 and day > setting.begins and day <= setting.today:
        month = dates.month_of(day).plus(-1).first_day
        yield _("books of %(month)s") % {"month": f"{month:%Y-%m}"}, lambda: _close(setting, month)


def _publish_menus(setting: Setting) -> None:
    last = setting.tomorrow + dt.timedelta(days=MENU_AHEAD_DAYS)
    now = setting.at(setting.begins - dt.timedelta(days=14), 9)
    for line in KitchenLine.objects.order_by("key"):
        for act in (generate_menu, publish_menu):
            act(line=line, first=setting.begins, last=last, author=setting.manager, now=now)


def _opening() -> list[tuple[str, int]]:
    with (FIXTURES / "demo" / "opening_balances.csv").open(encoding="utf-8") as file:
        return [
            (row["account"], money.to_agorot(Decimal(row["amount"])))
            for row in csv.DictReader(file)
        ]


def _live(setting: Setting, day: dt.date, book: RecipeBook) -> None:
    sunday = dates.week_start(day)
    ordering.order_day(setting, day)
    lock_day(date=day, author=setting.manager, now=setting.at(day - dt.timedelta(days=1), 12))
    locked = delivering.read_day(day, book)
    delivering.buy_for_day(setting, locked, is_first=day == _first_of_week(setting, sunday))
    delivering.deliver_day(setting, locked)
    staff.work_day(setting, day)


def _first_of_week(setting: Setting, sunday: dt.date) -> dt.date:
    week = setting.service_days(sunday, sunday + dt.timedelta(days=6))
    return max(week[0], setting.begins)


def _order(setting: Setting, day: dt.date) -> None:
    """Today and tomorrow are locked; further days stay open, some of them ordered."""
    ordering.order_day(setting, day, share=0.5)
    if day <= setting.tomorrow:
        lock_day(date=day, author=setting.manager, now=setting.now)


def _close(setting: Setting, month: dt.date) -> None:
    closed = books.close_books(setting, month)
    if month == dates.month_of(setting.today).plus(-1).first_day:
        books.decide_gifts(setting, closed)


def _routes(setting: Setting) -> None:
    request = RouteRequest(seconds=ROUTE_SECONDS, seed=setting.seed)
    plan_driven_routes(
        date=setting.tomorrow, author=setting.manager, now=setting.now, request=request
    )


def _production(setting: Setting) -> None:
    request = SolveRequest(seconds=PRODUCTION_SECONDS, seed=setting.seed, repeatable=True)
    plan_day(day=setting.tomorrow, now=setting.now, author=setting.manager, request=request)
