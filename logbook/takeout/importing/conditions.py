"""The tables' own check constraints, asked of a row in memory: one truth, without a query for each of 20,000 rows.

As in SQL, a comparison with nothing (NULL) is neither true nor false, and a check refuses only what is false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from django.db import models

LOOKUPS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, allowed: value in allowed,
}


def broken_condition(row: models.Model) -> str | None:
    """The message of the first check constraint that a row breaks; None when it keeps all of them."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and condition_holds(constraint.condition, row) is False:
            return str(constraint.violation_error_message)
    return None


def condition_holds(condition: Any, row: models.Model) -> bool | None:
    """Whether a condition is true of a row; None where SQL would not know.

    Raises NotImplementedError for a condition that is more than lookups on the row's own fields.
    """
    if isinstance(condition, tuple):
        path, wanted = condition
        return _lookup(path, wanted, row)
    if not isinstance(condition, models.Q):
        raise NotImplementedError(condition)
    parts = [condition_holds(part, row) for part in condition.children]
    known: bool | None
    if condition.connector == models.Q.AND:
        known = False if False in parts else None if None in parts else True
    elif condition.connector == models.Q.OR:
        known = True if True in parts or not parts else None if None in parts else False
    else:
        raise NotImplementedError(condition.connector)
    return known if known is None or not condition.negated else not known


def _lookup(path: str, wanted: Any, row: models.Model) -> bool | None:
    name, _, lookup = path.partition("__")
    value = getattr(row, name)
    if lookup == "isnull":
        return (value is None) is wanted
    if isinstance(wanted, models.F):
        wanted = getattr(row, wanted.name)  # type: ignore[attr-defined]  # the stubs leave it out
    compare = LOOKUPS.get(lookup or "exact")
    if compare is None:
        raise NotImplementedError(path)
    if value is None or wanted is None:
        return None
    return compare(value, wanted)
