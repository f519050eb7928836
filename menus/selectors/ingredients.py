"""Ingredients as a list, searched, with allergens and the price in force."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery

from menus.models import Ingredient, IngredientPrice


def ingredient_list(day: dt.date, search: str = "") -> QuerySet[Ingredient]:
    """Ingredients in use with ``agorot`` per kilogram on the day (None: no price). Two queries."""
    price = IngredientPrice.objects.filter(ingredient=OuterRef("pk"), valid_from__lte=day)
    rows = Ingredient.objects.filter(is_active=True).annotate(
        agorot=Subquery(price.order_by("-valid_from").values("agorot_per_kg")[:1])
    )
    for word in search.split():
        rows = rows.filter(_named(word))
    return rows.prefetch_related("allergens__allergen").order_by("category", "key")


def _named(word: str) -> Q:
    found = Q(category__icontains=word) | Q(key__icontains=word)
    found |= Q(allergens__allergen__key__icontains=word)
    for language in ("ar", "he", "en"):
        found |= Q(**{f"name_{language}__icontains": word})
    return Q(pk__in=Ingredient.objects.filter(found).values("pk"))
