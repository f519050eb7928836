"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base import ports
from kurkum.base.choices import Role
from kurkum.base.pages import Page


class MenusConfig(AppConfig):
    name = "menus"
    verbose_name = _("Menus")
    pages = (
        Page(
            label=_("Menu"),
            url_name="menus:menu",
            roles=frozenset({Role.MANAGER, Role.SCHOOL, Role.PAYER, Role.COOK, Role.BOARD}),
            position=17,
        ),
    )

    def ready(self) -> None:
        from menus import checks

        ports.register_integrity(checks.integrity)
