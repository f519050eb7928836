"""The kitchen itself: what stands on every document."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.models.names import Named
from kurkum.base.models.places import Locality


class KitchenQuerySet(models.QuerySet["Kitchen"]):
    def the_one(self) -> Kitchen:
        """The kitchen. Raises ObjectDoesNotExist with the remedy before it is set up."""
        kitchen = self.select_related("locality").first()
        if kitchen is None:
            raise ObjectDoesNotExist("no kitchen is set up yet: load one or run the demo")
        return kitchen


class Kitchen(Named):
    """One row: name, place, licence and hours of the kitchen that this database serves."""

    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    address_ar = models.CharField(_("address in Arabic"), max_length=200, blank=True)
    address_he = models.CharField(_("address in Hebrew"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    licence_number = models.CharField(_("licence"), max_length=40, blank=True)
    company_number = models.CharField(_("registration number"), max_length=20, blank=True)
    opens_minute = models.PositiveSmallIntegerField(_("opens"), default=255)
    closes_minute = models.PositiveSmallIntegerField(_("closes"), default=960)
    languages = models.CharField(
        _("languages in use"),
        max_length=20,
        default="ar;he;en",
        validators=[
            RegexValidator(
                r"^(ar|he|en)(;(ar|he|en)){0,2}$",
                _("Write ar, he and en with ; between them, those that are used."),
            )
        ],
        help_text=_("ar, he and en with ; between them; the first is used where nobody chose"),
    )
    only_one = models.BooleanField(default=True, editable=False, unique=True)

    objects = KitchenQuerySet.as_manager()

    class Meta:
        verbose_name = _("kitchen")
        verbose_name_plural = _("kitchen")
        constraints = [
            models.CheckConstraint(condition=models.Q(only_one=True), name="kitchen_is_one"),
            models.CheckConstraint(
                condition=models.Q(closes_minute__gt=models.F("opens_minute")),
                name="kitchen_closes_after_it_opens",
            ),
        ]

    def address_in(self, language: str) -> str:
        addresses = {"ar": self.address_ar, "he": self.address_he, "en": self.address_en}
        return addresses.get(language, "") or next(filter(None, addresses.values()), "")
