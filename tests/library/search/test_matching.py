"""What is found, in what order, and what is not."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from library.search import MOST_NEAREST, MOST_RESULTS, search_in
from library.search.corpus import Field, Page
from library.search.index import Index
from library.search.query import understand
from library.search.words import stem
from tests.library.search.asking import first, found, index_of, names, page

TAGS = re.compile(r"<[^>]+>")
WEIRD = [
    "",
    " ",
    "\x00",
    "heel\x00pain",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "👣🦶",
    "👩‍👩‍👧‍👦 heel",
    "\ud800",
    "ﷺ" * 100,
    "Z̷̢̛a̴l̶g̵o̷ heel",
    "٣ ٤",
    "足首",
    "%00%0a",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "*" * 100,
    "a " * 50,
    "a" * 100,
    "a" * 5000,
    "heel " * 1000,
    "\u202eleeh",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "-", "&", "'", "’s", "the of and",
]  # fmt: skip


@pytest.mark.parametrize("query", WEIRD)
def test_no_query_breaks_it(index: Index, query: str) -> None:
    answer = search_in(index, query)
    assert len(answer.results) <= MOST_RESULTS
    assert len(answer.nearest) <= MOST_NEAREST
    assert not (answer.results and answer.nearest)


def test_no_random_query_breaks_it(index: Index) -> None:
    dice = random.Random(7)
    for _ in range(300):
        search_in(
            index, "".join(chr(dice.choice([dice.randrange(1, 0x250), dice.randrange(1, 0x11000)])) for _ in range(60))
        )


def test_what_was_typed_so_far_finds_the_page_already(index: Index) -> None:
    for typed in ("achi", "achil", "achill", "achilles"):
        assert found(index, typed)[0] == "issue:achilles-tendinopathy"
    for typed in ("toe yo", "toe yog", "toe yoga"):
        assert found(index, typed)[0] == "exercise:toe-yoga"


def test_every_beginning_of_a_word_finds_something(index: Index) -> None:
    words = ("plantar", "dorsiflexion", "balance", "stretch", "sprain", "routine")
    typed = [word[:length] for word in words for length in range(1, len(word) + 1)]
    assert [part for part in typed if not found(index, part)] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ankel sprian", "ankle sprain"),
        ("achiles pain", "achilles pain"),
        ("calf strech", "calf stretch"),
        ("balence", "balance"),
        ("dorsifexion", "dorsiflexion"),
        ("planter heel", "plantar heel"),
    ],
)
def test_a_typing_error_in_each_word_still_finds_the_page(index: Index, wrong: str, right: str) -> None:
    assert found(index, right)[0] in found(index, wrong)[:3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("calf stretches", "calf stretch"),
        ("stretching calves", "calf stretch"),
        ("ankle mobilisation", "ankle mobilization"),
        ("warm-up", "warm up"),
        ("warmup", "warm up"),
        ("thera band", "theraband"),
        ("tip toe walk", "tiptoe walk"),
        ("HEEL RAISE", "heel raise"),
        ("runner’s heel", "runners heel"),
        ("five minutes", "5 minutes"),
        ("single-leg balance", "one leg balance"),
    ],
)
def test_variants_find_the_same_page_first(index: Index, one: str, other: str) -> None:
    assert found(index, one)[0] == found(index, other)[0]


def test_the_word_itself_comes_before_a_word_that_looks_like_it() -> None:
    index = index_of(page("calf", "Calf stretch"), page("half", "Half squat"), page("call", "Call somebody"))
    assert found(index, "half") == ["exercise:half"]
    assert found(index, "halff") == ["exercise:half"]


def test_a_title_comes_before_another_name_and_that_before_the_text() -> None:
    index = index_of(
        page("text", "Third thing", "Here a windlass is only mentioned."),
        page("alias", "Second thing", "Some text.", "windlass"),
        page("title", "Windlass", "Some text."),
    )
    assert found(index, "windlass") == ["exercise:title", "exercise:alias", "exercise:text"]


def test_most_of_the_words_must_be_there() -> None:
    index = index_of(page("heel", "Heel raise"), page("toe", "Toe raise"), page("towel", "Towel curl"))
    assert found(index, "heel raise") == ["exercise:heel"]
    assert found(index, "heel towel") == []


def test_a_word_that_nobody_knows_does_not_stand_in_the_way(index: Index) -> None:
    assert found(index, "xylophone heel pain")[0] == "issue:plantar-heel-pain"


def test_nothing_found_offers_the_nearest(index: Index) -> None:
    answer = search_in(index, "kneewall zzxy")
    assert answer.results == []
    assert "exercise:knee-to-wall" in names(answer.nearest)


def test_nonsense_finds_nothing_and_nothing_near(index: Index) -> None:
    assert search_in(index, "qqzzxx") == search_in(index, "the of and") == search_in(index, "")


def test_the_list_ends_at_twenty(index: Index) -> None:
    assert len(found(index, "ankle")) == MOST_RESULTS


def test_a_glossary_entry_is_left_out_where_its_page_is_found(index: Index) -> None:
    results = search_in(index, "plantar heel pain").results
    assert names(results)[0] == "issue:plantar-heel-pain"
    assert len({result["url"] for result in results}) == len(results)


def test_synonyms_lead_to_the_page_that_bears_the_name() -> None:
    index = index_of(
        page("spur", "Plantar heel pain"),
        page("other", "Heel raise", "See plantar heel pain."),
        synonyms={"plantar heel pain": ("heel spur", "policeman's heel")},
    )
    assert found(index, "heel spur") == ["exercise:spur"]
    assert found(index, "policemans heel") == ["exercise:spur"]
    assert found(index, "polic") == ["exercise:spur"]


def test_single_words_that_mean_the_same_are_found_for_each_other() -> None:
    index = index_of(
        page("band", "Banded eversion"), page("toe", "Toe walk"), synonyms={"band": ("theraband", "elastic")}
    )
    assert found(index, "theraband") == found(index, "elastic") == found(index, "thera band") == ["exercise:band"]


def test_words_that_mean_seeing_somebody_do_not_mean_each_other() -> None:
    index = index_of(
        page("see", "When to see somebody"),
        page("pop", "Pop", "The ankle snaps back."),
        synonyms={"when to see somebody": ("pop", "snap", "ambulance")},
    )
    assert found(index, "ambulance") == ["exercise:see"]


def test_an_empty_guide_finds_nothing() -> None:
    assert search_in(index_of(), "heel").results == []


def test_a_result_has_what_the_page_shows(index: Index) -> None:
    result = first(index, "toe yoga")
    assert result | {"why_html": "", "title_html": "", "summary": ""} == {
        "kind": "exercise",
        "slug": "toe-yoga",
        "title": "Toe yoga",
        "title_html": "",
        "url": "/exercises/toe-yoga/",
        "kind_label": result["kind_label"],
        "summary": "",
        "why_html": "",
    }


def test_a_word_of_the_glossary_is_left_out_beside_the_page_that_it_leads_to() -> None:
    raised = page("heel-raise", "Straight-knee calf and heel raise on a step", "Rise on your toes.")
    word = Page("term", "heel raise", "heel raise", raised.url, "Glossary", "", ((Field.TITLE, "heel raise"),))
    alone = replace(
        word, slug="pronation", title="pronation", url="/guide/#pronation", passages=((Field.TITLE, "pronation"),)
    )
    # The word is the better match: it comes before the page that it leads to.
    assert found(index_of(word, replace(raised, url="/elsewhere/")), "heel raise") == [
        "term:heel raise",
        "exercise:heel-raise",
    ]
    assert found(index_of(word, raised, alone), "heel raise on a step") == ["exercise:heel-raise"]
    # Who asks for the word alone, or what it means, gets it explained first.
    assert found(index_of(word, raised, alone), "heel raise")[0] == "term:heel raise"
    assert found(index_of(word, raised, alone), "what does heel raise mean")[0] == "term:heel raise"
    assert found(index_of(word, raised, alone), "pronation") == ["term:pronation"]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("my achillies hurts", "my achilles hurts"),
        ("calf strech?", "calf stretch?"),
        ("<b>ankel</b> sprian", "<b>ankle</b> sprain"),
        ("achilles mile", ""),
        ("achi", ""),
        ("my kid has heel pain", ""),
    ],
)
def test_a_slip_of_the_keyboard_is_mended_and_said(index: Index, typed: str, mended: str) -> None:
    assert search_in(index, typed).mended == mended


@pytest.mark.parametrize("word", ["heat", "kid", "hell", "tore", "plank", "seal"])
def test_a_real_word_is_never_turned_into_another(index: Index, word: str) -> None:
    asked = understand(word, index)
    assert asked.mended == ""
    known = {one for concept in asked.concepts for one in concept.stems}
    slips = {index.stem_of[near] for near in index.spelling.one_error_from(word)} - {stem(word)}
    assert not {one for one in known & slips if not one.startswith(word)}


def test_the_part_on_children_is_found_by_who_asks_for_one(index: Index) -> None:
    heel, any_place = "not-on-the-list", "when-to-see-somebody"
    asked = {"my kid has heel pain": heel, "teenager heel pain": heel, "my son's heels hurt": heel, "child": any_place}
    for query, slug in asked.items():
        result = first(index, query)
        assert result["slug"] == slug, query
        assert "omebody under 18" in TAGS.sub("", result["why_html"])


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("my 12 year old has heel pain", "chapter:not-on-the-list"),
        ("i am 62 and my ankles are stiff", "issue:getting-older"),
        ("stiff ankles in my 50s", "issue:getting-older"),
        ("62 and my ankles are stiff", "issue:getting-older"),
        ("my 12 yr old has sore ankles", "chapter:when-to-see-somebody"),
        ("ankles stiff at 65", "issue:getting-older"),
        ("I'm 55 and my Achilles is sore", "issue:achilles-tendinopathy"),
        ("i am 30 and my achilles is sore", "issue:achilles-tendinopathy"),
    ],
)
def test_an_age_means_a_child_or_getting_older_and_stands_in_no_pages_way(index: Index, said: str, page: str) -> None:
    assert found(index, said)[0] == page


@pytest.mark.parametrize(
    "said", ["i am 10 weeks into it", "i am 50 km from the race", "aged 40%", "metronome at 60 beats", "at 45 degrees"]
)
def test_a_number_that_is_no_age_is_left_as_it_is(index: Index, said: str) -> None:
    assert {"old", "child"} & understand(said, index).stems == set()


@pytest.mark.parametrize("filler", ["exactly", "actually", "probably", "keep", "giving"])
def test_a_filler_does_not_throw_out_the_one_page_that_holds_the_word(index: Index, filler: str) -> None:
    assert found(index, f"where {filler} is midportion")[:1] == found(index, "midportion")[:1] != []


def test_no_excerpt_has_an_empty_name(index: Index) -> None:
    passages = [passage.text for own in index.passages for passage in own]
    assert [text for text in passages if text.rstrip().endswith((":", ";")) and text != text.rstrip()] == []


def test_a_part_of_a_page_is_found_by_its_name_and_its_own_words() -> None:
    body = "Ice after a sprain. A bandage by night."
    split = replace(
        page("apart", "One", body), parts=(("Ice", "Ice after a sprain."), ("Bandage", "A bandage by night."))
    )
    whole = replace(page("whole", "Two", body), parts=(("Bandage", "A bandage by night. Ice after a sprain."),))
    assert found(index_of(whole, split), "ice sprain") == ["exercise:apart", "exercise:whole"]


def test_the_parts_of_a_chapter_are_named_by_its_lower_headings_and_its_bold_beginnings(index: Index) -> None:
    names = {page.slug: {name for name, _ in page.parts} for page in index.pages}
    assert "Bump at the back of the heel" in names["not-on-the-list"]
    assert "Blood plasma (PRP), Achilles." in names["what-else-people-ask"]


def test_a_sign_that_another_page_lists_says_little_about_a_page(index: Index) -> None:
    signs = [passage.text for own in index.passages for passage in own if passage.field is Field.WARNING]
    assert any(text.startswith("Get help today if ") for text in signs)
    assert found(index, "foot white blue or cold")[0] == "chapter:when-to-see-somebody"
    about = index_of(
        Page(
            "issue", "sign", "One", "/one/", "Issue", "One", ((Field.TITLE, "One"), (Field.WARNING, "A talus snaps."))
        ),
        page("text", "Two", "The talus is a bone of the ankle that carries what stands on it."),
    )
    assert found(about, "talus")[0] == "exercise:text"


@pytest.mark.parametrize(
    "said", ["toes go numb after a long run", "my run is over after one mile", "swollen after running"]
)
def test_words_of_every_question_name_no_page_unless_in_a_row(index: Index, said: str) -> None:
    assert found(index, said)[0] != "routine:after-a-run"
    assert found(index, "after a run")[0] == "routine:after-a-run"


@pytest.mark.parametrize(
    ("pain", "wish"),
    [("my calf hurts", "stretch my sore calf"), ("my heel kills me", "exercise for my sore heel")],
)
def test_who_says_that_it_hurts_asks_what_it_is_first_unless_they_ask_for_something_to_do(
    index: Index, pain: str, wish: str
) -> None:
    assert understand(pain, index).in_pain
    assert not understand(wish, index).in_pain


def test_another_name_of_a_chapter_names_it_where_no_other_page_bears_it(index: Index) -> None:
    assert found(index, "is it gout after my long run")[0] == "chapter:not-on-the-list"
    assert found(index, "ibuprofen before a run")[0] == "chapter:what-else-people-ask"
    assert found(index, "heel pain")[0] == "issue:plantar-heel-pain"


def test_a_name_without_a_latin_word_names_nothing() -> None:
    assert found(index_of(page("foot", "\u8db3"), page("heel", "Heel raise")), "heel") == ["exercise:heel"]


def test_a_routine_made_for_one_trouble_gives_way_where_nothing_of_it_was_said() -> None:
    said = (Field.BODY, "Circles with the foot")
    for_all, for_one = (
        Page("routine", slug, title, f"/routines/{slug}/", "Routine", title, ((Field.TITLE, title), said))
        for slug, title in (("every-day", "Mobility"), ("every-day-heel", "Sore heel end: mobility"))
    )
    index = index_of(for_one, for_all)
    assert found(index, "circles with the foot") == ["routine:every-day", "routine:every-day-heel"]
    assert found(index, "mobility for a heel end")[0] == "routine:every-day-heel"


def test_somebody_who_is_breathless_with_a_sore_calf_finds_when_to_see_somebody(index: Index) -> None:
    assert found(index, "breathless and sore calf")[0] == "chapter:when-to-see-somebody"


def test_a_word_beside_one_that_no_page_of_the_guide_holds_breaks_nothing(index: Index) -> None:
    elsewhere = [word for word in index.spelling.words if index.stem_of[word] not in index.impacts]
    assert {"cookies", "sneakers"} <= set(elsewhere)  # the name of a list, and what readers call shoes
    for word in elsewhere:
        search_in(index, f"{word}zq")
    assert names(search_in(index, "sneakerszq").nearest)[:1] == ["issue:shoes"]


@pytest.mark.parametrize("said", ["pain 4 out of 10 keep running?", "is 3/10 ok", "6-7 out of ten", "10/10"])
def test_a_number_out_of_ten_is_one_on_the_scale_of_pain(index: Index, said: str) -> None:
    assert found(index, said)[0] == "chapter:calves-feet-balance"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("my heals hurt", "heel"),
        ("pain under heal first thing", "heel"),
        ("week ankles", "weak"),
        ("tow yoga", "toe"),
        ("shin splits", "splint"),
        ("sore hell", "heel"),
        ("chin splints", "shin"),
    ],
)
def test_a_word_that_sounds_like_one_of_a_name_is_taken_for_it_too(index: Index, heard: str, meant: str) -> None:
    assert stem(meant) in understand(heard, index).stems
    assert understand(heard, index).mended == ""
    assert meant in search_in(index, heard).heard


def test_what_was_heard_is_said_with_the_words_around_it_as_they_were_typed(index: Index) -> None:
    assert search_in(index, "My SHIN splits, again").heard == "My SHIN splints, again"
    assert search_in(index, "shin splints").heard == ""


@pytest.mark.parametrize(
    "said", ["how long does a sprain take to heal", "6 week plan for an ankle", "role of the soleus"]
)
def test_it_is_taken_for_itself_alone_where_no_name_holds_the_other(index: Index, said: str) -> None:
    assert not {"heel", "weak", "roll"} & understand(said, index).stems


@pytest.mark.parametrize("who", ["my gp says", "physio told me", "A friend reckons"])
def test_who_said_it_is_no_subject(index: Index, who: str) -> None:
    assert found(index, f"{who} it's severs disease") == found(index, "it's severs disease")


def test_how_often_is_asked_of_something_to_do(index: Index) -> None:
    assert found(index, "single leg calf raise how many sets")[0] == "exercise:heel-raise-straight"
    assert found(index, "how many times a day heel drops")[0] == "exercise:eccentric-heel-drop"


def test_a_drop_in_millimetres_is_one_of_a_shoe(index: Index) -> None:
    assert found(index, "went from 10mm drop to 4mm")[0] in ("issue:shoes", "chapter:what-else-people-ask")


def test_a_trouble_of_the_ankle_is_named_without_the_ankle(index: Index) -> None:
    assert found(index, "3 weeks since sprain still swollen")[0] == "issue:ankle-sprain"
    assert found(index, "ankle work or hip work")[0] != "chapter:how-the-ankle-works"


def test_who_is_sore_at_the_heel_end_asks_what_it_is_before_what_to_do(index: Index) -> None:
    for said in ("back of heel sore in the morning", "bottom of achilles hurts and stiff in mornings"):
        assert found(index, said)[0] == "issue:achilles-tendinopathy"
    assert found(index, "warm up for bottom of achilles")[0] == "routine:before-a-run-heel-end"


def test_an_exercise_for_a_place_is_no_question_what_hurts_there(index: Index) -> None:
    assert found(index, "band exercise for outside of ankle")[0] == "exercise:band-eversion"
    assert found(index, "sprained ankle exercises")[0] == "issue:ankle-sprain"


def test_an_ankle_that_looks_wrong_is_one_to_be_seen(index: Index) -> None:
    for said in ("ankle looks bent after fall", "foot pointing the wrong way"):
        assert found(index, said)[0] == "chapter:when-to-see-somebody"


def test_a_title_said_word_for_word_comes_first_whatever_else_was_said(index: Index) -> None:
    assert found(index, "toe walks burn in calves")[0] == "exercise:toe-walk"
    assert found(index, "is static stretching before a run bad")[0] == "chapter:before-and-after-a-run"


def test_who_asks_what_one_word_is_finds_it_in_the_glossary(index: Index) -> None:
    assert found(index, "what's a metatarsal")[0] == "term:Metatarsals"
    assert found(index, "what is the best metatarsal pad")[0] != "term:Metatarsals"


@pytest.mark.parametrize(
    ("short", "written_out"),
    [
        ("does this work w/o signal", "does this work without signal"),
        ("calf stretch w/ bent knee", "calf stretch with bent knee"),
        ("stretching b4 a race", "stretching before a race"),
        ("hes 11 and his heel hurts", "child and his heel hurts"),
    ],
)
def test_what_is_written_short_is_read_as_what_it_means(index: Index, short: str, written_out: str) -> None:
    assert found(index, short) == found(index, written_out) != []


def test_a_word_that_only_the_text_of_an_entry_uses_is_explained_by_that_entry(index: Index) -> None:
    assert found(index, "15RM meaning")[0] == "term:Repetition maximum"


def test_a_trouble_by_its_medical_name_is_a_trouble_and_no_exercise(index: Index) -> None:
    assert found(index, "posterior tibial tendonitis")[0] == "chapter:not-on-the-list"
    assert understand("achilles tendonitis exercises", index).wants is understand("achilles exercises", index).wants


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("my heel is sore", False),
        ("is my heel sore", True),
        ("what is a sprain", True),
        ("achilles sore, is it safe", True),
        ("ankle was swollen", False),
        ("can i run", True),
    ],
)
def test_who_states_something_asks_nothing(index: Index, said: str, asks: bool) -> None:
    assert understand(said, index).is_question is asks


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("how long until", "chapter:ten-issues-at-a-glance"),
        ("heel lifts", "chapter:what-else-people-ask"),
        ("foam roller", "chapter:what-else-people-ask"),
        ("running through pain before a race", "chapter:what-else-people-ask"),
        ("children's heel pain", "chapter:not-on-the-list"),
        ("which achilles pain do I have", "chapter:which-achilles-pain"),
        ("which of the two achilles pains", "chapter:which-achilles-pain"),
        ("achilles pain at mile 3", "issue:achilles-tendinopathy"),
    ],
)
def test_of_two_names_that_were_said_the_longer_is_meant_and_parts_are_found_by_theirs(
    index: Index, asked: str, page: str
) -> None:
    assert found(index, asked)[0] == page


def test_how_long_until_shows_all_ten_problems(index: Index) -> None:
    issues = {f"issue:{one.slug}" for one in index.pages if one.kind == "issue"}
    assert len(issues) == 10
    assert issues <= set(found(index, "how long until"))


def test_what_readers_call_something_is_the_beginning_of_no_other_word(index: Index) -> None:
    stems = {one for concept in understand("kid", index).concepts for one in concept.stems}
    assert "child" in stems
    assert not {one for one in stems if one.startswith("kid")} - {"kid"}
