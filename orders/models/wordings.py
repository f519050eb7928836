"""How a customer writes things: learnt once from her files and messages, then understood."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.customers import Customer


class Wording(models.Model):
    """A customer's own word and what it means here.

    ``text`` is written as it is compared (no case, no diacritics). ``meaning`` of a heading is the
    field it stands for, of a site its key, of a meal ``diner group/diet`` by key; empty where the
    word is to be passed over.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("heading of a column")
        SITE = "site", _("site")
        MEAL = "meal", _("who eats what")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("as it is written"), max_length=120)
    meaning = models.CharField(_("what it means"), max_length=170, blank=True)

    class Meta:
        verbose_name = _("customer's word")
        verbose_name_plural = _("customers' words")
        ordering = ["customer", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "text"], name="wording_means_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} = {self.meaning}"
