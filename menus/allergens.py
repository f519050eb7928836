"""Allergens and diet classes, rolled up from ingredients; what may stand together in a meal.

Pure: no Django. Nothing is free of an allergen because nobody wrote it down: an ingredient whose
label was not read makes every dish with it *unknown*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Regulation (EU) 1169/2011, Annex II, in its order.
EU_14 = (
    "gluten",
    "crustaceans",
    "egg",
    "fish",
    "peanut",
    "soy",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
)
# Fava beans are asked for by school forms because of G6PD deficiency (favism).
FAVA = "fava"
ALLERGENS = (*EU_14, FAVA)


class Presence(StrEnum):
    """What is known of an allergen in a dish, the surest first."""

    CONTAINS = "contains"
    MAY_CONTAIN = "may_contain"
    UNKNOWN = "unknown"
    FREE = "free"


class DietClass(StrEnum):
    """What kind of food an ingredient is; parve is neither meat nor dairy nor fish."""

    MEAT = "meat"
    DAIRY = "dairy"
    FISH = "fish"
    PARVE = "parve"


_DIET_CLASSES = frozenset(diet_class.value for diet_class in DietClass)


@dataclass(frozen=True, slots=True)
class IngredientFacts:
    """What the label or the food type says. ``label_read`` False: all not named is unknown.

    ``traits`` are further keys a diet may exclude (``pork``, ``alcohol``, ``kiwi``).
    """

    key: str
    diet_class: DietClass | None
    contains: frozenset[str] = frozenset()
    may_contain: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    label_read: bool = True

    def presence(self, allergen: str) -> Presence:
        if allergen in self.contains:
            return Presence.CONTAINS
        if allergen in self.may_contain:
            return Presence.MAY_CONTAIN
        return Presence.FREE if self.label_read else Presence.UNKNOWN


@dataclass(frozen=True, slots=True)
class AllergenFinding:
    """An allergen that a dish is not free of, and the ingredients it comes from."""

    allergen: str
    presence: Presence
    ingredients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DishFacts:
    """A dish or any served component (bread, sauce, dessert): its key and its ingredients."""

    key: str
    ingredients: tuple[IngredientFacts, ...]

    @property
    def diet_classes(self) -> frozenset[DietClass]:
        """The classes other than parve that are known to be in it."""
        known = {facts.diet_class for facts in self.ingredients if facts.diet_class is not None}
        return frozenset(known - {DietClass.PARVE})

    @property
    def unclassed(self) -> tuple[str, ...]:
        """The ingredients whose diet class is not known."""
        return tuple(sorted(facts.key for facts in self.ingredients if facts.diet_class is None))

    @property
    def diet_class(self) -> str:
        """The dish's class in one word: several joined by ``+``, else parve, or unknown."""
        if self.diet_classes:
            return "+".join(sorted(self.diet_classes))
        return "unknown" if self.unclassed else DietClass.PARVE.value

    def presence(self, allergen: str) -> Presence:
        """The surest thing known of an allergen in the dish."""
        known = {facts.presence(allergen) for facts in self.ingredients}
        return next((level for level in Presence if level in known), Presence.FREE)

    def sources(self, allergen: str, presence: Presence) -> tuple[str, ...]:
        """The ingredients that have the allergen at this level."""
        return tuple(sorted({f.key for f in self.ingredients if f.presence(allergen) is presence}))


def allergen_findings(
    dish: DishFacts, allergens: Sequence[str] = ALLERGENS
) -> tuple[AllergenFinding, ...]:
    """What the label of a dish must say: contains, may contain, then what nobody knows."""
    found = [(allergen, dish.presence(allergen)) for allergen in allergens]
    order = list(Presence)
    return tuple(
        AllergenFinding(allergen, presence, dish.sources(allergen, presence))
        for allergen, presence in sorted(found, key=lambda pair: order.index(pair[1]))
        if presence is not Presence.FREE
    )


