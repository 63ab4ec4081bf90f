"""docs/asvs.md has every requirement of OWASP ASVS 5.0 on levels 1 and 2 once, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

from ankles.accounts import throttles
from logbook.report import sharing
from logbook.takeout import log_locks
from logbook.takeout.importing import archive
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


SPANS = {60: "a minute", 300: "in 5 minutes", 3600: "an hour", 24 * 3600: "a day"}


def as_written(limit: throttles.Limit) -> str:
    """How often, as docs/security.md writes it."""
    return f"{limit.most} {SPANS[limit.seconds]}"


def test_the_limits_in_the_document_are_those_in_the_code() -> None:
    table = (ROOT / "docs" / "security.md").read_text().partition("## How much of what")[2].partition("\n## ")[0]
    said = [line.split(" | ")[1] for line in table.splitlines() if line.startswith("| ")][1:]
    nginx = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
    rates = {zone: int(rate) for zone, rate in re.findall(r"zone=(\w+):10m rate=(\d+)r/s", nginx)}
    (lines_at_once,) = re.findall(r"limit_conn ankles_lines (\d+);", nginx)
    megabytes = [size // 1024 // 1024 for size in (settings.MAX_BODY_BYTES, settings.MAX_PICTURE_BODY_BYTES)]
    assert said == [
        as_written(throttles.KNOWN_DEVICE), as_written(throttles.ADDRESS_FROM_NETWORK), as_written(throttles.NETWORK),
        as_written(throttles.ADDRESS), as_written(throttles.HASHES_FOR_NETWORK), as_written(throttles.PROOF),
        as_written(throttles.LINKS), f"{as_written(throttles.MAIL_SOON)}, {as_written(throttles.MAIL_DAY)}",
        f"{sharing.MOST_LINKS} at once", f"{log_locks.MOST_AT_ONCE} at once",
        f"{archive.MOST_ENTRIES:,} entries, {archive.MOST_UNPACKED // 1024 // 1024} MB unpacked, {archive.MOST_NAMES} names",
        f"{megabytes[0]} MB; a picture at the desk {megabytes[1]} MB",
        f"{settings.SESSION_COOKIE_AGE // 24 // 3600} days",
        f"{rates['ankles_pages']} a second, {rates['ankles_posts']} a second, {lines_at_once} at once",
    ]  # fmt: skip
    assert throttles.HASHES_FOR_DEVICE.most == throttles.HASHES_FOR_NETWORK.most
