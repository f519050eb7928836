"""What narrows a long list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kurkum.base.history_words import subject_word
from kurkum.base.models import Change
from kurkum.base.selectors.people import told_of

_DATE = forms.DateInput(attrs={"type": "date"})


def kinds() -> list[tuple[str, str]]:
    """The kinds of object, by their word in the reader's language."""
    return sorted(((subject, subject_word(subject)) for subject in told_of()), key=lambda k: k[1])


class ChangesFilter(django_filters.FilterSet):
    """The history by kind of object, by day, and by any word of it."""

    subject = django_filters.ChoiceFilter(label=_("Kind of object"), choices=kinds)
    first = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From"), widget=_DATE
    )
    last = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("Until"), widget=_DATE
    )
    words = django_filters.CharFilter(method="with_words", label=_("Search"))
    subject_key = django_filters.CharFilter(widget=forms.HiddenInput)

    class Meta:
        model = Change
        fields = ["subject", "first", "last", "words", "subject_key"]

    def with_words(self, rows: QuerySet[Change], name: str, value: Any) -> QuerySet[Change]:
        return rows.filter(
            Q(subject_key__icontains=value)
            | Q(author_name__icontains=value)
            | Q(author__first_name__icontains=value)
            | Q(author__last_name__icontains=value)
            | Q(reason__icontains=value)
        )
