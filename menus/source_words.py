"""Where a rule of nutrition comes from, said to people who do not read the list of sources.

The reference data keep the source word for word; what is known here is said in the language
switched on, anything else stands as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: Mapping[str, str | Promise] = {
    "Default: 30–35 % of the day (NASEM DRI), computed": _(
        "Our default: a third of the day’s need (American reference intakes, NASEM), computed"
    ),
    "Default: share of the day (NASEM CDRR); grades 1–12 hard figure after S8": _(
        "Our default: lunch’s share of the day’s limit (NASEM); the figure in brackets follows "
        "the American school lunch rule"
    ),
    "Default: tender practice, to be confirmed by the dietitian": _(
        "Our default: usual in tenders, to be confirmed by the dietitian"
    ),
    "NASEM DRI": _("American reference intakes (NASEM)"),
    "S1 defines it; the limit is from memory": _(
        "Defined by the Israeli rules for afternoon daycare; the limit is from memory"
    ),
    "S2": _("Israeli rules for lunches in afternoon daycare (hon.co.il)"),
    "S3": _("Israeli rules for afternoon daycare, as reported by Haaretz"),
    "S9; WHO": _("American school meal rules; World Health Organization"),
}


def source_words(source: str) -> str:
    """The source as a sentence."""
    return str(SAID.get(source, source))
