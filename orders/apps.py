"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base import ports
from kurkum.base.choices import Role
from kurkum.base.pages import Page


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")
    pages = (
        Page(
            label=_("Order"),
            url_name="orders:ordering",
            roles=frozenset({Role.SCHOOL}),
            position=10,
            start_of=frozenset({Role.SCHOOL}),
        ),
        Page(
            label=_("Standing order"),
            url_name="orders:standing_home",
            roles=frozenset({Role.SCHOOL}),
            position=12,
        ),
        Page(
            label=_("Special meals"),
            url_name="orders:special_meals_home",
            roles=frozenset({Role.SCHOOL}),
            position=13,
        ),
        Page(
            label=_("Orders"),
            url_name="orders:order_boards",
            roles=frozenset({Role.MANAGER}),
            position=14,
        ),
        Page(
            label=_("My sites"),
            url_name="orders:payer",
            roles=frozenset({Role.PAYER}),
            position=16,
            start_of=frozenset({Role.PAYER}),
        ),
        Page(
            label=_("My accounts"),
            url_name="orders:my_accounts",
            roles=frozenset({Role.PAYER}),
            position=17,
        ),
        Page(
            label=_("Deliveries"),
            url_name="orders:deliveries_today",
            roles=frozenset({Role.MANAGER, Role.DRIVER, Role.SCHOOL, Role.PAYER}),
            position=18,
            start_of=frozenset({Role.DRIVER}),
        ),
        Page(
            label=_("The books"),
            url_name="orders:books",
            roles=frozenset({Role.BOOKKEEPER, Role.MANAGER}),
            position=60,
            start_of=frozenset({Role.BOOKKEEPER}),
        ),
        Page(
            label=_("Lunch money"),
            url_name="orders:lunch_now",
            roles=frozenset({Role.SCHOOL, Role.PAYER}),
            position=62,
        ),
        Page(
            label=_("The board"),
            url_name="orders:board",
            roles=frozenset({Role.BOARD, Role.MANAGER, Role.BOOKKEEPER}),
            position=65,
            start_of=frozenset({Role.BOARD}),
        ),
    )

    def ready(self) -> None:
        from orders import checks
        from orders.selectors import impact

        ports.register_integrity(checks.integrity)
        ports.register_indicators(impact.figures)
