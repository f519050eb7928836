"""Forms of the board room: a motion, a meeting, a payment, an outcome, a budget, a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurkum.base.forms import DayField
from kurkum.base.models import User
from kurkum.lib import money
from orders.models import Account, Initiative, Vote

LARGEST = Decimal("99999999.99")
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
NOT_THERE = ""


class ShekelsField(forms.DecimalField):
    """Shekels and agorot, at least 0; the cleaned value is agorot."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST, max_digits=10, decimal_places=2, **options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else money.to_agorot(found)


class MotionForm(forms.Form):
    """How much each initiative shall get, in the words of a motion."""

    text = forms.CharField(
        label=gettext_lazy("Text of the motion"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )  # fmt: skip
    quorum = forms.IntegerField(label=gettext_lazy("Members needed (quorum)"), min_value=1,
                                max_value=50)  # fmt: skip

    def __init__(self, *args: Any, initiatives: Iterable[Initiative], **options: Any) -> None:
        super().__init__(*args, **options)
        self.initiatives = list(initiatives)
        for one in self.initiatives:
            self.fields[f"gift_{one.key}"] = ShekelsField(label=one.name, required=False)

    @property
    def amounts(self) -> dict[str, int]:
        """Agorot by initiative, of those that get anything."""
        found = {one.key: self.cleaned_data.get(f"gift_{one.key}") for one in self.initiatives}
        return {key: agorot for key, agorot in found.items() if agorot}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.amounts:
            raise forms.ValidationError(_("Give at least one initiative an amount."))
        return cleaned


class MeetingForm(forms.Form):
    """A meeting's minutes: the vote of each member who was there, and the decision's day."""

    decided_on = DayField(label=gettext_lazy("Day of the meeting"), widget=DATE)
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )

    def __init__(self, *args: Any, members: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = list(members)
        for member in self.members:
            self.fields[f"vote_{member.pk}"] = forms.ChoiceField(
                label=member.called,
                choices=[(NOT_THERE, _("was not there")), *Vote.Choice.choices],
                required=False,
            )

    @property
    def votes(self) -> dict[User, str]:
        found = {member: self.cleaned_data[f"vote_{member.pk}"] for member in self.members}
        return {member: choice for member, choice in found.items() if choice}


class PaymentForm(forms.Form):
    amount = ShekelsField(label=gettext_lazy("Paid"))
    paid_on = DayField(label=gettext_lazy("Day of the payment"), widget=DATE)
    receipt = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=80)


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )  # fmt: skip


class BudgetForm(forms.Form):
    """One amount an account; an empty one has no budget."""

    def __init__(
        self, *args: Any, accounts: Iterable[Account], known: Mapping[str, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.accounts = list(accounts)
        for one in self.accounts:
            start = money.to_decimal(known[one.key]) if one.key in known else None
            self.fields[f"account_{one.key}"] = ShekelsField(
                label=one.name, required=False, initial=start
            )

    @property
    def amounts(self) -> dict[str, int | None]:
        return {one.key: self.cleaned_data[f"account_{one.key}"] for one in self.accounts}


class YearForm(forms.Form):
    """The narrative part of the year's report to the registrar."""

    narrative = forms.CharField(
        label=gettext_lazy("What was done, and for whom"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text=gettext_lazy("In plain words: activities, who benefited, how they were asked."),
    )
