"""Forms of the roster: a cook's day, a solve, a wish, hours, an adjustment of cover."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.forms import DayField
from staffing.choices import AvailabilityLevel
from staffing.models import Cook, ShiftPattern, Skill
from staffing.services.rostering import MOST_WEEKS
from staffing.services.wishes import Wish


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DayForm(forms.Form):
    """A cook's day: which shift, doing what; empty is a free day."""

    shift = forms.ModelChoiceField(
        ShiftPattern.objects.filter(is_active=True), label=_("Shift"), required=False,
        empty_label=_("free"), to_field_name="key",
    )  # fmt: skip
    skill = forms.ModelChoiceField(
        Skill.objects.all(), label=_("What she does"), required=False, to_field_name="key"
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: object, cook: Cook, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["skill"].queryset = Skill.objects.filter(  # type: ignore[attr-defined]
            cook_skills__cook=cook
        )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("shift") and not data.get("skill"):
            self.add_error("skill", _("Choose what she does on this shift."))
        if not data.get("shift"):
            data["skill"] = None
        return data


class SolveForm(forms.Form):
    start = DayField(label=_("First day"), widget=DateInput)
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS, initial=4)
    seconds = forms.IntegerField(label=_("Seconds"), min_value=5, max_value=600, initial=30)


class WishForm(forms.Form):
    """What a cook says about days to come."""

    level = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[
            (AvailabilityLevel.PREFERRED, _("I would like to work")),
            (AvailabilityLevel.UNDESIRED, _("I would rather be free")),
            (AvailabilityLevel.UNAVAILABLE, _("I cannot work (day off)")),
        ],
        widget=forms.RadioSelect,
        initial=AvailabilityLevel.UNDESIRED,
    )
    first = DayField(label=_("From"), widget=DateInput)
    last = DayField(label=_("Until"), widget=DateInput, required=False)

    def wish(self) -> Wish:
        first: dt.date = self.cleaned_data["first"]
        return Wish(self.cleaned_data["level"], first, self.cleaned_data["last"] or first)


class HoursForm(forms.Form):
    """The manager's word on when a cook came and went."""

    date = DayField(label=_("Date"), widget=DateInput)
    came = forms.TimeField(label=_("Came"), widget=TimeInput)
    went = forms.TimeField(label=_("Went"), widget=TimeInput)
    break_minutes = forms.IntegerField(
        label=_("Break in minutes"), min_value=0, max_value=240, initial=45
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CoverForm(forms.Form):
    """More or fewer cooks than the work says, with the reason."""

    shift = forms.ModelChoiceField(
        ShiftPattern.objects.filter(is_active=True), label=_("Shift"), to_field_name="key"
    )
    skill = forms.ModelChoiceField(Skill.objects.all(), label=_("Skill"), to_field_name="key")
    adjustment = forms.IntegerField(label=_("More or fewer"), min_value=-9, max_value=9)
    reason = forms.CharField(label=_("Reason"), max_length=200)
