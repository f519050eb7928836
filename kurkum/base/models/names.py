"""Stable text keys, and names in the three languages of the kitchen."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

KEY_PATTERN = r"^[a-z0-9][a-z0-9_.\-]*$"
validate_key = RegexValidator(
    KEY_PATTERN, _("Small Latin letters, digits, hyphen, point and underscore only.")
)


class Keyed(models.Model):
    """A row that files, commands and other systems name by a text that never changes."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[validate_key])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Named(Keyed):
    """A keyed row with a name in Arabic, Hebrew and English."""

    name_ar = models.CharField(_("name in Arabic"), max_length=160, blank=True)
    name_he = models.CharField(_("name in Hebrew"), max_length=160, blank=True)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in ``language``; where it is missing, in the next language that has one."""
        names = {"ar": self.name_ar, "he": self.name_he, "en": self.name_en}
        return names.get(language, "") or next(filter(None, names.values()), self.key)

    @property
    def name(self) -> str:
        return self.name_in((get_language() or "en")[:2])
