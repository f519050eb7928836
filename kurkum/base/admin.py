"""Admin of the ground floor."""

from django.contrib import admin

from kurkum.base.admin_base import NotedAdmin, ReadOnlyAdmin
from kurkum.base.models import (
    Change,
    Counter,
    DatedLimit,
    Distance,
    Indicator,
    Kitchen,
    KitchenImport,
    Locality,
    RoleGrant,
    SolverRun,
    User,
)


@admin.register(User)
class PersonAdmin(ReadOnlyAdmin):
    """People are changed on their own page, which keeps at least one administrator."""

    list_display = ["username", "first_name", "email", "language", "is_active", "role_names"]
    search_fields = ["username", "first_name", "last_name", "email"]
    exclude = ["password", "groups", "user_permissions", "is_staff", "is_superuser"]


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    list_display = ["user", "role"]
    list_filter = ["role"]


@admin.register(DatedLimit)
class DatedLimitAdmin(NotedAdmin):
    list_display = ["key", "value", "unit", "valid_from", "valid_to", "mark"]
    list_filter = ["mark"]
    search_fields = ["key", "note", "source"]


@admin.register(Kitchen)
class KitchenAdmin(NotedAdmin):
    list_display = ["key", "name_ar", "name_he", "name_en", "locality", "licence_number"]


@admin.register(Locality)
class LocalityAdmin(NotedAdmin):
    list_display = ["key", "name_ar", "name_he", "name_en", "population"]
    search_fields = ["key", "name_ar", "name_he", "name_en"]


@admin.register(Distance)
class DistanceAdmin(NotedAdmin):
    list_display = ["origin", "destination", "metres", "minutes", "mark"]
    list_select_related = ["origin", "destination"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "author_name", "channel", "subject", "subject_key", "action"]
    list_filter = ["subject", "channel"]
    search_fields = ["subject_key", "author_name"]
    date_hierarchy = "at"


@admin.register(SolverRun)
class SolverRunAdmin(ReadOnlyAdmin):
    list_display = ["requested_at", "kind", "subject", "state", "status", "value", "bound"]
    list_filter = ["kind", "state"]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ["month", "metric", "value", "unit", "grade"]
    list_filter = ["grade"]


@admin.register(Counter)
class CounterAdmin(ReadOnlyAdmin):
    list_display = ["__str__"]


@admin.register(KitchenImport)
class KitchenImportAdmin(ReadOnlyAdmin):
    list_display = ["__str__"]
