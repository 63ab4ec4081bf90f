"""What the checks doubt: numbers, words, minutes, drawings and parts; and what of it the guide's own files have, with reasons."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from library import markup, reading
from library.documents import files, parts, schema
from library.doubts import Doubt, doubts, doubts_of_unfinished
from library.markup import Referable
from library.referable import from_documents
from tests.library import small

HARD = "Multifactorial physiological determinants necessitate considerable methodological circumspection. " * 9


def found(kind: str, slug: str = "x", **changes: Any) -> list[tuple[str, str, str]]:
    """The doubts of a small document with some changes: field, check and the words that it begins with."""
    base: dict[str, Any] = {
        "chapter": small.CHAPTER,
        "issue": small.ISSUE,
        "exercise": small.TOE_WALK | {"mistakes": ["Slow down."]},
        "routine": small.ROUTINE,
        "source": small.SOURCE,
    }[kind]
    return [
        (str(doubt.path[0]), doubt.check, doubt.message.partition(":")[0])
        for doubt in doubts(kind, slug, base | changes, Referable())
    ]


UNSOURCED = [
    ("About 40% came back.", "'40%'"),
    ("It helped 3 of 12 for whom it was tried.", "'3 of 12'"),
    ("A trial with 38 runners found it.", "'38 runners'"),
    ("It falls 2 times as often.", "'2 times as'"),
    ("It adds 5 degrees.", "'5 degrees'"),
    ("It takes 6 to 12 weeks.", "'6 to 12 weeks'"),
    ("Cited.[@radford-2006]\n\nAbout 40% came back.", "'40%'"),
]
SOURCED = [
    "About 40% came back.[@radford-2006]", "It takes 6 weeks, as [practice] has it.", "Up to 5 out of 10.", "Chapter 3 has it.",
    "Hold it for 30 seconds, 3 times.", "Nobody has counted after 6 weeks.", "It takes 6 weeks.\n\nIt was tried.[@radford-2006]",
    "## After 6 weeks\n\nWalk.", "A number from 0 to 10.",
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), UNSOURCED)
def test_a_number_without_a_source_is_asked_about(body: str, words: str) -> None:
    assert found("chapter", body=body) == [("body", "number", words)]


@pytest.mark.parametrize("body", SOURCED)
def test_a_number_that_is_sourced_or_is_no_finding_is_let_through(body: str) -> None:
    assert found("chapter", body=body) == []


def test_a_patient_runner_is_asked_about_wherever_it_stands() -> None:
    assert found("chapter", summary="For a patient runner.") == [("summary", "patients", "'patient'")]
    assert found("source", supports="What patients did.") == [("supports", "patients", "'patients'")]
    assert found("chapter", summary="Be patiently slow.") == []


def test_a_text_that_is_hard_to_read_is_asked_about_with_its_grade() -> None:
    (doubt,) = doubts("chapter", "x", small.CHAPTER | {"body": HARD}, Referable())
    assert doubt.message.startswith("the page reads at grade ")
    assert f"{reading.GRADE_LIMIT:.0f} is the limit" in doubt.message


@pytest.mark.parametrize(
    ("summary", "asked"), [("About five minutes.", True), ("30 minutes.", True), ("One quiet minute.", False), ("Short.", False),
                           ("Five to ten minutes.", True), ("1 to 5 minutes.", False)]
)  # fmt: skip
def test_minutes_that_a_summary_promises_are_held_against_the_steps(summary: str, asked: bool) -> None:
    assert parts.minutes_in(small.ROUTINE) == (1, 1)
    assert bool(found("routine", summary=summary)) is asked


STEP = small.ROUTINE["steps"][0]


@pytest.mark.parametrize(("summary", "check"), [("30 minutes.", "minutes"), ("Six drills for a start.", "count")])
def test_a_reason_that_overruled_a_number_ends_when_the_steps_change(summary: str, check: str) -> None:
    def key(steps: int) -> str:
        document = small.ROUTINE | {"summary": summary, "steps": [STEP | {"time_s": 100}] * steps}
        (doubt,) = (doubt for doubt in doubts("routine", "x", document, Referable()) if doubt.check == check)
        return doubt.key

    assert key(2) == key(2) != key(4)


@pytest.mark.parametrize(
    ("summary", "asked"),
    [
        ("Two moving drills for a start.", False),
        ("Two moving drills and an optional one.", False),
        ("3 drills for a start.", False),
        ("Six moving drills for a start.", True),
        ("For a start. Four exercises, slow.", True),
        ("Loosening drills, two held stretches, some work.", False),
        ("Drills for a start.", False),
    ],
)
def test_how_many_steps_a_summary_begins_with_is_held_against_those_there_are(summary: str, asked: bool) -> None:
    steps = [STEP, STEP, STEP | {"optional": True}]
    found_in = [check for _, check, _ in found("routine", summary=summary, steps=steps)]
    assert ("count" in found_in) is asked
    staged = [{"name": "One", "steps": steps[:2]}, {"name": "Two", "steps": steps}]
    found_in = [check for _, check, _ in found("routine", summary=summary, steps=[], stages=staged)]
    assert ("count" in found_in) is asked


def test_an_exercise_without_a_drawing_and_parts_that_are_empty_are_asked_about() -> None:
    assert found("exercise", "toe-walk") == []
    assert found("exercise", "no-drawing", mistakes=[], cautions=[]) == [
        ("mistakes", "part", "nothing stands here; readers look for the common mistakes"),
        ("cautions", "part", "nothing stands here; readers look for the cautions"),
        ("slug", "drawing", "there is no drawing of this exercise; readers get words alone"),
    ]


EMPTY = "Words.\n\n## Full\n\nMore.\n\n## Nothing\n\n### Nor here\n\n::: tip Hint\n:::\n\n## Last\n"


def test_a_part_with_nothing_in_it_is_asked_about_and_never_printed() -> None:
    assert [message for _, check, message in found("chapter", body=EMPTY) if check == "part"] == [
        "'Nothing'", "'Nor here'", "'tip Hint'", "'Last'",
    ]  # fmt: skip
    html = markup.Scribe(Referable()).block(EMPTY)
    assert html == '<p>Words.</p>\n<h2 id="full">Full</h2>\n<p>More.</p>\n'
    assert markup.anchors(EMPTY) == {"full"}


def test_the_same_text_in_the_same_place_is_the_same_doubt() -> None:
    def keys(body: str) -> set[str]:
        return {doubt.key for doubt in doubts("chapter", "x", small.CHAPTER | {"body": body}, Referable())}

    before = keys("About 40% came back.")
    assert before == keys("Words.\n\nAbout 40% came back.")
    assert not before & keys("About 41% came back.")


UNFINISHED: list[tuple[str, dict[str, Any], set[str]]] = [
    ("chapter", {"title": "", "number": "five", "body": "About 40% came back.", "summary": "For patients."}, {"number", "patients"}),
    ("chapter", {"title": "T", "body": ["no text"], "exercises": "none"}, set()),
    ("exercise", {"dose": "much", "steps": "first", "mistakes": [], "cautions": ["Stop."], "body": "It adds 5 degrees."}, {"number", "part", "drawing"}),
    ("routine", {"summary": "Forty minutes.", "steps": "none yet"}, set()),
    ("routine", {"summary": "30 minutes.", "steps": small.ROUTINE["steps"]}, {"minutes"}),
    ("routine", {"summary": "30 minutes.", "steps": [], "stages": []}, set()),
    ("routine", {"summary": "30 minutes."}, set()),
    ("issue", {"signs": [5, "For patients."], "stop_and_see": "numb"}, {"patients", "part"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "document", "checks"), UNFINISHED)
def test_an_unfinished_page_is_doubted_as_far_as_it_goes(kind: str, document: dict[str, Any], checks: set[str]) -> None:
    wrong = schema.shape_faults(kind, document)
    assert wrong
    found = doubts_of_unfinished(kind, "no-drawing", document, wrong)
    assert {doubt.check for doubt in found} == checks
    # Nothing is asked about where something has to be put right.
    assert not {doubt.path for doubt in found} & {fault.path for fault in wrong}


@pytest.mark.parametrize("kind", ["chapter", "issue", "exercise", "routine", "source", "term"])
@pytest.mark.parametrize("value", ["words", 5, None, [1, "x"], {"a": 1}, [{"exercise": 5}]])
def test_whatever_was_typed_the_doubts_do_not_stumble(kind: str, value: Any) -> None:
    document = dict.fromkeys(schema.SCHEMAS[kind], value)
    doubts_of_unfinished(kind, "x", document, schema.shape_faults(kind, document))


def test_a_doubt_of_an_unfinished_page_is_the_same_once_that_is_finished() -> None:
    whole = small.CHAPTER | {"body": "About 40% came back."}
    half = whole | {"title": ""}
    before = doubts_of_unfinished("chapter", "x", half, schema.shape_faults("chapter", half))
    assert [doubt.key for doubt in before] == [doubt.key for doubt in doubts("chapter", "x", whole, Referable())]


# What the guide's own files have, and why it stays. Whoever adds a line here has read the page.
KEPT = {
    (
        "chapter",
        "before-and-after-a-run",
        "'2 or 3 days'",
    ): "an instruction; the same paragraph calls the spacing ordinary practice",
    ("chapter", "not-on-the-list", "'6 weeks'"): "when to have something looked at: editorial, in four places",
    ("issue", "achilles-tendinopathy", "'6 weeks'"): "when to have something looked at: editorial",
    ("issue", "ankle-sprain", "'6 weeks'"): "what is left out until somebody qualified agrees",
    ("issue", "peroneal-tendinopathy", "'6 weeks'"): "when to have something looked at: editorial",
    ("issue", "plantar-heel-pain", "'6 weeks'"): "when to have something looked at: editorial",
    ("routine", "after-a-run", "'seven minutes'"): "“a little over seven” are 8 where whole minutes are rounded up",
    ("routine", "strength", "'27 minutes'"): "“a little over 27” are 28 where whole minutes are rounded up",
}


@cache
def _of_the_guide() -> list[tuple[tuple[str, str, str], Doubt]]:
    content = {(file.kind, file.slug): file.document for file in files.read_all()}
    referable = from_documents(content)
    return [
        ((kind, slug, doubt.message.partition(":")[0]), doubt)
        for (kind, slug), document in content.items()
        for doubt in doubts(kind, slug, document, referable)
    ]


def test_what_is_doubted_in_the_guides_own_files_is_known_with_a_reason() -> None:
    assert {name for name, _ in _of_the_guide()} == set(KEPT)
    assert len(_of_the_guide()) == 11
