"""The time zones to choose from."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ankles.accounts import zones


def names(current: str = "") -> list[str]:
    """Every zone that can be chosen."""
    found: list[str] = []
    for name, places in zones.choices(current):
        found += [name] if isinstance(places, str) else [zone for zone, _ in places]
    return found


def test_the_places_where_runners_live_can_be_chosen() -> None:
    assert {
        "UTC",
        "Europe/London",
        "Pacific/Auckland",
        "America/Los_Angeles",
        "Pacific/Pago_Pago",
        "Asia/Kolkata",
        "Asia/Calcutta",
    } <= set(names())
    assert len(names()) == len(set(names())) > 400


def test_every_choice_is_a_zone_that_python_knows() -> None:
    assert [name for name in names() if ZoneInfo(name).key != name] == []


def test_places_are_named_in_words() -> None:
    assert zones.place("America/Los_Angeles") == "Los Angeles"
    assert zones.place("America/Argentina/Buenos_Aires") == "Argentina, Buenos Aires"
    assert zones.place("UTC") == "UTC"


def test_a_zone_under_an_older_name_stays_where_it_was_chosen() -> None:
    assert "US/Pacific" not in names()
    assert names("US/Pacific")[:2] == ["UTC", "US/Pacific"]
    assert names("Europe/Paris") == names("UTC") == names()
