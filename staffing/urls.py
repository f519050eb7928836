"""Pages of the app."""

from django.urls import URLPattern

app_name = "staffing"
urlpatterns: list[URLPattern] = []