def contained(dish: DishFacts, allergens: Sequence[str] = ALLERGENS) -> tuple[str, ...]:
    """The keys of the allergens that the dish contains for certain."""
    return tuple(key for key in allergens if dish.presence(key) is Presence.CONTAINS)


# --- what may stand together --------------------------------------------------------------------


class Togetherness(StrEnum):
    """Where classes must not meet."""

    DISH = "dish"
    MEAL = "meal"


@dataclass(frozen=True, slots=True)
class ClassRule:
    """Diet classes that must not meet in a dish or in a meal; cited by its warnings."""

    key: str
    classes: frozenset[DietClass]
    within: Togetherness
    source: str


MEAT_AND_DAIRY = ClassRule(
    key="meat_and_dairy_apart",
    classes=frozenset({DietClass.MEAT, DietClass.DAIRY}),
    within=Togetherness.MEAL,
    source="house rule for every line: meat and dairy are never in one meal",
)


@dataclass(frozen=True, slots=True)
class ClassWarning:
    """A broken rule, or one that cannot be judged; ``dishes`` maps what is met to dish keys."""

    rule: ClassRule
    certain: bool
    dishes: Mapping[str, tuple[str, ...]]


def check_meal(
    dishes: Sequence[DishFacts], rules: Sequence[ClassRule] = (MEAT_AND_DAIRY,)
) -> tuple[ClassWarning, ...]:
    """All components of a meal, bread, sauce, dessert and yoghurt included, against the rules."""
    warnings: list[ClassWarning] = []
    for rule in rules:
        groups = [[dish] for dish in dishes] if rule.within is Togetherness.DISH else [dishes]
        warnings += [warning for group in groups if (warning := _judge(rule, group))]
    return tuple(warnings)


def _judge(rule: ClassRule, dishes: Sequence[DishFacts]) -> ClassWarning | None:
    met = {
        diet_class.value: tuple(dish.key for dish in dishes if diet_class in dish.diet_classes)
        for diet_class in sorted(rule.classes)
    }
    if all(met.values()):
        return ClassWarning(rule, certain=True, dishes=met)
    unclassed = tuple(dish.key for dish in dishes if dish.unclassed)
    if not unclassed:
        return None
    return ClassWarning(rule, certain=False, dishes={**met, "unknown": unclassed})


# --- diets --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a dish does not suit: an excluded key, how sure, and from which ingredients."""

    excluded: str
    presence: Presence
    ingredients: tuple[str, ...]


def objections(dish: DishFacts, exclusions: Iterable[str]) -> tuple[Objection, ...]:
    """What stands against a dish for somebody with these exclusions; none means it suits.

    An exclusion is an allergen, a diet class or a trait. For a diner *may contain* and *unknown*
    stand against a dish just as *contains* does; the words keep them apart.
    """
    against = []
    for excluded in sorted(set(exclusions)):
        levels = {facts.key: _presence(facts, excluded) for facts in dish.ingredients}
        worst = next((level for level in Presence if level in levels.values()), Presence.FREE)
        if worst is not Presence.FREE:
            keys = tuple(sorted(key for key, level in levels.items() if level is worst))
            against.append(Objection(excluded, worst, keys))
    return tuple(against)


def suits(dish: DishFacts, exclusions: Iterable[str]) -> bool:
    """Whether nothing at all stands against the dish."""
    return not objections(dish, exclusions)


def _presence(facts: IngredientFacts, excluded: str) -> Presence:
    if excluded in facts.traits:
        return Presence.CONTAINS
    levels = [facts.presence(excluded)]
    if excluded in _DIET_CLASSES:
        levels.append(_class_presence(facts.diet_class, DietClass(excluded)))
    return next(level for level in Presence if level in levels)


def _class_presence(known: DietClass | None, excluded: DietClass) -> Presence:
    if known is None:
        return Presence.UNKNOWN
    return Presence.CONTAINS if known is excluded else Presence.FREE
