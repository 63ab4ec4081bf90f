"""The real content against the fact sheet: what it may cite, what it must cover, how it reads, what each exercise is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from statistics import median

import pytest
import yaml

from library import figures, markup, proofing, reading
from library.documents import files, parts
from library.documents.schema import Document
from library.referable import from_documents
from library.signs import Signs

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = ROOT / "docs" / "references.md"


@cache
def content() -> dict[tuple[str, str], Document]:
    """Every document of the content folder."""
    return {(file.kind, file.slug): file.document for file in files.read_all()}


@cache
def signs() -> Signs:
    """The list of warning signs."""
    return from_documents(content()).signs


def of(kind: str) -> dict[str, Document]:
    return {slug: document for (one, slug), document in content().items() if one == kind}


PAGES = [
    (kind, path.stem)
    for kind, folder in files.FOLDERS.items()
    for path in sorted((files.CONTENT / folder).glob("*.md"))
]
IDS = ["/".join(key) for key in PAGES]


# --- Sources ---------------------------------------------------------------------------------

IDENTIFIER = re.compile(r"10\.\d{4,}/(?:[^\s,()]|\([^\s,()]*\))+|(?<=PMID )\d+|\bPMC\d+|\bCD\d+")
MARKS = re.compile(r"\[M\]|\[U journal\]|\brecord\b|\bPMID\b|[\s,()]")


def works() -> list[str]:
    """The lines of the list of references."""
    return re.findall(r"^- (.+)$", REFERENCES.read_text(encoding="utf-8"), re.MULTILINE)


def is_listed(source: Document, lines: list[str]) -> bool:
    """Whether a line begins with the citation and goes on with exactly the source's identifiers."""
    own = {source[name] for name in ("doi", "pmid", "pmc", "cochrane") if name in source}
    for line in lines:
        rest = line.removeprefix(source["citation"])
        if rest != line or line == source["citation"]:
            found = set(IDENTIFIER.findall(rest))
            if found == own and not MARKS.sub("", IDENTIFIER.sub("", rest)):
                return True
    return False


def test_the_list_of_references_holds_every_work_once() -> None:
    assert len(works()) == len(set(works())) == 153


def test_every_source_stands_in_the_list_word_for_word_with_its_identifier() -> None:
    assert [source["key"] for source in of("source").values() if not is_listed(source, works())] == []


RADFORD = {"citation": "Radford 2006 BJSM 40:870", "doi": "10.1136/bjsm.2006.029348"}


@pytest.mark.parametrize(
    "invented",
    [
        RADFORD | {"citation": "Radford 2007 BJSM 40:870"},
        RADFORD | {"doi": "10.1136/bjsm.2006.029349"},
        RADFORD | {"citation": "Radford 2006 BJSM"},
        RADFORD | {"pmid": "1"},
        {"citation": "Radford 2006 BJSM 40:870"},
        {"citation": "Smith 2020 Lancet 1:1"},
        {"citation": "Yamato 2015 JOSPT", "doi": "10.1/x"},
    ],
)
def test_an_invented_source_is_seen(invented: Document) -> None:
    assert is_listed(RADFORD, works())
    assert not is_listed(invented, works())


def test_every_source_has_a_key_a_citation_and_an_identifier_of_its_own() -> None:
    for name in ("key", "citation", "short", "doi", "pmid", "pmc", "cochrane"):
        values = [source[name] for source in of("source").values() if name in source]
        assert len(values) == len(set(values)), name


def test_a_citation_of_the_text_names_no_other_work() -> None:
    """A name with a year stands in no text outside the list of sources: works are cited by key."""
    named = re.compile(r"\b[A-Z][\w-]+ (?:et al\.?,? )?\(?(?:19|20)\d\d\b")
    months = "January|February|March|April|May|June|July|August|September|October|November|December|In|Since|Cochrane"
    found = [
        (slug, hit[0])
        for (_, slug), document in content().items()
        if "body" in document
        for _, text in parts.prose(document)
        if (hit := named.search(text)) and not re.match(months, hit[0])
    ]
    assert found == []


