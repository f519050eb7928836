"""Pages of the app."""

from django.urls import URLPattern

app_name = "menus"
urlpatterns: list[URLPattern] = []
