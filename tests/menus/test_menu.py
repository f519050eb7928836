"""From the cycle to the published day: what may stand together, and what a diet gets instead."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.models import Change
from menus.choices import DietClass
from menus.errors import MenuRefused
from menus.models import DishTwin, Ingredient, KitchenLine, MenuCycle, MenuDay, Substitution
from menus.selectors.menu import DayMenu, menu_of, menus_between, published_until
from menus.services.menu import change_dish, generate_menu, publish_menu
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, at, manager

NOW = at(TODAY, 9)
SUNDAY = dt.date(2026, 11, 29)
SATURDAY = dt.date(2026, 12, 5)


def generate(line: KitchenLine, first: dt.date = SUNDAY, last: dt.date = SATURDAY) -> list[MenuDay]:
    return generate_menu(line=line, first=first, last=last, author=manager(), now=NOW)


def publish(line: KitchenLine) -> int:
    return publish_menu(line=line, first=SUNDAY, last=SATURDAY, author=manager(), now=NOW)


def menu(date: dt.date = SUNDAY) -> DayMenu:
    found = menu_of(menus.line(), date)
    assert found is not None
    return found


@pytest.fixture
def line(db: None) -> KitchenLine:
    """Mujaddara and a salad with tahini on Sundays, chicken on Mondays."""
    chicken = menus.ingredient("chicken", DietClass.MEAT)
    tahini = menus.ingredient("tahini", DietClass.PARVE, "sesame")
    salad = menus.dish("salad", tahini)
    menus.cycle(menus.line(), {0: [menus.dish(), salad], 1: [menus.dish("chicken_rice", chicken)]})
    return menus.line()


def test_a_week_is_made_from_the_cycle(line: KitchenLine) -> None:
    days = generate(line)
    assert [(day.date.isoformat(), day.diet_class) for day in days] == [
        ("2026-11-29", "parve"),
        ("2026-11-30", "meat"),
    ]
    assert [dish.key for dish in menu().dishes] == ["mujaddara", "salad"]


def test_the_second_week_of_a_cycle_follows_the_first(line: KitchenLine) -> None:
    MenuCycle.objects.all().delete()
    cycle = menus.cycle(line, {0: [menus.dish()]}, weeks=2)
    cycle.items.filter(week=2).update(dish=menus.dish("okra"))
    generate(line, dt.date(2026, 8, 30), dt.date(2026, 9, 20))
    keys = [menu(dt.date(2026, 8, 30) + dt.timedelta(weeks=n)).dishes[0].key for n in range(4)]
    assert keys == ["mujaddara", "okra", "mujaddara", "okra"]


def test_making_a_week_again_takes_up_what_changed_in_the_cycle(line: KitchenLine) -> None:
    generate(line)
    MenuCycle.objects.get().items.filter(weekday=1).update(dish=menus.dish("okra"))
    generate(line)
    assert menu(SUNDAY + dt.timedelta(days=1)).dishes[0].key == "okra"


def test_a_published_day_stays_as_it_was_shown(line: KitchenLine) -> None:
    generate(line)
    publish(line)
    MenuCycle.objects.get().items.filter(weekday=1).update(dish=menus.dish("okra"))
    assert generate(line) == []
    assert menu(SUNDAY + dt.timedelta(days=1)).dishes[0].key == "chicken_rice"


def test_meat_and_dairy_never_stand_in_one_meal(line: KitchenLine) -> None:
    yoghurt = menus.dish("yoghurt", menus.ingredient("yoghurt", DietClass.DAIRY))
    MenuCycle.objects.get().items.filter(position=2).update(dish=yoghurt)
    Ingredient.objects.filter(key="lentils").update(diet_class=DietClass.MEAT)
    with pytest.raises(MenuRefused, match=r"meat \(Mujaddara\) and dairy \(Yoghurt\)"):
        generate(line)
    assert not MenuDay.objects.exists()


def test_not_even_through_a_twin(line: KitchenLine) -> None:
    yoghurt = menus.dish("yoghurt", menus.ingredient("yoghurt", DietClass.DAIRY))
    menus.twin(menus.dish("salad"), menus.diet("sesame_free", "sesame"), yoghurt)
    Ingredient.objects.filter(key="lentils").update(diet_class=DietClass.MEAT)
    with pytest.raises(MenuRefused, match="in one meal"):
        generate(line)


def test_dairy_does_not_stand_on_a_line_that_cooks_none(line: KitchenLine) -> None:
    kosher = menus.line("k", allows_dairy=False)
    yoghurt = menus.dish("yoghurt", menus.ingredient("yoghurt", DietClass.DAIRY))
    menus.cycle(kosher, {0: [yoghurt]})
    with pytest.raises(MenuRefused, match="Yoghurt is dairy, which Line K does not cook"):
        generate(kosher)


def test_an_ingredient_that_is_not_kosher_does_not_stand_on_the_kosher_line(
    line: KitchenLine,
) -> None:
    kosher = menus.line("k", requires_kosher_ingredients=True)
    menus.cycle(kosher, {0: [menus.dish()]})
    Ingredient.objects.update(kosher_line_ok=False)
    with pytest.raises(MenuRefused, match="Lentils in Mujaddara is not allowed"):
        generate(kosher)


def test_a_diet_gets_the_twin_that_was_chosen_for_it(line: KitchenLine) -> None:
    plain, diet = menus.dish("plain"), menus.diet("sesame_free", "sesame")
    menus.twin(menus.dish("salad"), diet, plain)
    generate(line)
    served = menu().served(diet.pk)
    assert [dish.dish.key for dish in served] == ["mujaddara", "plain"]
    assert served[1].instead_of == menus.dish("salad")


def test_without_a_twin_a_diet_goes_without_what_it_must_not_eat(line: KitchenLine) -> None:
    diet = menus.diet("sesame_free", "sesame")
    generate(line)
    assert [dish.dish.key for dish in menu().served(diet.pk)] == ["mujaddara"]
    assert menu().left_out(diet.pk) == (menus.dish("salad"),)


def test_a_diet_that_the_dish_suits_gets_the_dish_itself(line: KitchenLine) -> None:
    menus.diet("egg_free", "egg")
    generate(line)
    assert not Substitution.objects.exists()


def test_schools_see_a_day_once_it_is_published(line: KitchenLine) -> None:
    generate(line)
    assert menus_between(SUNDAY, SATURDAY, published_only=True) == {}
    assert publish(line) == 2
    assert published_until() == dt.date(2026, 11, 30)
    assert Change.objects.filter(subject="MenuDay", action="published").exists()


def test_publishing_looks_at_the_rules_once_more(line: KitchenLine) -> None:
    generate(line)
    Ingredient.objects.filter(key="lentils").update(diet_class=DietClass.MEAT)
    Ingredient.objects.filter(key="tahini").update(diet_class=DietClass.DAIRY)
    with pytest.raises(MenuRefused, match="in one meal"):
        publish(line)


def test_a_line_without_a_cycle_is_told_so(db: None) -> None:
    with pytest.raises(MenuRefused, match="no menu cycle"):
        generate(menus.line())


def test_a_dish_is_changed_with_its_twins_and_the_days_class(line: KitchenLine) -> None:
    (day, _monday) = generate(line)
    diet = menus.diet("vegetarian", excludes_meat=True)
    change_dish(
        item=day.items.get(position=2),
        dish=menus.dish("chicken_rice"),
        author=manager(),
        now=NOW,
        reason="no tahini",
    )
    assert menu().diet_class == DietClass.MEAT
    assert menu().left_out(diet.pk) == (menus.dish("chicken_rice"),)


def test_a_past_day_is_not_rewritten(line: KitchenLine) -> None:
    day = menus.menu_day(date=TODAY)
    with pytest.raises(MenuRefused, match="is over"):
        change_dish(
            item=day.items.get(), dish=menus.dish("okra"), author=manager(), now=at(TOMORROW, 9)
        )


def test_reading_a_month_of_menus_takes_three_queries(
    line: KitchenLine, django_assert_num_queries: object
) -> None:
    generate(line, SUNDAY, SUNDAY + dt.timedelta(days=27))
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(menus_between(SUNDAY, SUNDAY + dt.timedelta(days=27))) == 8
    assert not DishTwin.objects.exists()
