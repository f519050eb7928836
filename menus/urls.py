"""Pages of the app."""

from django.urls import URLPattern, path

from menus.views import food, week

app_name = "menus"
urlpatterns: list[URLPattern] = [
    path("", week.menu, name="menu"),
    path("nutrition/", week.nutrition, name="nutrition"),
    path("allergens/", food.chart, name="allergens"),
    path("ingredients/", food.ingredients, name="ingredients"),
    path("dishes/<str:key>/", food.dish, name="dish"),
    path("lines/<str:line>/menu.pdf", week.menu_pdf, name="menu_pdf"),
    path("lines/<str:line>/generate/", week.generate, name="menu_generate"),
    path("lines/<str:line>/publish/", week.publish, name="menu_publish"),
]