MUST_CITE = {
    ("exercise", "plantar-fascia-stretch"): "digiovanni-2003",
    ("exercise", "eccentric-heel-drop"): "alfredson-1998",
    ("exercise", "heel-raise-towel"): "rathleff-2015",
    ("exercise", "pogo-hops"): "engeroff-2023",
    ("issue", "achilles-tendinopathy"): "pringels-2025",
    ("issue", "plantar-heel-pain"): "morrissey-2021",
    ("issue", "ankle-arthritis"): "valderrabano-2009",
    ("chapter", "measure-at-a-wall"): "bennell-1998",
}


@pytest.mark.parametrize(("key", "source"), MUST_CITE.items(), ids=[slug for _, slug in MUST_CITE])
def test_a_number_that_comes_from_a_study_carries_it(key: tuple[str, str], source: str) -> None:
    texts = [text for _, text in parts.prose(content()[key])]
    assert any(source in markup.citations(text) for text in texts)


# --- Coverage of the source article ----------------------------------------------------------

POINTS = [f"G{number}" for number in range(1, 28)] + [f"I{n}" for n in range(1, 11)] + [f"E{n}" for n in range(1, 12)]
ISSUES = {
    "I1": "ankle-sprain", "I2": "achilles-tendinopathy", "I3": "plantar-heel-pain", "I4": "peroneal-tendinopathy",
    "I5": "ankle-arthritis", "I6": "stress-fracture", "I7": "chronic-ankle-instability", "I8": "flat-or-high-arch",
    "I9": "getting-older", "I10": "shoes",
}  # fmt: skip
NAMED = {
    "E1": {"ankle-circles"}, "E2": {"toe-walk"}, "E3": {"heel-walk"}, "E4": {"calf-stretch-straight", "calf-stretch-bent"},
    "E5": {"plantar-fascia-stretch"}, "E6": {"calf-stretch-straight"}, "E7": {"towel-stretch"}, "E8": {"ankle-circles"},
    "E9": {"calf-stretch-bent"}, "E10": {"band-dorsiflexion"}, "E11": {"ankle-alphabet"},
}  # fmt: skip


def covered() -> dict[str, set[str]]:
    """Each point and the pages that say they cover it."""
    found: dict[str, set[str]] = {}
    for (_, slug), document in content().items():
        covers = document.get("covers", [])
        for point in [p for ids in covers.values() for p in ids] if isinstance(covers, dict) else covers:
            found.setdefault(point, set()).add(slug)
    return found


def test_every_point_of_the_source_article_is_covered_and_no_other_is_claimed() -> None:
    assert sorted(covered()) == sorted(POINTS)
    assert len(POINTS) == 48


def test_every_issue_and_every_named_exercise_is_covered_by_its_own_page() -> None:
    assert {point: slug for point, slug in ISSUES.items() if slug not in covered()[point]} == {}
    assert {point: slugs for point, slugs in NAMED.items() if not slugs & covered()[point]} == {}


def test_the_passage_that_covers_a_point_is_there() -> None:
    for (_, slug), document in content().items():
        if isinstance(document.get("covers"), dict):
            parts = markup.anchors(document["body"]) | {"intro"}
            assert set(document["covers"]) <= parts, slug


# --- How it reads ----------------------------------------------------------------------------


def grades() -> dict[str, float]:
    return {"/".join(key): reading.grade(parts.reading_text(content()[key], signs())) for key in PAGES}


def test_the_guide_reads_easily() -> None:
    found = grades()
    assert median(found.values()) <= 7.5
    assert {name: round(grade, 1) for name, grade in found.items() if grade > 9} == {}


