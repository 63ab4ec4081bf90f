"""How the documents of earlier releases looked, so that what nobody touched is known again after an upgrade."""

from __future__ import annotations

from typing import Any


def per_side(value: Any) -> Any:
    """A document with doses as they were until November 2026: `per_side`, where today's say `sides: each`.

    Returns None for one that no earlier release can have written: it says more than that about its sides.
    """
    if isinstance(value, list):
        items = [per_side(item) for item in value]
        return None if any(item is None for item in items) else items
    if not isinstance(value, dict):
        return value
    if value.get("sides", "each") != "each":
        return None
    found = {}
    for key, part in value.items():
        name, old = ("per_side", True) if key == "sides" else (key, per_side(part))
        if old is None and part is not None:
            return None
        found[name] = old
    return found
