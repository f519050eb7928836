"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base import ports


class MenusConfig(AppConfig):
    name = "menus"
    verbose_name = _("Menus")

    def ready(self) -> None:
        from menus import checks

        ports.register_integrity(checks.integrity)
