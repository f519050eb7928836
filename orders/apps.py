"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base import ports


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from orders import checks
        from orders.selectors import impact

        ports.register_integrity(checks.integrity)
        ports.register_indicators(impact.figures)
