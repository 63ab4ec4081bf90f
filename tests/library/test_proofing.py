"""The checks of content, each with a specimen that must fail and one that must pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from library import figures, proofing
from library.documents import parts, schema
from library.documents.faults import FieldPath
from library.documents.parts import prose
from library.documents.schema import Document
from library.markup import Referable
from library.models.vocabulary import WarningLevel
from library.proofing import BANNED, dead_link, faults, text_faults
from library.referable import from_documents
from library.signs import Sign
from tests.library import small
from tests.library.small import ROUTINE
from tests.library.test_content import of

REFERABLE = Referable(
    live=frozenset({("exercise", "toe-walk")}),
    known=frozenset({("exercise", "toe-walk"), ("exercise", "draft"), ("chapter", "calves"), ("area", "arch")}),
    anchors={("chapter", "calves"): frozenset({"balance"})},
    sources={"radford-2006": "Radford 2006"},
    signs={"numb": Sign("numb", WarningLevel.TODAY, "it is numb")},
)

SPECIMENS = [
    ("You have a diagnosis.", "diagnosis"), ("It diagnoses you.", "diagnoses"), ("Diagnose yourself.", "Diagnose"),
    ("A cure for it.", "cure"), ("It was cured.", "cured"), ("Curing heels.", "Curing"),
    ("It heals in weeks.", "heals"), ("The healing tendon.", "healing"), ("It will heal.", "heal"),
    ("Treat it with care.", "Treat"), ("A treatment.", "treatment"), ("Treated early.", "Treated"),
    ("You are safe to run.", "safe to run"), ("It is safe for heels.", "safe for"), ("Cleared by us.", "Cleared"),
    ("It prevents injuries.", "prevents"), ("To prevent an ankle sprain.", "prevent"),
    ("Stay injury-free.", "injury-free"), ("An injury free year.", "injury free"), ("Pain-free running.", "Pain-free running"),
    ("Clinically proven.", "Clinically proven"), ("Medical-grade insoles.", "Medical-grade"),
    ("Reviewed by a physio.", "Reviewed by"), ("Last reviewed in May.", "Last reviewed"),
]  # fmt: skip
HARMLESS = [
    "The heel stays down.", "Heels and toes.", "Take a procured band.", "Pain-free hopping comes first.",
    "This does not prevent the next step.", "Obscure words.", "Your retreat.", "A secure step.", "It is clear that it helps.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SPECIMENS)
def test_a_promise_that_the_guide_never_makes_is_found(text: str, found: str) -> None:
    (fault,) = text_faults(text, REFERABLE)
    assert fault.startswith(f"{found!r}: ")
    assert len(fault) > len(found) + 10


def test_every_banned_word_has_a_specimen() -> None:
    unseen = [
        pattern.pattern
        for pattern, _ in proofing.BANNED_PATTERNS
        if not any(pattern.search(text) for text, _ in SPECIMENS)
    ]
    assert unseen == []
    assert len(BANNED) == 13


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_are_let_through(text: str) -> None:
    assert list(text_faults(text, REFERABLE)) == []


def test_a_promise_is_found_through_markup() -> None:
    assert len(list(text_faults("It is **clin**ically proven.", REFERABLE))) == 1
    assert len(list(text_faults("[It heals](exercise:toe-walk)", REFERABLE))) == 1


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[x](https://example.org)", "https://example.org"),
        ('[x](https://example.org/a "Its title")', "https://example.org/a"),
        ("[x](//example.org)", "//example.org"),
        ("![x](https://example.org/a.png)", "https://example.org/a.png"),
        ("<https://example.org/a?b=1>", "https://example.org/a?b=1"),
        ("As [they][1] say.\n\n[1]: http://example.org", "http://example.org"),
        ("As https://example.org/a says. And https://example.org/a again.", "https://example.org/a"),
        ("It stands on www.example.org.", "www.example.org"),
        ("[Ask](mailto:somebody@example.org)", "mailto:somebody@example.org"),
    ],
)
def test_a_link_to_another_site_is_refused_however_it_is_written_and_the_editor_hears_where_it_belongs(
    text: str, address: str
) -> None:
    assert list(text_faults(text, REFERABLE)) == [
        f"this leads to {address}: texts of the guide link to its own pages only. What you rely on belongs in the list of sources: "
        "add it there, then cite it here by its short name, such as [@radford-2006]"
    ]


def test_words_about_the_web_are_no_links() -> None:
    assert list(text_faults("The www, http and a mailto are words.", REFERABLE)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x](exercise:nowhere)", "(exercise:nowhere): there is no such exercise"),
        ("[x](chapter:calves#no-part)", "(chapter:calves#no-part): that page has no part called 'no-part'"),
        ("[x](admin)", "(admin): a link leads to exercise:…, chapter:…, issue:…, routine:… or page:…"),
        ("[x](page:admin)", "(page:admin): a link leads to exercise:…, chapter:…, issue:…, routine:… or page:…"),
        ("So.[@made-up-2020]", "[@made-up-2020]: no source has this key"),
        ("So.[@radford-2006", "a citation or link is not closed properly"),
        ("So.[@Radford 2006]", "a citation or link is not closed properly"),
        ("[x](exercise:toe-walk", "a citation or link is not closed properly"),
    ],
)  # fmt: skip
def test_a_link_or_citation_that_leads_nowhere_is_said(text: str, said: str) -> None:
    assert list(text_faults(text, REFERABLE)) == [said]


def test_a_link_without_an_address_is_said() -> None:
    assert "a citation or link is not closed properly" in list(text_faults("[x]()", REFERABLE))


def test_links_to_drafts_pages_and_parts_are_good() -> None:
    text = "[a](exercise:draft) [b](chapter:calves#balance) [c](page:sources) d.[@radford-2006]"
    assert list(text_faults(text, REFERABLE)) == []
    assert dead_link("chapter:calves", REFERABLE) == ""


def said(kind: str, **changes: object) -> list[str]:
    document: Document = {
        "exercise": small.TOE_WALK | {"harder": []},
        "chapter": small.CHAPTER,
        "issue": small.ISSUE,
        "term": small.TERM | {"see": "chapter:calves#balance"},
        "source": small.SOURCE,
        "routine": small.ROUTINE,
    }[kind] | changes
    return [f"{fault.field}: {fault.message}" for fault in faults(kind, "x", document, REFERABLE)]


@pytest.mark.parametrize("kind", ["exercise", "chapter", "issue", "term", "source", "routine"])
def test_good_documents_have_no_faults(kind: str) -> None:
    assert said(kind) == []


def test_no_two_pages_of_a_kind_have_one_number() -> None:
    referable = from_documents(
        {("exercise", "toe-walk"): small.TOE_WALK, ("exercise", "old"): small.TOE_WALK | {"status": "retired"}}
    )
    same = small.TOE_WALK | {"harder": []}

    def found(slug: str, **changes: object) -> list[str]:
        around = from_documents({("exercise", slug): same | changes}, referable)
        return [
            fault.message for fault in faults("exercise", slug, same | changes, around) if fault.path == ("number",)
        ]

    assert found("heel-tap") == ["the exercise 'toe-walk' has the number 1 already; choose another"]
    assert found("heel-tap", number=2) == found("toe-walk") == []


BODY_FAULTS = [
    ("# Title\n\nText.", "body: begin headings with ##; the page's title is the only heading with one #"),
    ("::: plate no-such\nx\n:::", f"body: there is no plate 'no-such'; there are {', '.join(sorted(figures.PLATES))}"),
    ("::: plate calf\n:::", "body: the plate calf needs a caption that says what is seen"),
    ("Text <b>bold</b>.", "body: HTML is shown as text here; write Markdown"),
]


@pytest.mark.parametrize(("body", "expected"), BODY_FAULTS)
def test_each_fault_of_a_body_is_said(body: str, expected: str) -> None:
    assert expected in said("exercise", body=body)


def test_a_picture_by_address_is_refused() -> None:
    assert "body: pictures come as plates (::: plate NAME), not by address" in said("exercise", body="![x](page:home)")


def test_a_part_that_is_said_to_cover_something_must_be_there() -> None:
    assert said("chapter", covers={"no-part": ["G1"], "intro": ["G2"]}) == [
        "covers, no-part: the text has no part 'no-part'; it has intro, the-lower-calf"
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("chapter", {"exercises": ["no-such"]}, "exercises, item 1: there is no exercise 'no-such'"),
        ("issue", {"exercises": [{"exercise": "no-such"}]}, "exercises, item 1, exercise: there is no exercise 'no-such'"),
        ("issue", {"areas": ["elbow"]}, "areas, item 1: there is no area 'elbow'"),
        ("exercise", {"easier": [{"text": "x", "to": "no-such"}]}, "easier, item 1, to: there is no exercise 'no-such'"),
        ("routine", {"steps": [], "stages": [{"name": "A", "steps": [small.ROUTINE["steps"][0] | {"exercise": "no-such"}]}]},
         "stages, item 1, steps, item 1, exercise: there is no exercise 'no-such'"),
        ("term", {"see": "chapter:nowhere"}, "see: (chapter:nowhere): there is no such chapter"),
        ("exercise", {"cautions": ["Fine.", "It heals."]},
         "cautions, item 2: 'heals': no healing is promised; say 'settle' or 'recover'"),
        ("exercise", {"title": "The cure"}, "title: 'cure': no cure is promised; say what may help and cite it"),
        ("issue", {"begin_with": [{"Early": "Circles"}]},
         "begin_with, item 1, Early: name the page that it leads to, with a link"),
        ("issue", {"at_a_glance": [{"Where": "A cure"}]},
         "at_a_glance, item 1, Where: 'cure': no cure is promised; say what may help and cite it"),
        ("routine", {"steps": [small.ROUTINE["steps"][0] | {"note": "It heals."}]},
         "steps, item 1, note: 'heals': no healing is promised; say 'settle' or 'recover'"),
        ("term", {"text": "It heals."}, "text: 'heals': no healing is promised; say 'settle' or 'recover'"),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_every_field_and_named_with_its_place(
    kind: str, changes: dict[str, object], expected: str
) -> None:
    assert said(kind, **changes) == [expected]


def test_what_readers_search_with_may_hold_any_word() -> None:
    assert said("exercise", aliases=["cure for heel pain", "treatment"]) == []


def test_every_text_of_a_document_is_read_except_names() -> None:
    places = {path[0] for path, _ in prose(small.TOE_WALK)}
    assert {"title", "summary", "steps", "cautions", "body", "harder"} <= places
    assert not {"aliases", "covers"} & places


def test_what_is_referable_in_a_set_of_documents_knows_drafts_and_shows_what_is_published() -> None:
    documents = {("exercise", "a"): {"status": "draft", "body": "## Part\n\nWords."}, ("source", "s"): small.SOURCE}
    referable = from_documents(documents)
    assert ("exercise", "a") in referable.known
    assert ("exercise", "a") not in referable.live
    assert referable.anchors[("exercise", "a")] == {"part"}
    assert referable.sources == {"s": "Radford 2006"}


TOE_WALK = small.TOE_WALK | {"body": "Walk."}
CALF_STRETCH = small.CALF_STRETCH | {"body": "Lean."}
ONE_LEG = {"reps": 10, "rep_s": 6, "sides": "each"}


def with_step(side: str | None, also: list[str] | None = None) -> list[str]:
    """What is said of a routine whose step has these sides, when its exercise is done with one leg (and `also`)."""
    dose = {key: value for key, value in (ONE_LEG | {"sides": side}).items() if value}
    raised = CALF_STRETCH | {"dose": ONE_LEG, "other_sides": also or []}
    routine = ROUTINE | {"steps": [{"exercise": "calf-stretch", "dose": dose, "time_s": 60}]}
    around = from_documents({("exercise", "calf-stretch"): raised, ("routine", "before-a-run"): routine})
    return [f"{fault.field}: {fault.message}" for fault in proofing.faults("routine", "before-a-run", routine, around)]


def test_a_step_with_both_legs_of_an_exercise_for_one_is_refused() -> None:
    assert with_step("each") == with_step("both", ["both"]) == []
    assert with_step("both") == [
        "steps, item 1, dose, sides: the exercise calf-stretch is done with each side by itself, and this step says both sides together"
    ]
    assert with_step("sore", ["both"]) == [
        "steps, item 1, dose, sides: the exercise calf-stretch is done with each side by itself or both sides together, "
        "and this step says the sore side only"
    ]


def test_a_step_and_an_exercise_that_do_not_say_one_leg_or_both_are_asked() -> None:
    which = "say whose work it is: each side, both together, left and right by turns, or the sore side only"
    assert with_step(None) == [f"steps, item 1, dose, sides: {which}"]
    silent = CALF_STRETCH | {"dose": {"reps": 10}}
    around = from_documents({("exercise", "calf-stretch"): silent, ("exercise", "toe-walk"): TOE_WALK})
    assert [fault.message for fault in proofing.faults("exercise", "calf-stretch", silent, around)] == [which]


def test_an_exercise_keeps_the_sides_that_a_routine_does_it_with() -> None:
    routine = ROUTINE | {"steps": [{"exercise": "calf-stretch", "dose": ONE_LEG, "time_s": 60}]}
    changed = CALF_STRETCH | {"dose": ONE_LEG | {"sides": "both"}}
    documents = {("routine", "before-a-run"): routine, ("exercise", "calf-stretch"): changed}
    around = from_documents(documents | {("exercise", "toe-walk"): TOE_WALK})
    assert [fault.message for fault in proofing.faults("exercise", "calf-stretch", changed, around)] == [
        "the routine 'before-a-run' does it with each side by itself; tick that under 'also done', "
        "or change the routine first"
    ]


def test_a_file_says_the_minutes_that_its_steps_come_to() -> None:
    assert list(proofing.clock_faults("routine", ROUTINE)) == []
    (fault,) = proofing.clock_faults("routine", ROUTINE | {"minutes": 25})
    assert (fault.field, fault.message) == ("minutes", "the steps come to 1 min on the clock; write 1")


def test_no_step_of_the_guide_contradicts_its_exercise_and_none_is_silent() -> None:
    exercises = of("exercise")
    steps = [
        (slug, step)
        for slug, routine in of("routine").items()
        for stage in routine.get("stages", [routine])
        for step in stage["steps"]
    ]
    assert len(steps) > 40
    assert [
        (slug, step["exercise"])
        for slug, step in steps
        if step["dose"]["sides"] not in parts.ways_of(exercises[step["exercise"]])
    ] == []


def test_the_achilles_programme_is_done_one_leg_at_a_time_with_a_weight_a_pace_and_a_rest() -> None:
    *weeks, drops = of("routine")["calf-and-achilles-strength"]["stages"]
    assert len(weeks) == 5
    for stage in weeks:
        straight, bent = stage["steps"]
        for step in (straight, bent):
            dose = step["dose"]
            assert (dose["sides"], dose["up_s"], dose["down_s"], dose["rest_s"]) == ("each", 3, 3, "120-180")
            assert dose["load"].endswith(f"({dose['reps']}RM)")
        assert bent["rest_before_s"] == "120-180"
    assert {step["dose"]["sides"] for step in drops["steps"]} == {"sore"}


TOE_WALK_AND_MORE = replace(
    REFERABLE,
    sides={"toe-walk": frozenset({"turns"})},
    numbers={"routine": {"evening": 7}, "exercise": {"toe-walk": 7}},
)


def unfinished(kind: str, document: Document) -> list[tuple[FieldPath, str]]:
    """What is said of a document beside what is wrong with its shape, and which there must be."""
    wrong = schema.shape_faults(kind, document)
    assert wrong
    return [
        (fault.path, fault.message)
        for fault in proofing.faults_of_unfinished(kind, "x", document, wrong, TOE_WALK_AND_MORE)
    ]


def test_a_half_written_routine_hears_everything_at_once() -> None:
    """Not first what is wrong with its shape, and at the next attempt which exercise there is not."""
    [step] = ROUTINE["steps"]
    document = ROUTINE | {
        "title": "",
        "number": 7,
        "body": "See [it](chapter:nowhere).",
        "steps": [
            {"exercise": "toe-walk", "dose": {"sets": "many"}, "time_s": 20},
            {"dose": step["dose"], "time_s": 20},
            step | {"exercise": "nothing"},
            step | {"dose": {"duration_s": 20, "sides": "each"}},
        ],
    }
    assert unfinished("routine", document) == [
        (("steps", 2, "exercise"), "there is no exercise 'nothing'"),
        (("steps", 0, "dose", "sides"), proofing.WHICH_SIDE),
        (
            ("steps", 3, "dose", "sides"),
            "the exercise toe-walk is done with left and right by turns, and this step says each side by itself",
        ),
        (("body",), "(chapter:nowhere): there is no such chapter"),
        (("number",), "the routine 'evening' has the number 7 already; choose another"),
    ]


def test_a_half_written_exercise_and_issue_hear_everything_at_once() -> None:
    document = small.TOE_WALK | {"title": "", "dose": {"duration_s": 20}, "picture": "p", "harder": [{"to": "gone"}]}
    assert {path for path, _ in unfinished("exercise", document)} >= {("dose", "sides"), ("picture_alt",)}
    document = small.ISSUE | {"title": "", "areas": ["head"], "stop_and_see": ["cold"], "body": "# One\n\n![x](y)"}
    assert {path for path, _ in unfinished("issue", document)} == {("areas", 0), ("stop_and_see", 0), ("body",)}


@pytest.mark.parametrize("kind", list(schema.SCHEMAS))
@pytest.mark.parametrize("value", ["words", 5, None, [1, "x"], {"a": 1}, [{"exercise": 5}], [{"dose": {}}]])
def test_whatever_was_typed_the_checks_do_not_stumble(kind: str, value: object) -> None:
    document = dict.fromkeys(schema.SCHEMAS[kind], value)
    proofing.faults_of_unfinished(kind, "x", document, schema.shape_faults(kind, document), TOE_WALK_AND_MORE)
