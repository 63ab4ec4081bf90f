"""The exercises, issues and routines of the real content against literal tables of the fact sheet."""

from __future__ import annotations

import re
from typing import Any

import pytest

from library import markup
from library.documents import files, parts
from library.documents.schema import PAGES
from tests.library.test_content import ISSUES as ISSUE_OF
from tests.library.test_content import of

ISSUES = set(ISSUE_OF.values())

# --- The facts of each exercise --------------------------------------------------------------

MATRIX = """
ankle-circles dynamic pre_run,any_time yes
toe-walk strength pre_run,strength_day yes
heel-walk strength pre_run,strength_day yes
calf-stretch-straight static post_run,any_time no
calf-stretch-bent static post_run,any_time no
plantar-fascia-stretch static any_time change
towel-stretch static any_time,post_run no
band-dorsiflexion strength strength_day,any_time yes
ankle-alphabet dynamic any_time yes
knee-to-wall dynamic pre_run,any_time no
heel-raise-straight strength strength_day change
heel-raise-bent strength strength_day change
eccentric-heel-drop strength any_time no
heel-raise-towel strength any_time change
single-leg-balance balance any_time,strength_day yes
single-leg-reach balance any_time,strength_day change
short-foot strength any_time yes
towel-curl strength any_time yes
band-eversion strength strength_day yes
band-inversion strength strength_day yes
tibialis-raise strength strength_day yes
ankle-cars dynamic pre_run,any_time yes
pogo-hops plyometric pre_run,strength_day no
calf-pedals dynamic pre_run no
heel-raise-hold strength any_time,pre_run yes
hop-stick plyometric strength_day no
ball-roll dynamic any_time yes
step-down strength strength_day change
band-ankle-mob dynamic any_time no
toe-yoga strength any_time yes
"""


# Where the sheet's cell says "yes (keep ankle short of end DF)", "floor only" or "limit range", the answer is "change";
# "NO (floor version)" and "NO until cleared" are "no". Heel drops are done twice on every day and towel raises every other
# day, so neither waits for a strength day, which is what the sheet's column calls them.
def test_type_time_and_heel_of_every_exercise_are_those_of_the_fact_sheet() -> None:
    expected = {
        slug: (kind, set(when.split(",")), heel)
        for slug, kind, when, heel in (line.split() for line in MATRIX.strip().splitlines())
    }
    found = {slug: (one["type"], set(one["when"]), one["achilles_heel"]) for slug, one in of("exercise").items()}
    assert len(expected) == 30
    assert {slug: (found.get(slug), row) for slug, row in expected.items() if found.get(slug) != row} == {}
    assert set(found) == set(expected)


def test_an_answer_about_the_heel_that_is_not_plain_yes_says_why() -> None:
    assert [
        slug
        for slug, one in of("exercise").items()
        if one["achilles_heel"] != "yes" and not one.get("achilles_heel_note")
    ] == []


DOSES: dict[str, dict[str, Any]] = {
    "ankle-circles": {"reps": 10, "each_way": True},
    "toe-walk": {"sets": "2-3", "duration_s": "20-30"},
    "heel-walk": {"sets": "2-3", "duration_s": "20-30"},
    "calf-stretch-straight": {"hold_s": "30-45", "sides": "each"},
    "calf-stretch-bent": {"hold_s": "30-45", "sides": "each"},
    "plantar-fascia-stretch": {"hold_s": 10},
    "towel-stretch": {"hold_s": 30, "sides": "each"},
    "band-dorsiflexion": {"sets": "2-3", "reps": "10-15", "rest_s": 60},
    "eccentric-heel-drop": {"sets": 6, "reps": 15},
    "heel-raise-towel": {"sets": 3, "reps": 12},
    "heel-raise-straight": {"sets": 3, "reps": "8-15"},
    "single-leg-balance": {"hold_s": 30},
    "tibialis-raise": {"sets": "2-3", "reps": "15-25", "rest_s": 60},
}


