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
            label=_("The books"),
            url_name="orders:books",
            roles=frozenset({Role.BOOKKEEPER, Role.MANAGER}),
            position=60,
            start_of=frozenset({Role.BOOKKEEPER}),
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
