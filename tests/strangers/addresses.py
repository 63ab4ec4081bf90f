"""Every private route of the URLconf, filled with what is Ana's; a route that cannot be filled is a complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from tests.conventions.test_routes import OPEN, SLOT, every_route
from tests.strangers.cast import Cast, content_types

# A number that no row will ever have.
NOBODYS = 9_000_000_000_000_007
EXPRESSIONS = {"(?P<url>.*)$": "logbook/symptom/", "^(?P<app_label>library)/$": "library/"}


class CannotBuild(Exception):
    """A slot of a route for which Ana has nothing: the test must be told what to put there."""


@dataclass(frozen=True)
class Address:
    """A path to a private route. `nobodys` is the same with a number that nobody has; empty where it names no row."""

    route: str
    path: str
    nobodys: str = ""


def private_routes() -> list[str]:
    """Every route that is not on the literal list of what anybody may open."""
    return sorted(route for route, _ in every_route() if route not in OPEN)


def addresses(cast: Cast, routes: list[str]) -> tuple[list[Address], list[str]]:
    """All addresses of routes, and complaints about those that could not be built."""
    found, complaints = [], []
    for route in routes:
        try:
            found += fill(cast, route)
        except CannotBuild as missing:
            complaints.append(f"{route}: cannot be built: {missing}")
    return found, complaints


def fill(cast: Cast, route: str) -> list[Address]:
    """The addresses of one route. Raises CannotBuild."""
    for expression, text in EXPRESSIONS.items():
        route = route.replace(expression, text)
    slots = list(SLOT.finditer(route))
    if re.search(r"[\^$()\\<>]", SLOT.sub("", route)):
        raise CannotBuild("it is a regular expression that is not among EXPRESSIONS")
    values = [_values(cast, route[: slot.start()], slot["converter"] or "", slot["name"]) for slot in slots]
    rows_named = any(slot["converter"] == "int" and "admin/" not in route for slot in slots)
    return [
        Address(
            route, _put(route, slots, chosen), _put(route, slots, _without_rows(slots, chosen)) if rows_named else ""
        )
        for chosen in product(*values)
    ]


def _values(cast: Cast, before: str, converter: str, name: str) -> list[str]:
    noun = before.rstrip("/").rpartition("/")[2]
    if converter == "day":
        return [cast.day.isoformat()]
    if converter == "month":
        return [f"{cast.day:%Y-%m}"]
    if converter == "measure":
        # She has one of each kind; the numbered routes are tried with this one.
        return ["knee-to-wall"]
    if converter == "int" and noun in cast.ids:
        return [str(cast.ids[noun])]
    if before.startswith("admin/"):
        # The desk's ids are of the guide's rows: hers are tried in their place.
        return [str(number) for number in content_types()] if name == "content_type_id" else [str(cast.ids["symptoms"])]
    raise CannotBuild(f"nothing of Ana's is known for <{converter}:{name}> after {noun!r}")


def _without_rows(slots: list[re.Match[str]], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        str(NOBODYS) if slot["converter"] == "int" else value for slot, value in zip(slots, chosen, strict=True)
    )


def _put(route: str, slots: list[re.Match[str]], values: tuple[str, ...]) -> str:
    given = iter(values)
    return "/" + SLOT.sub(lambda slot: next(given), route)
