"""Forms of the kitchen's day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staffing.choices import BatchReadingPoint, DiscardStage
from staffing.models import Batch, Equipment
from staffing.reading_limits import points_of


class SolveDayForm(forms.Form):
    """How long a plan may be looked for."""

    seconds = forms.IntegerField(label=_("Seconds at most"), min_value=1, max_value=600, initial=20)


class BrokenForm(forms.Form):
    """What broke, until when, and why."""

    equipment = forms.ModelChoiceField(
        label=_("What broke?"), queryset=Equipment.objects.filter(is_active=True)
    )
    until = forms.TimeField(
        label=_("Until, if that is known"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class FinishForm(forms.Form):
    """A task is done; the last one of a batch says what was made."""

    portions = forms.IntegerField(
        label=_("Portions made"), min_value=0, max_value=20_000, required=False
    )


class ReadingForm(forms.Form):
    """A temperature of a batch, and what was done if it is outside its limit."""

    point = forms.ChoiceField(label=_("Where"), choices=BatchReadingPoint.choices)
    celsius = forms.DecimalField(label=_("Temperature"), max_digits=4, decimal_places=1)
    corrective_action = forms.CharField(label=_("What was done"), max_length=200, required=False)

    def __init__(self, batch: Batch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(point.value, point.label) for point in points_of(batch)]
        self.fields["point"] = forms.ChoiceField(label=_("Where"), choices=points)


class ActionForm(forms.Form):
    """What was done about food that was too cool or too warm."""

    corrective_action = forms.CharField(label=_("What was done"), max_length=200)


class DiscardForm(forms.Form):
    """Food thrown away, weighed."""

    stage = forms.ChoiceField(label=_("When"), choices=DiscardStage.choices)
    kilograms = forms.DecimalField(
        label=_("Kilograms"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2
    )


class ShortageForm(forms.Form):
    """Why a dish is short; the schools read it."""

    reason = forms.CharField(label=_("Why is it short?"), max_length=200)
