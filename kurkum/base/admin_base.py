"""What every admin page shares: each write is noted in the history; locked rows are read-only."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms import ModelForm, model_to_dict
from django.http import HttpRequest
from django.utils import timezone

from kurkum.base.choices import Role
from kurkum.base.permissions import has_role, signed_in
from kurkum.base.services.changes import record_change


def plain(row: Model) -> Any:
    """The row's own fields as plain JSON; relations as keys."""
    fields = [field.name for field in row._meta.concrete_fields]
    return json.loads(json.dumps(model_to_dict(row, fields=fields), cls=DjangoJSONEncoder))


class NotedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Writes a Change for every row that is added, changed or deleted here.

    The administrator's role gives the right; Django's own permissions are not used.
    """

    list_per_page = 100

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool
    ) -> None:
        before = plain(type(obj)._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        self._note(request, obj, "changed" if change else "created", before, plain(obj))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        before = plain(obj)
        super().delete_model(request, obj)
        self._note(request, obj, "deleted", before, None)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:  # one by one, so that each leaves its trace
            self.delete_model(request, obj)

    @staticmethod
    def _note(request: HttpRequest, obj: Model, action: str, before: Any, after: Any) -> None:
        record_change(
            subject=type(obj).__name__,
            subject_key=str(getattr(obj, "key", obj.pk))[:160],
            action=action,
            author=signed_in(request),
            now=timezone.now(),
            before=before,
            after=after,
        )


class ReadOnlyAdmin(NotedAdmin):
    """Rows that only services may write: history, books, issued and published things."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LockableAdmin(NotedAdmin):
    """Rows that can be edited until they are locked: ``is_locked(obj)`` decides."""

    def is_locked(self, obj: Any) -> bool:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and self.is_locked(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Deleting from a list could reach locked rows, so only a single open row may go.
        return (
            super().has_delete_permission(request, obj)
            and obj is not None
            and not self.is_locked(obj)
        )
