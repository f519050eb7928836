"""Lists of the ground floor."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

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


class ChangesTable(tables.Table):
    at = tables.DateTimeColumn(verbose_name=_("Time"), format="d.m.Y H:i")
    author_name = tables.Column(verbose_name=_("Author"))
    channel = tables.Column(accessor="get_channel_display", verbose_name=_("Channel"))
    subject = tables.Column(verbose_name=_("Kind of object"))
    subject_key = tables.Column(verbose_name=_("Object"))
    action = tables.Column(verbose_name=_("What happened"))
    before = tables.Column(verbose_name=_("Before"), orderable=False)
    after = tables.Column(verbose_name=_("After"), orderable=False)
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
            "before",
            "after",
            "reason",
        )
        empty_text = _("Nothing was changed yet.")
