"""Admin of people, equipment, process steps, rosters and production plans."""

from typing import Any

from django.contrib import admin

from kurkum.base.admin_base import LockableAdmin, NotedAdmin, ReadOnlyAdmin
from menus.admin import NAMED, NamedAdmin, inline
from staffing import models
from staffing.choices import RosterState


@admin.register(models.Skill)
class SkillAdmin(NamedAdmin):
    list_display = [*NAMED, "is_heavy", "position"]


@admin.register(models.Cook)
class CookAdmin(NamedAdmin):
    list_display = [*NAMED, "locality", "rest_day", "hired_on", "left_on"]
    list_select_related = ["locality"]
    inlines = [
        inline(models.CookSkill),
        inline(models.Contract),
        inline(models.Availability),
        inline(models.RosterFlag),
    ]


@admin.register(models.EquipmentKind)
class EquipmentKindAdmin(NamedAdmin):
    list_display = [*NAMED, "unit"]
    inlines = [inline(models.Setup)]


@admin.register(models.Equipment)
class EquipmentAdmin(NamedAdmin):
    list_display = [*NAMED, "kind", "capacity", "is_shared", "is_active"]
    inlines = [inline(models.EquipmentWindow), inline(models.EquipmentOutage)]


@admin.register(models.ProcessStep)
class ProcessStepAdmin(NotedAdmin):
    list_display = ["dish", "position", "kind", "skill", "equipment_kind", "day_offset"]
    list_filter = ["kind", "skill", "equipment_kind"]
    list_select_related = ["dish", "skill", "equipment_kind"]
    search_fields = ["dish__key", "dish__name_ar", "dish__name_he", "dish__name_en"]


@admin.register(models.ShiftPattern)
class ShiftPatternAdmin(NamedAdmin):
    list_display = [*NAMED, "start_minute", "end_minute", "paid_minutes"]


@admin.register(models.CoverRequirement)
class CoverRequirementAdmin(NotedAdmin):
    list_display = ["date", "shift", "skill", "derived", "adjustment", "reason"]
    date_hierarchy = "date"


@admin.register(models.Roster)
class RosterAdmin(LockableAdmin):
    list_display = ["start", "end", "version", "state", "status", "published_at"]
    list_filter = ["state"]
    inlines = [inline(models.Assignment), inline(models.CoverGap), inline(models.RosterChange)]

    def is_locked(self, obj: Any) -> bool:
        return bool(obj.state != RosterState.DRAFT)


@admin.register(models.WorkedHours)
class WorkedHoursAdmin(NotedAdmin):
    list_display = ["date", "cook", "clock_in", "clock_out", "break_minutes", "source"]
    date_hierarchy = "date"


@admin.register(models.ProductionPlan)
class ProductionPlanAdmin(ReadOnlyAdmin):
    list_display = ["date", "version", "state", "status", "created_at", "printed_at"]
    inlines = [inline(models.Batch), inline(models.PlanGap)]


@admin.register(models.Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["key", "plan", "dish", "line", "portions", "prepared_portions"]
    inlines = [
        inline(models.BatchShare),
        inline(models.BatchExtra),
        inline(models.BatchReading),
        inline(models.RetainedSample),
        inline(models.Discard),
    ]


for written_by_services in (
    models.BatchTask,
    models.TaskWork,
    models.RouteAssignment,
    models.SwapRequest,
    models.WhatIf,
):
    admin.site.register(written_by_services, ReadOnlyAdmin)
