"""Whoever has a clone alone can tell what a paper says that is named in it: docs/papers.md has each point in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "papers.md"
FILES = [
    path
    for folder in ("ankles", "docs", "library", "logbook", "templates", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".md", ".html", ".css", ".js") and path not in (PAGE, Path(__file__).resolve())
]
# `FACTS-2, part 7.2`, `FACTS.md F`, `FACTS T15`, `PITFALLS D10`; `FACTS[words]` is a name in a test.
NAMED = re.compile(r"\b(FACTS-2|FACTS|PITFALLS)(?:\.md)?,? (?:part )?(\d[\d.]*\d|\d|B-matrix|[A-Z]\d*\b)")


def points(texts: Iterable[str]) -> set[str]:
    """The points of papers that texts name: `FACTS T15`."""
    return {f"{paper} {point}" for text in texts for paper, point in NAMED.findall(text)}


def explained(page: str) -> set[str]:
    """The points of which the page has a row."""
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| FACTS")]
    rows += [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| PITFALLS ")]
    found = set()
    for row in rows:
        paper, _, named = row.partition(" ")
        found |= {f"{paper} {point}" for point in named.split(", ") if paper in ("FACTS", "FACTS-2", "PITFALLS")}
    return found


def test_a_point_is_seen_however_it_is_written() -> None:
    text = "(FACTS-2, part 7) FACTS-2 7.6, our rule; FACTS.md F. FACTS T15 bans; FACTS B-matrix; FACTS = {"
    assert points([text]) == {"FACTS-2 7", "FACTS-2 7.6", "FACTS F", "FACTS T15", "FACTS B-matrix"}


def test_every_point_that_is_named_is_told_in_words() -> None:
    named = points(path.read_text(encoding="utf-8") for path in FILES)
    assert len(named) > 10
    assert named - explained(PAGE.read_text(encoding="utf-8")) == set(), "say in docs/papers.md what it says"
