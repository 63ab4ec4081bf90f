"""The time zones to choose from: places with their countries, grouped by the part of the world, as tzdata lists them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from zoneinfo import available_timezones

PARTS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
OCEANS = ("Arctic", "Atlantic", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]
Choices = list[tuple[str, str] | Group]


@cache
def zones_by_region() -> tuple[Group, ...]:
    """Each part of the world with its zones: (name, words), such as ("Europe/London", "London, Britain (UK)").

    Only the name that a place has today; `is_zone` knows the older ones, too.
    """
    listed = [(name, f"{place_of_zone(name)}, {country}") for name, country in _places()]
    return tuple(
        (
            f"{part} Ocean" if part in OCEANS else part,
            sorted((one for one in listed if one[0].startswith(f"{part}/")), key=_by_words),
        )
        for part in PARTS
    )


@cache
def known_zones() -> frozenset[str]:
    """Every name that this machine knows, older ones too. Python opens all files of zones to say so: once in a process."""
    return frozenset(available_timezones())


def place_of_zone(name: str) -> str:
    """A zone's name in words, without its part of the world: `America/Indiana/Knox` is "Knox, Indiana"."""
    return ", ".join(reversed(name.split("/")[1:])).replace("_", " ") or name


def is_zone(name: str) -> bool:
    """Whether a name is one of a place, today's or an older one that a browser may still use, or UTC."""
    return name == "UTC" or (name.partition("/")[0] in PARTS and name in known_zones())


def zone_choices(current: str = "") -> Choices:
    """What a select offers: what is set now first, then all places, then UTC."""
    named = dict(one for _, zones in zones_by_region() for one in zones) | {"UTC": "UTC, no place’s own time"}
    first: Choices = [(current, named.get(current) or place_of_zone(current))] if current else []
    rest: Choices = [(part, [one for one in zones if one[0] != current]) for part, zones in zones_by_region()]
    return [*first, *rest, *([("UTC", named["UTC"])] if current != "UTC" else [])]


def _by_words(one: tuple[str, str]) -> str:
    return one[1]


def _places() -> list[tuple[str, str]]:
    """Zones as tzdata lists them, one for each place, with the name of its country."""
    files = resources.files("tzdata.zoneinfo")
    countries = dict(_rows(files.joinpath("iso3166.tab").read_text(encoding="utf-8")))
    rows = [line.split("\t") for line in files.joinpath("zone.tab").read_text(encoding="utf-8").splitlines()]
    found = [(row[2], countries[row[0]]) for row in rows if len(row) > 2 and not row[0].startswith("#")]
    return [(name, country) for name, country in found if name in known_zones()]


def _rows(text: str) -> list[tuple[str, str]]:
    pairs = [line.partition("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(code, name) for code, _, name in pairs]
