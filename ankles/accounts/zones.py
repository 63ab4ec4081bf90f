"""The time zones to choose from: IANA names, grouped by the part of the world."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

PARTS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]
Choices = list[tuple[str, str] | Group]


@cache
def groups() -> tuple[Group, ...]:
    """Each part of the world with its zones: (name, place). `America/Indiana/Knox` is shown as "Indiana, Knox"."""
    names = sorted(available_timezones())
    return tuple((part, [(name, place(name)) for name in names if name.startswith(f"{part}/")]) for part in PARTS)


def place(name: str) -> str:
    """A zone's name in words, without its part of the world."""
    return name.partition("/")[2].replace("_", " ").replace("/", ", ") or name


def choices(current: str = "") -> Choices:
    """What a select offers: UTC, what is set now if it stands under an older name, and all places."""
    listed = {name for _, zones in groups() for name, _ in zones}
    older: Choices = [(current, current)] if current and current != "UTC" and current not in listed else []
    return [("UTC", "UTC"), *older, *groups()]
