"""docs/asvs.md has every requirement of OWASP ASVS 5.0 on levels 1 and 2 once, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.journeys.site import ROOT

# Numbers and levels only, from the standard's own table.
LEVELS = Path(__file__).with_name("asvs-5.0.0-levels.txt")
LINE = re.compile(r"\| (\d+\.\d+\.\d+) \| ([12]) \| (met|n/a|\*\*not met\*\*) \| (.*) \| (.*) \|")


def lines() -> list[tuple[str, str, str, str, str]]:
    """Number, level, judgement, reason and where, of each row."""
    rows = [line for line in (ROOT / "docs" / "asvs.md").read_text().splitlines() if re.match(r"\| \d", line)]
    return [found.groups() for row in rows if (found := LINE.fullmatch(row))]  # type: ignore[misc]  # five groups


def test_every_requirement_stands_in_the_list_once_with_its_level() -> None:
    wanted = Counter(tuple(line.split()) for line in LEVELS.read_text().splitlines())
    assert Counter((number, level) for number, level, *_ in lines()) == wanted
    assert len(wanted) == 253


def test_what_is_met_says_where_and_what_is_not_says_why() -> None:
    assert [number for number, _, judged, _, where in lines() if judged == "met" and not where] == []
    assert [number for number, _, judged, why, _ in lines() if judged != "met" and not why] == []


def test_every_file_that_is_named_is_there() -> None:
    named = {(number, name) for number, *_, where in lines() for name in re.findall(r"`([^`]+)`", where)}
    assert len(named) > 150
    assert sorted((number, name) for number, name in named if not (ROOT / name).exists()) == []


def test_the_count_at_its_head_is_right() -> None:
    count = Counter(judged for _, _, judged, *_ in lines())
    said = f"Of 253: {count['met']} met, {count['n/a']} not applicable, {count['**not met**']} **not met**."
    assert said in (ROOT / "docs" / "asvs.md").read_text()
