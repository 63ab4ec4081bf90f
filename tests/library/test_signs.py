"""The warning signs: one list, three levels, the same words on every page that prints one."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from library import loading, markup, proofing, publishing, referable, rendering, signs
from library.documents import store
from library.models import Article, Exercise, Seed, WarningLevel, WarningSign
from library.signs import HOME, Sign
from tests.factories import every_entry
from tests.library import small
from tests.library.test_content import PAGES, ROOT, content, of
from tests.library.test_content import signs as listed

TEMPLATES = ROOT / "templates"

LIST = {
    "cold": Sign("cold", WarningLevel.AMBULANCE, "the foot is cold"),
    "steps": Sign("steps", WarningLevel.TODAY, "you cannot take four steps", "After an injury", "Do not try twice."),
    "numb": Sign("numb", WarningLevel.TODAY, "it is numb", "With or without an injury"),
    "night": Sign("night", WarningLevel.DAYS, "it hurts at night"),
}

# What an independent reader of the facts asks of the list: words of a sign, and how soon (FACTS C, FACTS-2 part 6).
EXPECTED = [
    ("chest pain", "ambulance"), ("white, blue or cold", "ambulance"), ("open wound", "ambulance"),
    ("severe and growing", "ambulance"),
    ("four steps", "today"), ("odd angle", "today"), ("grinding", "today"), ("like a kick", "today"),
    ("hot, red", "today"), ("fever", "today"), ("hard, sore veins", "today"), ("numbness, tingling", "today"),
    ("wound near the joint", "today"), ("long journey", "today"), ("diabetes", "today"), ("groin", "today"),
    ("one spot of bone hurts in ordinary walking", "today"), ("either ankle bump", "today"),
    ("base of the little-toe bone or on top", "today"),
    ("fingertip", "days"), ("front of the shin", "days"), ("at night", "days"), ("when you hop", "days"),
    ("earlier in each run", "days"), ("does not ease after the first steps", "days"), ("from both sides", "days"),
    ("5 to 7 days", "days"), ("above the ankle", "days"), ("begun to give way", "days"), ("locks or catches", "days"),
    ("losing movement quickly", "days"), ("gone flat", "days"), ("on that leg alone", "days"),
    ("inner ankle is swollen", "days"), ("30 to 60 minutes", "days"), ("fluoroquinolone", "days"),
    ("periods have stopped", "days"), ("under 18", "days"), ("tendon snaps", "days"), ("turns numb with exercise", "days"),
]  # fmt: skip


# --- The words ---------------------------------------------------------------------------------


def test_a_sign_is_printed_as_half_a_sentence_with_its_level() -> None:
    assert signs.spell_out("Stop. [!numb].", LIST) == (
        "Stop. [Get help today](chapter:when-to-see-somebody#get-help-today) if it is numb."
    )


def test_two_signs_of_one_level_are_joined() -> None:
    assert markup.plain("[!steps; !numb].", LIST) == "Get help today if you cannot take four steps, or if it is numb."


def test_a_whole_level_is_printed_under_its_headings_with_the_notes() -> None:
    assert signs.spell_out("Ring.\n\n::: signs today\n:::\n\nEnd.", LIST) == (
        "Ring.\n\n**After an injury**\n\n- You cannot take four steps. Do not try twice.\n\n"
        "**With or without an injury**\n\n- It is numb.\n\nEnd."
    )


def test_a_sign_that_is_not_in_the_list_leaves_no_mark_in_the_text() -> None:
    assert signs.spell_out("Stop. [!gone]", LIST) == "Stop. "
    assert "[!" not in markup.plain("Stop. [!numb].")


def test_the_most_pressing_level_comes_first_and_old_lines_are_kept_as_they_are() -> None:
    found = list(signs.by_level(["night", "an old line", "cold"], LIST))
    assert found == [
        (WarningLevel.AMBULANCE, ["the foot is cold"]),
        (WarningLevel.DAYS, ["it hurts at night"]),
        (None, ["an old line"]),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[!gone]", "[!gone]: the list of warning signs has no such sign"),
        ("[!cold; !night]", "[!cold; !night]: signs of two levels; write one mark for each level"),
        ("::: signs soon\n:::", "::: signs soon: there are ambulance, today, days"),
        ("[!Numb]", "a mark for warning signs is not written"),
        ("::: signs today", "a mark for warning signs is not written"),
    ],
)
def test_a_mark_that_prints_nothing_is_refused(text: str, said: str) -> None:
    (fault,) = signs.faults_of_signs(text, LIST)
    assert fault.startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "Call 999.", "Dial 112 or 911.", "Ring 000.", "In New Zealand ring 111.", "Healthline: 0800 611 116.",
        "Call an ambulance.", "That is an emergency.", "Ask for an urgent appointment.", "Be seen the same day.",
        "It needs help today.", "See a doctor within days.", "See a physio this week.", "It needs looking at.",
        "A same-day visit.",
    ],
)  # fmt: skip
def test_a_page_that_says_in_its_own_words_how_soon_is_refused(text: str) -> None:
    document = small.TOE_WALK | {"cautions": [text]}
    faults = proofing.faults("exercise", "toe-walk", document, referable.from_documents(dict(small.PAGES)))
    assert [
        fault.path for fault in faults if "list of warning signs" in fault.message or "telephone" in fault.message
    ] == [("cautions", 0)] * len(list(signs.own_words(text)))
    assert list(signs.own_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "Do both on the same day.", "A trial of 112 people.", "Eleven studies, 111 people.", "Walk today.",
        "Leave it for today.", "It settles within a week.", "Run 5 days a week.", "Skip the day after.",
    ],
)  # fmt: skip
def test_ordinary_words_about_days_and_numbers_are_let_through(text: str) -> None:
    assert list(signs.own_words(text)) == []


# --- The real list -----------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "level"), EXPECTED)
def test_the_list_holds_what_the_facts_ask_for_on_its_level(words: str, level: str) -> None:
    assert [sign.key for sign in listed().values() if words in sign.text and sign.level == level], words


def test_no_sign_stands_twice_and_none_is_left_without_its_level_in_the_chapter() -> None:
    texts = [sign.text for sign in listed().values()]
    assert len(texts) == len(set(texts))
    body = markup.plain(of("chapter")[HOME]["body"], listed())
    assert [sign.key for sign in listed().values() if markup.plain(sign.sentence) not in body] == []


def test_every_sign_that_a_page_prints_is_in_the_list_and_nothing_else_says_how_soon() -> None:
    surroundings = referable.from_documents(content())
    found = [
        f"{'/'.join(key)}: {fault.field}: {fault.message}"
        for key in content()
        for fault in proofing.faults(*key, content()[key], surroundings)
    ]
    assert found == []
    assert {key for issue in of("issue").values() for key in issue["stop_and_see"]} <= set(listed())


def test_numbers_to_ring_stand_in_the_chapter_only_each_with_its_place() -> None:
    body = markup.plain(of("chapter")[HOME]["body"])
    for number, place in [
        ("999", "the UK"), ("112", "Europe"), ("911", "North America"), ("000", "Australia"), ("111", "New Zealand"),
    ]:  # fmt: skip
        assert f"{number} in {place}" in body
    assert "Elsewhere, ring your local emergency number" in body
    assert "In England, Scotland and Wales, call 111." in body
    assert "In Northern Ireland, ring your GP or GP out of hours." in body
    assert "Healthline, 0800 611 116" in body
    others = [key for key in PAGES if key != ("chapter", HOME)]
    assert [key for key in others if re.search(r"\b(?:999|911|0800)\b", str(content()[key]))] == []


def test_the_heels_own_mark_is_no_reason_to_see_somebody() -> None:
    walking = listed()["walking"]
    assert "does not ease after the first steps" in walking.text
    assert "Plantar heel pain" in walking.note
    assert "walking" not in of("issue")["plantar-heel-pain"]["stop_and_see"]


def test_high_risk_bones_have_one_urgency_on_every_page() -> None:
    risk = [sign.level for sign in listed().values() if "front of the shin" in sign.text]
    assert risk == [WarningLevel.DAYS]
    assert listed()["groin"].level == listed()["bone-walking"].level == WarningLevel.TODAY
    body = markup.plain(of("issue")["stress-fracture"]["body"], listed())
    assert "Get help today if it hurts deep in the groin" in body
    assert "See somebody within days if one spot of bone is sore" in body


def test_an_old_wobble_is_no_matter_of_days_on_either_page() -> None:
    chapter = markup.plain(of("chapter")[HOME]["body"], listed())
    note = of("issue")["chronic-ankle-instability"]["stop_note"]
    assert "did not before" in listed()["giving-way"].text
    for text in (chapter, note):
        assert "wobble" in text
        assert "running may go on meanwhile, with a brace" in text


def test_no_template_says_in_words_of_its_own_how_soon() -> None:
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        words = re.sub(r"{[%{#].*?[%}#]}|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if said := list(signs.own_words(" ".join(words.split()))):
            found[str(path.relative_to(TEMPLATES))] = said
    # The page about us says what we are not.
    assert set(found) <= {"library/about.html"}


@pytest.mark.parametrize("place", sorted(of("area")))
def test_every_place_of_the_map_prints_signs_of_the_list(place: str) -> None:
    keys = of("area")[place].get("rule_out", [])
    assert set(keys) <= set(listed())
    assert len(keys) == len(set(keys))


def test_places_with_a_bone_of_higher_risk_say_so() -> None:
    places = (
        "midfoot_top",
        "midfoot_outer",
        "shin_front",
        "malleolus_bone",
        "forefoot_ball",
        "big_toe",
        "forefoot_bones",
    )
    # The talus is "deep in the ankle" in the words of the sign itself; the navicular is felt in the arch, too.
    deep = ("ankle_front", "ankle_whole", "ankle_back_deep", "arch")
    for place in (*places, *deep):
        assert "bone-risk" in of("area")[place]["rule_out"], place


def test_whoever_reads_that_a_bone_can_wait_days_reads_when_it_cannot() -> None:
    for kind in ("area", "issue"):
        for slug, said in of(kind).items():
            keys = {*said.get("rule_out", []), *said.get("stop_and_see", [])}
            assert not keys & {"bone-spot", "bone-risk"} or "bone-walking" in keys, slug


# --- On the site -------------------------------------------------------------------------------


def shown(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("slug", sorted(of("issue")))
def test_the_box_of_an_issue_prints_its_signs_in_the_words_of_the_whole_list(client: Client, slug: str) -> None:
    page = shown(client, f"/issues/{slug}/")
    whole = shown(client, f"/guide/{HOME}/").lower()
    for key in of("issue")[slug]["stop_and_see"]:
        sign = listed()[key]
        assert sign.text in page
        assert sign.text.lower() in whole
        assert f"{sign.level.label} if" in page


@pytest.fixture
def small_rows(db: None) -> None:
    for kind, entries in small.LISTS.items():
        for index, entry in enumerate(entries):
            store.write(kind, entry[store.LISTS[kind]], entry, index + 1)
    for key, page in small.PAGES.items():
        store.write_own(*key, page)
    for key, page in small.PAGES.items():
        store.write_children(store.find(*key), page)
    rendering.render_all(every_entry(), referable.from_tables())


@pytest.mark.usefixtures("small_rows")
def test_a_word_changed_in_the_list_changes_on_every_page_that_prints_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    walk = Exercise.objects.get(slug="toe-walk")
    walk.cautions = ["[!numb]."]
    walk.save()
    sign = WarningSign.objects.get(key="numb")
    sign.text, sign.level = "it is quite numb", "days"
    sign.save()
    with django_capture_on_commit_callbacks(execute=True):
        publishing.record_change(sign, by=None)
    assert "See somebody within days if it is quite numb." in re.sub(
        r"<[^>]+>", "", Exercise.objects.get(slug="toe-walk").rendered["body"]
    )
    (part,) = Article.objects.get(slug="sore-arch").rendered["stop_and_see"]
    assert (part["label"], part["items"]) == ("See somebody within days", ["it is quite numb"])


@pytest.mark.usefixtures("small_rows")
def test_a_sign_knows_the_pages_that_print_it() -> None:
    walk = Exercise.objects.get(slug="toe-walk")
    walk.cautions = ["[!numb]."]
    walk.save()
    assert {entry.slug for entry in publishing.used_in(WarningSign.objects.get())} == {"toe-walk", "sore-arch"}


@pytest.mark.usefixtures("small_rows")
def test_free_lines_of_an_earlier_release_that_an_editor_kept_are_printed_as_they_are() -> None:
    arch = Article.objects.get(slug="sore-arch")
    arch.stop_and_see = ["it throbs all night", "numb"]
    arch.save()
    rendering.render(arch, referable.from_tables())
    assert [part["items"] for part in arch.rendered["stop_and_see"]] == [["it is numb"], ["it throbs all night"]]


@pytest.mark.usefixtures("guide")
def test_a_site_of_the_earlier_release_takes_the_list_and_the_new_boxes() -> None:
    before = Article.objects.get(slug="ankle-sprain")
    document = store.document(before) | {"stop_and_see": ["you cannot take four steps on it"], "stop_note": "Go."}
    store.write("issue", "ankle-sprain", document)
    Seed.objects.filter(kind="issue", slug="ankle-sprain").update(
        digest=loading.files.digest("issue", store.document(store.find("issue", "ankle-sprain")))
    )
    WarningSign.objects.all().delete()
    Seed.objects.filter(kind="warning").delete()
    report = loading.seed()
    assert WarningSign.objects.count() == len(listed()) == len(report.made)
    assert report.changed == ["issue ankle-sprain"]
    assert "four-steps" in Article.objects.get(slug="ankle-sprain").stop_and_see
