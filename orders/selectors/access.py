"""Which sites a person may see or order for: her own, her customers', or all of the kitchen's."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kurkum.base.choices import Role
from kurkum.base.models import User
from kurkum.base.permissions import has_role
from orders.models import Site


def sites_to_order_for(user: User) -> QuerySet[Site]:
    """Sites whose orders a person may change: all for the kitchen, else those given to her."""
    sites = Site.objects.filter(is_active=True).select_related("customer", "line")
    if has_role(user, Role.MANAGER):
        return sites
    if has_role(user, Role.SCHOOL):
        return sites.filter(accesses__user=user)
    return sites.none()


def sites_to_read(user: User) -> QuerySet[Site]:
    """Sites whose orders and deliveries a person may read; a payer reads those she pays for."""
    sites = Site.objects.filter(is_active=True).select_related("customer", "line")
    if has_role(user, Role.MANAGER):
        return sites
    allowed = Q(pk__in=[])
    if has_role(user, Role.SCHOOL):
        allowed |= Q(accesses__user=user)
    if has_role(user, Role.PAYER):
        allowed |= Q(customer__accesses__user=user)
    return sites.filter(allowed).distinct()
