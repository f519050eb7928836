"""Lists of the ground floor."""

from __future__ import annotations

from functools import cached_property

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from kurkum.base.history_names import Names
from kurkum.base.history_words import action_word, differences, subject_word
from kurkum.base.models import Change, User


class PeopleTable(tables.Table):
    username = tables.LinkColumn("person", args=[tables.A("pk")], verbose_name=_("Sign-in name"))
    full_name = tables.Column(
        accessor="get_full_name", verbose_name=_("Name"), order_by=("last_name", "first_name")
    )
    roles = tables.Column(accessor="role_names", verbose_name=_("Roles"), orderable=False)
    language = tables.Column(verbose_name=_("Language"))
    last_login = tables.DateTimeColumn(verbose_name=_("Last here"), format="d.m.Y H:i")
    is_active = tables.BooleanColumn(verbose_name=_("Active"), yesno="✓,–")

    class Meta:
        model = User
        fields = ("username", "full_name", "roles", "language", "last_login", "is_active")
        empty_text = _("No people yet.")

    def render_full_name(self, value: str) -> str:
        return format_html("<bdi>{}</bdi>", value)

    def value_full_name(self, value: str) -> str:
        return value


class ChangesTable(tables.Table):
    at = tables.DateTimeColumn(verbose_name=_("Time"), format="d.m.Y H:i")
    author_name = tables.Column(
        accessor="author_called", order_by="author_name", verbose_name=_("Author")
    )
    channel = tables.Column(accessor="get_channel_display", verbose_name=_("Channel"))
    subject = tables.Column(verbose_name=_("Kind of object"))
    subject_key = tables.Column(verbose_name=_("Object"))
    action = tables.Column(verbose_name=_("What happened"))
    after = tables.Column(
        verbose_name=_("Before → after"),
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": "overflow-wrap"}},
    )
    reason = tables.Column(verbose_name=_("Reason"))

    class Meta:
        model = Change
        fields = (
            "at",
            "author_name",
            "channel",
            "subject",
            "subject_key",
            "action",
            "after",
            "reason",
        )
        empty_text = _("Nothing was changed yet.")

    def render_author_name(self, value: str) -> str:
        return format_html("<bdi>{}</bdi>", value)

    def value_author_name(self, value: str) -> str:
        return value

    def render_subject(self, value: str) -> str:
        return subject_word(value)

    def render_subject_key(self, value: str) -> str:
        said = self.names.of_object(value)
        return format_html('<bdi dir="{}">{}</bdi>', "ltr" if said == value else "auto", said)

    def value_subject_key(self, value: str) -> str:
        return value

    def render_action(self, value: str) -> str:
        return action_word(value)

    @cached_property
    def names(self) -> Names:
        return Names()

    def render_after(self, record: Change) -> str:
        told = differences(record.subject, record.before, record.after, self.names)
        arrow = "←" if get_language_bidi() else "→"  # arrows are not turned round by themselves
        return (
            format_html_join("", f"<div>{{}}: <bdi>{{}}</bdi> {arrow} <bdi>{{}}</bdi></div>", told)
            or "–"
        )

    def value_after(self, record: Change) -> str:
        told = differences(record.subject, record.before, record.after, self.names)
        return "; ".join(f"{word}: {was} → {now}" for word, was, now in told)
