"""Django's admin, open to whoever holds the administrator's role, and to nobody else."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Role
from kurkum.base.permissions import has_role


class KurkumAdminSite(AdminSite):
    """The rows behind the pages. The right comes from the role; there is no second switch."""

    site_header = _("Kurkum: all rows")
    site_title = _("Kurkum")
    index_title = _("What the pages stand on")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and has_role(request.user, Role.ADMINISTRATOR)
