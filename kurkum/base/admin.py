"""Admin of the ground floor."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from kurkum.base.admin_base import NotedAdmin, ReadOnlyAdmin
from kurkum.base.models import (
    Change,
    DatedLimit,
    Distance,
    Indicator,
    Kitchen,
    Locality,
    RoleGrant,
    SolverRun,
    User,
)

admin.site.site_header = "Kurkum"
admin.site.site_title = "Kurkum"


class RoleGrantInline(admin.TabularInline[RoleGrant, User]):
    model = RoleGrant
    extra = 0


@admin.register(User)
class PersonAdmin(NotedAdmin, UserAdmin[User]):
    inlines = [RoleGrantInline]
    list_display = ["username", "email", "language", "is_active"]


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
