"""The roof: mounts the pages of the apps; nothing else lives up here."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kurkum.base.urls")),
    path("menus/", include("menus.urls")),
    path("orders/", include("orders.urls")),
    path("kitchen/", include("staffing.urls")),
    path("admin/", admin.site.urls),
]
