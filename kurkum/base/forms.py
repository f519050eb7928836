"""Forms of the ground floor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Language, Role
from kurkum.base.models import User
from kurkum.base.selectors.languages import languages_in_use

CENTURY = 20


class DayField(forms.DateField):
    """A date of this century: the ends of the calendar are slips, and reckon no week around."""

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value)
        if day is not None and day.year // 100 != CENTURY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def languages_offered() -> list[tuple[str, str]]:
    """The kitchen's languages, each by its own name."""
    used = languages_in_use()
    return [(code, str(Language(code).label)) for code in used]


class PersonForm(forms.ModelForm[User]):
    """A person who signs in, and her roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "phone", "language", "is_active"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=languages_offered
        )
        if self.instance.pk:
            self.initial["roles"] = [grant.role for grant in self.instance.role_grants.all()]


class ProfileForm(forms.ModelForm[User]):
    """What a person may change about herself."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "phone", "language"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=languages_offered
        )