@pytest.mark.parametrize("slug", DOSES)
def test_a_dose_is_that_of_the_fact_sheet(slug: str) -> None:
    dose = of("exercise")[slug]["dose"]
    if "hold_s" in DOSES[slug] and "hold_s" not in dose:
        dose = dose | {"hold_s": dose.get("duration_s")}
    assert {name: dose.get(name) for name in DOSES[slug]} == DOSES[slug]


def test_there_are_thirty_exercises_ten_issues_fourteen_routines_and_twelve_chapters() -> None:
    assert set(of("issue")) == ISSUES
    # Seven, and a version of each for a sore heel end.
    assert set(of("routine")) == {
        "before-a-run-heel-end", "after-a-run-heel-end", "daily-mobility-heel-end", "calf-and-heel-end-strength",
        "foot-and-arch-heel-end", "trail-stability-heel-end", "strength-heel-end", "before-a-run", "after-a-run", "daily-mobility", "strength", "calf-and-achilles-strength", "foot-and-arch",
        "trail-stability",
    }  # fmt: skip
    assert len(of("exercise")) == 30
    assert "when-to-see-somebody" in of("chapter")
    assert len(of("chapter")) == 12


def test_the_numbers_of_each_kind_count_from_one_without_a_gap() -> None:
    for kind in files.FOLDERS:
        assert sorted(one["number"] for one in of(kind).values()) == list(range(1, len(of(kind)) + 1)), kind


def test_titles_and_other_names_are_not_shared_by_two_exercises() -> None:
    names = [name.lower() for one in of("exercise").values() for name in (one["title"], *one.get("aliases", []))]
    assert sorted({name for name in names if names.count(name) > 1}) == []


AREAS = """achilles_mid achilles_insertion heel_plantar heel_sides arch ankle_outer ankle_outer_behind ankle_inner
ankle_front ankle_high malleolus_bone midfoot_top navicular""".split()


def test_the_areas_are_the_closed_list() -> None:
    assert len(of("area")) == 26
    assert set(AREAS) - {"ankle_front", "midfoot_top", "navicular"} <= set(of("area"))


# --- What the second fact sheet corrected ------------------------------------------------------

CORRECTED = [
    ("issue", "ankle-arthritis", ["78%", "nobody has good figures", "27 former elite runners"], ["3.5%", "10.2%"]),
    ("issue", "achilles-tendinopathy", ["42 people", "24.4", "12.2", "29.0", "19.3"], ["95% interval"]),
    ("issue", "plantar-heel-pain", ["1, 6 or 12 months", "wore an insert", "advice and a heel cup"], ["remember"]),
    ("issue", "chronic-ankle-instability", ["82 people", "28 of 70", "132 to the end", "after 5 years 18%"], []),
    ("exercise", "heel-raise-towel", ["between 6 and 52", "insert in the shoe", "180 people"], ["0 to 100", "remember"]),
    ("exercise", "eccentric-heel-drop", ["58 people", "92%", "78%", "42 people"], ["From memory"]),
    ("chapter", "measure-at-a-wall",
     ["32 people", "38 people", "a third of your usual count", "For 24 raises that is 8, and for 36 it is 12",
      "examiner", "rehearsal", "24 seconds"],
     ["7 is simply"]),
    ("chapter", "before-and-after-a-run", ["11 studies with 111 people", "42 people"], []),
    ("chapter", "ten-issues-at-a-glance", ["Nobody has good figures", "Whatever the place"], ["seldom the miles"]),
    ("chapter", "when-to-see-somebody", ["50 people", "agreed poorly"], []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "slug", "said", "gone"), CORRECTED)
def test_a_number_that_did_not_hold_is_the_one_of_the_second_fact_sheet(
    kind: str, slug: str, said: list[str], gone: list[str]
) -> None:
    words = " ".join(text for _, text in parts.prose(of(kind)[slug]))
    assert [text for text in said if text not in words] == []
    assert [text for text in gone if text in words] == []


def test_the_trial_on_the_heel_end_never_stands_without_its_size() -> None:
    for kind in files.FOLDERS:
        for slug, page in of(kind).items():
            for _, text in parts.prose(page):
                for sentence in text.split(". "):
                    if "@pringels-2025" in sentence and "better" in sentence:
                        assert "42 people" in sentence, (slug, sentence)


