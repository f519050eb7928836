"""What a rule and an aim are."""

from __future__ import annotations

from typing import ClassVar

from ..draft import Draft, Instance, Terms
from ..people import Cook
from ..problem import Problem
from ..variables import Post


class Rule:
    """Something that no roster may break. ``name`` is its key in the registry and in reports."""

    name: ClassVar[str]

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        """Whether the rule rules this post out for her, whatever else the roster holds."""
        return False

    def post(self, draft: Draft) -> None:
        """Add the rule's constraints to ``draft``."""

    def instance(self, cook: Cook, day: int) -> Instance:
        return Instance(self.name, cook.key, day)


class Aim:
    """Something to be kept small: a weighted sum in the aim's own unit."""

    name: ClassVar[str]

    def terms(self, draft: Draft) -> Terms:
        raise NotImplementedError
