"""Django's registration of the ground floor."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Role
from kurkum.base.pages import Page


class BaseConfig(AppConfig):
    name = "kurkum.base"
    label = "base"
    verbose_name = _("Kurkum")
    pages = (
        Page(
            label=_("People"),
            url_name="people",
            roles=frozenset({Role.ADMINISTRATOR}),
            position=90,
            start_of=frozenset({Role.ADMINISTRATOR}),
        ),
        Page(
            label=_("History"),
            url_name="history",
            roles=frozenset({Role.ADMINISTRATOR, Role.MANAGER}),
            position=95,
        ),
        Page(
            label=_("All rows"),
            url_name="admin:index",
            roles=frozenset({Role.ADMINISTRATOR}),
            position=99,
        ),
    )


class KurkumAdminConfig(AdminConfig):
    """Django's admin with the kitchen's own door."""

    default_site = "kurkum.base.admin_site.KurkumAdminSite"