def test_a_sentence_for_runners_gives_a_plain_figure_and_leaves_its_range_to_the_source() -> None:
    found = [
        (slug, sentence)
        for kind in files.FOLDERS
        for slug, page in of(kind).items()
        for _, text in parts.prose(page)
        for sentence in text.split(". ")
        if re.search(r"may lie (between|anywhere)|95% (range|interval)", sentence)
    ]
    # FACTS-2, 5.1 asks for this range in words: it is what keeps the 29 points from being read as a promise.
    assert [slug for slug, _ in found] == ["heel-raise-towel"], found


def test_people_and_tendons_of_the_five_years_after_heel_drops_are_both_told() -> None:
    lines = of("issue")["achilles-tendinopathy"]["body"].splitlines()
    [line] = [line for line in lines if "39.7%" in line]
    # 39.7% is no whole number of 46 people, so the line says what was counted.
    assert "46 people, 58 tendons" in line


def test_nothing_is_printed_that_the_second_fact_sheet_keeps_out() -> None:
    """FACTS-2, part 8: attractive figures whose source nobody read."""
    for kind in files.FOLDERS:
        for slug, page in of(kind).items():
            words = " ".join(text for _, text in parts.prose(page))
            for figure in ("90% of heel pain", "80% of heel pain", "49 v", "1.03", "59.7", "91.6", "36.8%", "of 230"):
                assert figure not in words, (slug, figure)


# --- How long until it is better ---------------------------------------------------------------

TIMES = {
    "ankle-sprain": [
        "5 to 33%",
        "36 to 85%",
        "3 to 34%",
        "31 studies",
        "after 6 days",
        "13 with a high sprain",
        "4 to 8 weeks",
    ],
    "achilles-tendinopathy": [
        "58 people",
        "20 of 62",
        "from 49 to 75",
        "20% were never free",
        "39.7%",
        "94%",
        "29% had been operated",
        "41%",
        "19% of 43",
    ],
    "plantar-heel-pain": ["80.5%", "50.0%", "45.6%", "44.0%", "41 to 4,018", "82%", "174 people", "100 people"],
    "peroneal-tendinopathy": ["know of no study", "6 to 12 weeks"],
    "ankle-arthritis": ["found no study"],
    "stress-fracture": [
        "| 44 | 6 weeks",
        "| 56 | 8 weeks",
        "| 107 | 15 weeks",
        "| 127 | 18 weeks",
        "12.9 weeks",
        "90%",
    ],
    "chronic-ankle-instability": ["6 to 8 weeks"],
    "flat-or-high-arch": ["found no study"],
    "getting-older": ["found no figure"],
    "shoes": ["4 to 6 weeks", "99 runners", "0.61"],
}


@pytest.mark.parametrize("slug", sorted(ISSUES))
def test_every_issue_says_how_long_with_other_peoples_times_and_no_forecast(slug: str) -> None:
    body = of("issue")[slug]["body"]
    part = body.split("## How long until it is better?\n")[1].split("\n## ")[0]
    assert [figure for figure in TIMES[slug] if figure not in part] == []
    assert "No date is leave to run." in part
    assert "(chapter:when-to-see-somebody)" in part


def test_the_two_studies_of_heel_pain_that_disagree_stand_together_or_not_at_all() -> None:
    for kind in files.FOLDERS:
        for slug, page in of(kind).items():
            words = str(page)
            assert ("@hansen-2018" in words) == ("@heel-pain-four-years" in words), slug


# --- What else people ask ----------------------------------------------------------------------

