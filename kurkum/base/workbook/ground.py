"""The sheets of the ground floor: the kitchen itself, places, roads between them, limits."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import DatedLimit, Distance, Kitchen, Locality
from kurkum.base.workbook.sheets import Col, Problem, Sample, Sheet, State

NAMES = "key name_ar name_he name_en"
MARK = Col("mark", note=_("what the figure rests on"))


def _one_kitchen(state: State) -> Iterable[Problem]:
    for identity in list(state["kitchen"])[1:]:
        yield Problem(identity, "key", _("one workbook is one kitchen; keep one row"))


LOCALITIES = Sheet(
    "localities",
    Locality,
    [
        NAMES,
        Col("latitude", example="32.92111"),
        Col("longitude", example="35.25458"),
        "population population_year",
        Col("kind", example="town"),
        "council_he source",
    ],
    sample=Sample("majd_al_krum", _("Majd al-Krum")),
    note=_("Towns and villages: where sites, cooks and suppliers are, and the kitchen itself."),
)
DISTANCES = Sheet(
    "distances",
    Distance,
    [
        Col("origin", heading=_("from town")),
        Col("destination", heading=_("to town"), example=_("Karmiel")),
        Col("metres", unit=_("m"), example="5200"),
        Col("minutes", unit=_("minutes"), example="9"),
        MARK,
    ],
    identity=("origin", "destination"),
    note=_("The drive between two towns, each direction a row. Left out, it is estimated from "
           "the coordinates."),
    is_reference=True,
)  # fmt: skip
LIMITS = Sheet(
    "limits",
    DatedLimit,
    [
        Col("key", example="hot_dispatch_min_celsius",
            note=_("the name under which the programme looks for the figure")),
        Col("value", example="70"), Col("unit", example="celsius"), "valid_from valid_to",
        Col("mark", example=Mark.ASSUMED.label, note=MARK.note), "source note",
    ],
    identity=("key", "valid_from"),
    note=_("Figures of law, food safety, wages and the house, each from a date on. The programme "
           "brings its own; change them here with their source."),
    is_reference=True,
)  # fmt: skip
KITCHEN = Sheet(
    "kitchen",
    Kitchen,
    [
        NAMES,
        "locality address_ar address_he address_en phone licence_number company_number",
        Col("opens_minute", example="04:15"),
        Col("closes_minute", example="16:00"),
        Col("languages", example="ar;he;en"),
    ],
    sample=Sample("our_kitchen", _("Our kitchen")),
    note=_("The kitchen itself, one row: what stands on every document, and its hours."),
    check=_one_kitchen,
)

SHEETS = (KITCHEN, LOCALITIES)
REFERENCE_SHEETS = (DISTANCES, LIMITS)
