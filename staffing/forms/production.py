"""Forms of the kitchen's day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from staffing.choices import BatchReadingPoint


class SolveDayForm(forms.Form):
    """How long a plan may be looked for."""

    seconds = forms.IntegerField(label=_("Seconds at most"), min_value=1, max_value=600, initial=20)


class FinishForm(forms.Form):
    """A task is done; the last one of a batch says what was made."""

    portions = forms.IntegerField(label=_("Portions made"), min_value=0, required=False)


class ReadingForm(forms.Form):
    """A temperature of a batch, and what was done if it is outside its limit."""

    point = forms.ChoiceField(label=_("Where"), choices=BatchReadingPoint.choices)
    celsius = forms.DecimalField(label=_("°C"), max_digits=4, decimal_places=1)
    corrective_action = forms.CharField(label=_("What was done"), max_length=200, required=False)