ANSWERS = [
    ("van-den-bekerom-2012", "868 people"), ("jones-2020", "3,305 people"), ("lipman-2017", "52% with it and 34%"),
    ("franke-2024", "None of 23 studies"), ("barelds-2018", "0.37"), ("janssen-2014", "15% sprained it again with a brace"),
    ("whittaker-2018", "1,660 people"), ("munteanu-2015", "140 people"), ("bonanno-2017", "0.59"),
    ("rabusin-2021", "26.0 points in 12 weeks"), ("night-splint", "70 tendons"), ("malisoux-drop", "553 runners"),
    ("malisoux-2020", "1.52 times"), ("tenforde-2023", "Five top runners"), ("anderson-2022", "37 studies"),
    ("van-leeuwen-2016", "above 27"), ("wiewelhove-2019", "0.7% faster"), ("cotchett-2014", "14.4 mm of 100"),
    ("heide-2024", "200 people"), ("alsulaimani-2025", "76 people"), ("whittaker-2019", "2,989 people"),
    ("kearney-2021", "240 people"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "figure"), ANSWERS)
def test_an_answer_carries_its_figure_and_its_source_in_one_breath(source: str, figure: str) -> None:
    lines = of("chapter")["what-else-people-ask"]["body"].split("\n- ")
    assert any(f"@{source}" in line and figure in line for line in lines)


def test_every_answer_says_how_strong_it_is() -> None:
    answers = [line for line in of("chapter")["what-else-people-ask"]["body"].splitlines() if line.startswith("- **")]
    assert len(answers) == 31
    assert [line[:40] for line in answers if line.count("*Strength: ") != 1] == []


def test_a_source_that_a_page_of_the_log_leads_to_is_cited_by_the_guide_and_so_stands_on_the_page_of_sources() -> None:
    templates = files.CONTENT.parents[1] / "templates"
    named = {
        key
        for path in templates.rglob("*.html")
        for key in re.findall(r"#source-([a-z0-9-]+)", path.read_text("utf-8"))
    }
    cited = {
        key
        for kind in PAGES
        for page in of(kind).values()
        for _, text in parts.prose(page)
        for key in markup.citations(text)
    }
    assert "farrar-2001" in named
    assert named <= cited


# The figures of works that were not opened again; a guideline's plain advice stands with others that were.
REMEMBERED = ["alfredson-1998", "collins-2004", "gribble-2014", "mahieu-2006", "relph-2022"]


@pytest.mark.parametrize("source", REMEMBERED)
def test_what_is_printed_from_memory_says_so_where_it_stands(source: str) -> None:
    assert of("source")[source]["checked"] == "memory"
    said = [
        text for kind in PAGES for page in of(kind).values() for _, text in parts.prose(page) if f"@{source}" in text
    ]
    assert said != []
    assert [text[:80] for text in said if "memory" not in text and "remember" not in text] == []


def test_no_dose_of_a_medicine_is_printed() -> None:
    for kind in files.FOLDERS:
        for slug, page in of(kind).items():
            assert re.search(r"\d\s*mg\b", str(page)) is None, slug


def test_each_neighbour_says_when_to_be_seen_with_a_sign_of_the_list() -> None:
    parts = re.split(r"^### ", of("chapter")["not-on-the-list"]["body"], flags=re.MULTILINE)[1:]
    assert len(parts) >= 15
    assert [part.split("\n")[0] for part in parts if "[!" not in part and "show it to somebody" not in part] == []


@pytest.mark.parametrize("slug", sorted(slug for slug in of("routine") if "heel-end" in slug))
def test_a_routine_for_a_sore_heel_end_holds_nothing_that_its_page_marks_no(slug: str) -> None:
    document = of("routine")[slug]
    steps = [step for part in (document, *document.get("stages", [])) for step in part.get("steps", [])]
    marks = {step["exercise"]: of("exercise")[step["exercise"]]["achilles_heel"] for step in steps}
    assert len(steps) >= 3
    assert {name for name, mark in marks.items() if mark == "no"} == set()


def test_every_routine_has_a_version_for_a_sore_heel_end_and_leads_to_it() -> None:
    routines = of("routine")
    versions = {
        slug: "calf-and-heel-end-strength" if slug == "calf-and-achilles-strength" else f"{slug}-heel-end"
        for slug in routines
        if "heel-end" not in slug
    }
    assert len(versions) == 7
    assert set(versions.values()) == {slug for slug in routines if "heel-end" in slug}
    for slug, version in versions.items():
        assert f"(routine:{version})" in routines[slug]["body"], slug
        assert f"(routine:{slug})" in routines[version]["body"], version


