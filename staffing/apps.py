"""Django's registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Role
from kurkum.base.pages import Page
from kurkum.base.ports import (
    register_amendment_judge,
    register_indicators,
    register_integrity,
)


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Staffing")
    pages = (
        Page(
            label=_("Today"),
            url_name="staffing:today",
            roles=frozenset({Role.MANAGER}),
            position=1,
            start_of=frozenset({Role.MANAGER}),
        ),
        Page(
            label=_("Kitchen"),
            url_name="staffing:kitchen_now",
            roles=frozenset({Role.MANAGER, Role.COOK}),
            position=15,
        ),
        Page(
            label=_("Dishes"),
            url_name="staffing:dishes",
            roles=frozenset({Role.MANAGER, Role.COOK}),
            position=19,
        ),
        Page(
            label=_("Buying"),
            url_name="staffing:buying",
            roles=frozenset({Role.MANAGER}),
            position=18,
        ),
        Page(
            label=_("Roster"),
            url_name="staffing:roster_home",
            roles=frozenset({Role.MANAGER}),
            position=20,
        ),
        Page(
            label=_("Clock"),
            url_name="staffing:clock",
            roles=frozenset({Role.MANAGER}),
            position=24,
        ),
        Page(
            label=_("Hours"),
            url_name="staffing:hours_now",
            roles=frozenset({Role.MANAGER, Role.BOOKKEEPER}),
            position=26,
        ),
        Page(
            label=_("Sudden closure"),
            url_name="staffing:closures",
            roles=frozenset({Role.MANAGER}),
            position=28,
        ),
        Page(
            label=_("Workbook"),
            url_name="staffing:kitchen_book",
            roles=frozenset({Role.MANAGER}),
            position=90,
        ),
        Page(
            label=_("What if"),
            url_name="staffing:what_ifs",
            roles=frozenset({Role.MANAGER, Role.BOARD, Role.BOOKKEEPER}),
            position=66,
        ),
        Page(
            label=_("My shifts"),
            url_name="staffing:my_shifts",
            roles=frozenset({Role.COOK, Role.DRIVER}),
            position=10,
            start_of=frozenset({Role.COOK}),
        ),
    )

    def ready(self) -> None:
        from staffing.production_checks import production_breaches
        from staffing.roster_checks import roster_breaches
        from staffing.selectors.roster_indicators import roster_figures
        from staffing.services.amendments import judge_amendment

        register_integrity(production_breaches)
        register_integrity(roster_breaches)
        register_amendment_judge(judge_amendment)
        register_indicators(roster_figures)