def test_the_body_alone_reads_easily_too() -> None:
    found = {
        name: reading.grade(markup.plain(content()[key]["body"], signs())) for name, key in zip(IDS, PAGES, strict=True)
    }
    assert median(found.values()) <= 7.5
    assert {name: round(grade, 1) for name, grade in found.items() if grade > 9} == {}


def test_nothing_of_the_guide_fails_a_check_of_content() -> None:
    referable = from_documents(content())
    found = {
        "/".join(key): [f"{fault.field}: {fault.message}" for fault in proofing.faults(*key, document, referable)]
        for key, document in content().items()
    }
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_promise_stands_in_sources_or_fixed_pages_either() -> None:
    templates = {
        str(path.relative_to(ROOT)): re.sub(r"<[^>]+>|\{[%{].*?[%}]\}", " ", path.read_text(encoding="utf-8"))
        for path in (ROOT / "templates").rglob("*.html")
        if "admin" not in path.parts
    }
    texts = templates | {f"source {key}": one["supports"] for key, one in of("source").items()}
    found = [
        (name, hit[0]) for name, text in texts.items() for pattern, _ in proofing.BANNED_PATTERNS
        if (hit := pattern.search(text))
    ]  # fmt: skip
    assert found == []


def test_a_heel_is_never_called_safe() -> None:
    found = [
        (slug, text)
        for slug, one in of("exercise").items()
        for text in (one.get("achilles_heel_note", ""), one["summary"])
        if re.search(r"\bsafe", text, re.IGNORECASE)
    ]
    assert found == []


# --- Drawings --------------------------------------------------------------------------------


def test_every_exercise_is_drawn_and_every_drawing_is_an_exercise() -> None:
    assert set(figures.slugs()) == set(of("exercise"))


def test_every_drawing_says_in_words_what_is_seen() -> None:
    for path in sorted((files.CONTENT / "poses").glob("*.yaml")):
        words = yaml.safe_load(path.read_text(encoding="utf-8"))["desc"]
        assert len(words.split()) >= 5, path.name


def test_every_plate_of_the_guide_stands_in_it_with_a_caption() -> None:
    found = [(key, name, caption) for key in PAGES for name, caption in markup.plates(content()[key]["body"])]
    assert [(key, name) for key, name, caption in found if not caption or name not in figures.PLATES] == []


# --- One home for each fact ------------------------------------------------------------------


def sentences(document: Document) -> set[str]:
    """The longer sentences of a page's body. Cautions may say the same on every page: each page is read alone."""
    parts = re.split(r"(?<=[.!?])\s+|\n", markup.plain(document["body"]))
    return {" ".join(part.lower().split()) for part in parts if len(part.split()) >= 12}


def test_no_longer_sentence_stands_in_the_text_of_three_pages() -> None:
    seen: dict[str, list[str]] = {}
    for key in PAGES:
        for sentence in sentences(content()[key]):
            seen.setdefault(sentence, []).append("/".join(key))
    assert {sentence: places for sentence, places in seen.items() if len(places) > 2} == {}


def test_a_sentence_that_stands_twice_would_be_seen() -> None:
    body = "One short. The heel stays on the floor while the knee goes on over the toes.\n\n## Part\n\nMore."
    assert sentences({"body": body}) == {"the heel stays on the floor while the knee goes on over the toes."}


@pytest.mark.parametrize("slug", ["when-to-see-somebody"])
def test_the_red_flags_of_the_fact_sheet_are_all_there(slug: str) -> None:
    text = markup.plain(of("chapter")[slug]["body"], signs()).lower()
    for words in (
        "999", "112", "911", "breath", "four steps", "fingertip", "numb", "swollen", "journey", "diabetes", "night",
        "giv", "lock", "antibiotic", "periods", "18", "six weeks", "fever", "cold", "000", "healthline", "above the ankle",
        "squeeze", "under 18 limps, has pain at night", "on that leg alone", "inner ankle is swollen", "losing movement quickly", "high-risk", "groin",
    ):  # fmt: skip
        assert words in text, words
