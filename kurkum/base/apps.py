"""Django's registration of the ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "kurkum.base"
    label = "base"
    verbose_name = _("Kurkum")
