"""The time zones to choose from."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest

from ankles.accounts import zones


def names(current: str = "") -> list[str]:
    """Every zone that is listed."""
    found: list[str] = []
    for name, places in zones.zone_choices(current):
        found += [name] if isinstance(places, str) else [zone for zone, _ in places]
    return found


def test_the_places_where_runners_live_are_listed_once_each() -> None:
    wanted = {"UTC", "Europe/London", "Pacific/Auckland", "America/Los_Angeles", "Pacific/Pago_Pago", "Asia/Kolkata"}
    assert wanted <= set(names())
    assert 400 < len(names()) == len(set(names())) < 430


def test_an_older_name_that_a_browser_still_uses_is_taken_and_not_listed() -> None:
    for name in ("Asia/Calcutta", "Europe/Kiev", "America/Buenos_Aires"):
        assert (zones.is_zone(name), name in names()) == (True, False)
    made_up = ("Mars/Olympus", "../../etc/passwd", "posixrules", "Etc/GMT+5", "")
    assert [zones.is_zone(name) for name in made_up] == [False] * len(made_up)


def test_every_choice_is_a_zone_that_python_knows() -> None:
    assert [name for name in names() if ZoneInfo(name).key != name] == []


def test_places_are_named_in_words_with_their_country_by_the_part_of_the_world() -> None:
    assert zones.place_of_zone("America/Los_Angeles") == "Los Angeles"
    assert zones.place_of_zone("America/Argentina/Buenos_Aires") == "Buenos Aires, Argentina"
    listed = dict(zones.zones_by_region())
    assert list(listed)[:2] == ["Africa", "America"]
    assert ("Europe/London", "London, Britain (UK)") in listed["Europe"]
    assert ("Asia/Ho_Chi_Minh", "Ho Chi Minh, Vietnam") in listed["Asia"]
    assert listed["Pacific Ocean"] == sorted(listed["Pacific Ocean"], key=lambda one: one[1])


def test_what_is_set_now_stands_first_and_once_also_under_an_older_name() -> None:
    assert names("US/Pacific")[0] == "US/Pacific"
    assert names("Europe/Paris")[0] == "Europe/Paris"
    assert sorted(names("Europe/Paris")) == sorted(names())
    assert zones.zone_choices("Europe/Paris")[0] == ("Europe/Paris", "Paris, France")


def test_the_files_of_the_zones_are_looked_through_once_however_many_places_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = []

    def available() -> set[str]:
        looked.append("through every file")
        return available_timezones()

    monkeypatch.setattr(zones, "available_timezones", available)
    for kept in (zones.known_zones, zones.zones_by_region):
        kept.cache_clear()
    assert len(names()) > 400
    assert [zones.is_zone(name) for name in ("Europe/Paris", "Europe/Nowhere")] == [True, False]
    assert looked == ["through every file"]
