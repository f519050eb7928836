"""Texts of libraries that do not speak Arabic or Hebrew, named here so that our catalogue does.

django-filter has no Hebrew, django-tables2 has neither; a project's own catalogue comes first.
"""

from django.utils.translation import gettext_noop as _

DJANGO_TABLES2 = [_("previous"), _("next")]
DJANGO_FILTER = [
    _("date"),
    _("year"),
    _("month"),
    _("day"),
    _("week day"),
    _("hour"),
    _("minute"),
    _("second"),
    _("contains"),
    _("is in"),
    _("is greater than"),
    _("is greater than or equal to"),
    _("is less than"),
    _("is less than or equal to"),
    _("starts with"),
    _("ends with"),
    _("is in range"),
    _("is null"),
    _("matches regex"),
    _("search"),
    _("is contained by"),
    _("overlaps"),
    _("has key"),
    _("has keys"),
    _("has any keys"),
    _("Select a lookup."),
    _("Range query expects two values."),
    _("Today"),
    _("Yesterday"),
    _("Past 7 days"),
    _("This month"),
    _("This year"),
    _("Multiple values may be separated by commas."),
    _("%s (descending)"),
    _("Ordering"),
    _("Submit"),
    _("Field filters"),
    _("exclude"),
    _("All"),
    _("Unknown"),
    _("Yes"),
    _("No"),
]
