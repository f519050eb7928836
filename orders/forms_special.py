"""The form that registers a special meal: a code, a diet, a paper; never a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.forms import DayField
from menus.models import Diet, DinerGroup
from orders.models import Site
from orders.services.special_meals import NewMeal


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SpecialMealForm(forms.Form):
    label_code = forms.CharField(
        label=_("Code on the label"), max_length=40, help_text=_("no name, for example A14")
    )
    diner_group = forms.ModelChoiceField(DinerGroup.objects.none(), label=_("Who eats"))
    diet = forms.ModelChoiceField(Diet.objects.none(), label=_("Diet"))
    paper_valid_until = DayField(
        label=_("Medical paper valid until"), required=False, widget=_date()
    )
    active_from = DayField(label=_("Eats from"), widget=_date())

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = DinerGroup.objects.filter(pk__in=site.groups.values("diner_group"))
        self.fields["diner_group"].queryset = groups  # type: ignore[attr-defined]
        if len(groups) == 1:
            self.fields["diner_group"].initial = groups[0]
        self.fields["diet"].queryset = (  # type: ignore[attr-defined]
            Diet.objects.filter(is_regular=False)
        )

    def meal(self) -> NewMeal:
        """What was typed, once the form is valid."""
        typed = self.cleaned_data
        return NewMeal(
            label_code=typed["label_code"],
            diner_group=typed["diner_group"],
            diet=typed["diet"],
            active_from=typed["active_from"],
            paper_valid_until=typed["paper_valid_until"],
        )