# What a sore heel end must not be sent to by an exercise that it may do: the player swaps to an easier form in one tap.
def test_an_exercise_that_a_sore_heel_end_may_do_leads_to_none_that_it_may_not_without_saying_so() -> None:
    exercises = of("exercise")
    ways = [
        (slug, kind, way)
        for slug, one in exercises.items()
        if one["achilles_heel"] != "no"
        for kind in ("easier", "harder")
        for way in one.get(kind, [])
    ]
    forbidden = [
        (slug, kind, way["text"])
        for slug, kind, way in ways
        if "to" in way and exercises[way["to"]]["achilles_heel"] == "no"
    ]
    assert [
        (slug, kind) for slug, kind, text in forbidden if kind == "easier" or "middle of the Achilles" not in text
    ] == []
    sinking = [way["text"] for _, _, way in ways if "sink" in way["text"]]
    assert sinking
    assert all("never with pain at the heel end" in text for text in sinking)


def test_the_wall_test_is_left_out_with_a_sore_heel_end_and_raises_are_counted_on_the_floor() -> None:
    opening = of("chapter")["measure-at-a-wall"]["body"].split("\n## ")[0]
    assert "leave the wall test out" in opening
    assert "on the flat floor" in opening


# FACTS-2, part 4: the signs that each neighbour's last column names.
NEIGHBOURS = {
    "Shin splints": ["bone-walking", "bone-spot", "night", "hop"],
    "Pinch at the front of the ankle": ["locks", "giving-way", "swollen-always"],
    "Ball of the foot": ["bone-walking", "bone-spot", "bone-risk", "nerve", "shape"],
    "Stiff big toe": ["locks", "swollen-unexplained"],
    "Heel pain in somebody under 18": ["under-18"],
    "Calf strain": ["kick", "calf-clot", "calf-breath"],
    "High ankle sprain": ["four-steps", "above-ankle"],
    "Gout": ["hot-joint"],
    "Outer edge of the foot": ["midfoot-sore", "bone-walking", "bone-spot", "tendon-snaps"],
}


def test_a_neighbour_names_every_sign_that_the_second_fact_sheet_gives_it() -> None:
    own = dict(part.split("\n", 1) for part in of("chapter")["not-on-the-list"]["body"].split("\n### ")[1:])
    assert {name: [sign for sign in wanted if f"!{sign}" not in own[name]] for name, wanted in NEIGHBOURS.items()} == {
        key: [] for key in NEIGHBOURS
    }


def test_a_neighbour_says_at_a_glance_what_it_feels_like_what_sets_it_apart_and_when_to_be_seen() -> None:
    own = dict(part.split("\n", 1) for part in of("chapter")["not-on-the-list"]["body"].split("\n### ")[1:])
    marked = {name: re.findall(r"^\*\*([A-Z][a-z ]+):?\*\*", text, re.MULTILINE) for name, text in own.items()}
    assert {name: said for name, said in marked.items() if said != ["Feels like", "Sets it apart", "Be seen"]} == {}
    bump = own["Bump at the back of the heel"]
    assert [word for word in ("Haglund", "bursitis", "bursa") if word not in bump] == []


def test_how_long_an_ankle_gives_way_is_told_with_the_figures_of_those_who_were_followed() -> None:
    body = of("issue")["chronic-ankle-instability"]["body"]
    own = body.split("## How long until it is better?")[1].split("\n## ")[0]
    assert [said for said in ("206", "132", "41%", "@mailuhu-2015", "18%", "@mailuhu]") if said not in own] == []


def test_a_childs_heel_is_named_wherever_a_sore_heel_is_the_matter() -> None:
    for slug in ("achilles-tendinopathy", "plantar-heel-pain"):
        assert "under-18" in of("issue")[slug]["stop_and_see"]
    for code in ("achilles_insertion", "heel_plantar", "heel_sides"):
        assert "under-18" in of("area")[code]["rule_out"]
