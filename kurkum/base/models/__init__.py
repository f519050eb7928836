"""The ground: people, changes, solver runs, dated limits, places and indicators."""

from kurkum.base.models.changes import Change
from kurkum.base.models.counters import Counter
from kurkum.base.models.imports import KitchenImport
from kurkum.base.models.indicators import Indicator
from kurkum.base.models.kitchen import Kitchen
from kurkum.base.models.limits import DatedLimit
from kurkum.base.models.names import Keyed, Named
from kurkum.base.models.places import Distance, Locality
from kurkum.base.models.runs import SolverRun
from kurkum.base.models.users import RoleGrant, User

__all__ = [
    "Change",
    "Counter",
    "DatedLimit",
    "Distance",
    "Indicator",
    "Keyed",
    "Kitchen",
    "KitchenImport",
    "Locality",
    "Named",
    "RoleGrant",
    "SolverRun",
    "User",
]
