"""What a customer's own words mean: learnt ones first, then names, then the only thing possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kurkum.lib.spelling import plain
from menus.models import Diet, DinerGroup
from orders.models import Customer, Site, Wording

# Headings that spreadsheets commonly have; what is learnt from the customer herself wins.
HEADINGS: dict[str, tuple[str, ...]] = {
    "site": ("site", "school", "kindergarten", "مدرسة", "المدرسة", "روضة", "الموقع", "מוסד",
             "בית ספר", "אתר", "גן"),
    "date": ("date", "day", "تاريخ", "التاريخ", "يوم", "اليوم", "תאריך", "יום"),
    "diner_group": ("diner_group", "group", "class", "grade", "صف", "الصف", "مجموعة", "الفئة",
                    "קבוצה", "כיתה", "שכבה"),
    "diet": ("diet", "meal", "نوع الوجبة", "الحمية", "حمية", "תזונה", "סוג מנה", "דיאטה"),
    "portions": ("portions", "count", "number", "meals", "عدد", "العدد", "عدد الوجبات", "وجبات",
                 "كمية", "כמות", "מנות", "מספר", "מספר מנות"),
}  # fmt: skip
COLUMN_OF_MEALS = "meals:"  # a column of counts: its heading says who eats what


@dataclass(frozen=True, slots=True)
class Meal:
    """Who eats what, both by key; ``is_sure`` False where it was only the likeliest."""

    diner_group: str
    diet: str
    is_sure: bool = True

    @property
    def meaning(self) -> str:
        return f"{self.diner_group}/{self.diet}"


class Dictionary:
    """The words of one customer; four queries when it is made, none afterwards."""

    def __init__(self, customer: Customer) -> None:
        self._learnt = {
            (row.kind, row.text): row.meaning for row in Wording.objects.filter(customer=customer)
        }
        self.sites = {site.key: site for site in _sites(customer)}
        diets = list(Diet.objects.all())
        self.regular = next((diet.key for diet in diets if diet.is_regular), "")
        self._diets = _spellings(diet for diet in diets if not diet.is_regular)
        self._regular = _spellings(diet for diet in diets if diet.is_regular)
        self._groups = _spellings(DinerGroup.objects.all())

    def heading(self, text: str) -> str:
        """The field a heading stands for, ``meals:GROUP/DIET`` for a column of counts, or ""."""
        word = plain(text)
        if (Wording.Kind.HEADING, word) in self._learnt:
            return self._learnt[Wording.Kind.HEADING, word]
        for field, words in HEADINGS.items():
            if word in {plain(known) for known in words}:
                return field
        meal = self.meal(text, self._all_groups())
        return f"{COLUMN_OF_MEALS}{meal.meaning}" if meal is not None and meal.is_sure else ""

    def site(self, text: str) -> Site | None:
        """The customer's site of that name or key, or as she calls it; her only one where empty."""
        word = plain(text)
        if not word:
            return next(iter(self.sites.values())) if len(self.sites) == 1 else None
        learnt = self._learnt.get((Wording.Kind.SITE, word), "")
        if learnt in self.sites:
            return self.sites[learnt]
        found = [
            site
            for site in self.sites.values()
            if word in {plain(n) for n in (site.key, site.name_ar, site.name_he, site.name_en) if n}
        ]
        return found[0] if len(found) == 1 else None

    def site_like(self, text: str) -> str:
        """The key of the only site whose name contains the word, as a guess; else empty."""
        word = plain(text)
        found = [
            site.key
            for site in self.sites.values()
            if word and any(word in plain(n) for n in (site.name_ar, site.name_he, site.name_en))
        ]
        return found[0] if len(found) == 1 else ""

    def site_in(self, text: str) -> Site | None:
        """A site whose name stands somewhere in a text."""
        word = plain(text)
        for site in self.sites.values():
            names = (plain(name) for name in (site.name_ar, site.name_he, site.name_en))
            if any(name and name in word for name in names):
                return site
        return None

    def meal(self, text: str, groups: Sequence[str]) -> Meal | None:
        """Who eats what, as the words say; ``groups`` are those that can be meant."""
        word = plain(text)
        learnt = self._learnt.get((Wording.Kind.MEAL, word), "")
        if learnt:
            group, _slash, diet = learnt.partition("/")
            return Meal(group, diet)
        diet = _within(word, self._diets) or ""
        named = [key for key in groups if _says(word, self._groups.get(key, ()))]
        group = named[0] if named else (groups[0] if len(groups) == 1 else "")
        if not group:
            return None
        says_regular = bool(_within(word, self._regular))
        return Meal(group, diet or self.regular, bool(named or diet or says_regular))

    def _all_groups(self) -> list[str]:
        found = {row.diner_group.key for site in self.sites.values() for row in site.groups.all()}
        return sorted(found)


def groups_of(site: Site) -> list[str]:
    return [row.diner_group.key for row in site.groups.all()]


def _sites(customer: Customer) -> Iterable[Site]:
    rows = Site.objects.filter(customer=customer, is_active=True).order_by("key")
    return rows.select_related("line", "locality").prefetch_related("groups__diner_group")


def _spellings(rows: Iterable[Diet | DinerGroup]) -> dict[str, tuple[str, ...]]:
    return {
        row.key: tuple(
            plain(name) for name in (row.key, row.name_ar, row.name_he, row.name_en) if name
        )
        for row in rows
    }


def _within(word: str, spellings: dict[str, tuple[str, ...]]) -> str | None:
    """The row whose name stands in the words; the longest name wins."""
    found = [
        (len(name), key) for key, names in spellings.items() for name in names if _has(word, name)
    ]
    return max(found)[1] if found else None


def _says(word: str, names: Iterable[str]) -> bool:
    return any(_has(word, name) for name in names)


def _has(word: str, name: str) -> bool:
    """Whole words only: a short name inside a longer word says nothing."""
    return f" {name} " in f" {word} "
