"""The form of a sudden closure: places or a whole district, days, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.forms import DayField
from kurkum.base.models import Locality
from orders.choices import ClosureKind
from orders.services.closures import localities_of_council

SUDDEN = (ClosureKind.EMERGENCY, ClosureKind.STRIKE, ClosureKind.OTHER)
EVERYWHERE = "*"


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ClosureForm(forms.Form):
    localities = forms.ModelMultipleChoiceField(
        Locality.objects.none(),
        label=_("Places"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ChoiceField(label=_("Or a whole district"), required=False)
    first = DayField(label=_("From"), widget=_date())
    last = DayField(label=_("Until"), widget=_date())
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one, one.label) for one in SUDDEN])
    reason = forms.CharField(
        label=_("Reason"), max_length=100, help_text=_("The schools will read it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = Locality.objects.filter(sites__is_active=True).distinct().order_by("key")
        self.fields["localities"].queryset = served  # type: ignore[attr-defined]
        councils = sorted({row.council_he for row in served if row.council_he})
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            (EVERYWHERE, _("all places")),
            *((council, council) for council in councils),
        ]

    def places(self) -> list[Locality]:
        """The places that are meant, once the form is valid."""
        chosen = list(self.cleaned_data["localities"])
        district = self.cleaned_data["district"]
        if district == EVERYWHERE:
            return list(self.fields["localities"].queryset)  # type: ignore[attr-defined]
        return list({*chosen, *(localities_of_council(district) if district else ())})
