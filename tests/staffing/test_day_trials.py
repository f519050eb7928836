"""What would make a day fit is tried without keeping anything."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kurkum.base.choices import Role
from staffing.models import ProductionPlan
from staffing.services.day_trials import RemedyGone, suggestions_for, try_suggestion
from tests.staffing.planned_kitchen import DAY, planned
from tests.staffing.test_production_pages import signed_in

__all__ = ["planned"]
pytestmark = pytest.mark.django_db


def test_a_day_that_fits_needs_no_help_or_says_that_it_is_not_decided(
    planned: ProductionPlan,
) -> None:
    found = suggestions_for(day=DAY, seconds=1.0)
    assert found.fits is not False
    assert found.suggestions == () or found.fits is None


def test_a_trial_counts_what_is_missing_and_keeps_nothing(planned: ProductionPlan) -> None:
    plans = ProductionPlan.objects.count()
    trial = try_suggestion(day=DAY, key="start_earlier:minutes=60", seconds=2.0)
    assert trial.suggestion.text == "Everybody begins 60 minutes earlier."
    assert trial.begins < trial.ends
    assert trial.batches > 0
    assert ProductionPlan.objects.count() == plans


@pytest.mark.parametrize("key", ["", "pray:", "more_cooks:", "start_earlier:minutes=soon"])
def test_a_name_that_is_no_remedy_is_refused(planned: ProductionPlan, key: str) -> None:
    with pytest.raises(RemedyGone):
        try_suggestion(day=DAY, key=key)


def test_the_page_says_so_without_breaking(planned: ProductionPlan) -> None:
    client = signed_in(Role.MANAGER)
    answer = client.post(reverse("staffing:plan_trial", args=[DAY]), {"key": "pray:"})
    assert answer.status_code == 200
    assert "ask again what helps" in answer.content.decode()
