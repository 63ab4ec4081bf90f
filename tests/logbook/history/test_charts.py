"""The small picture of a place: 28 days, gaps as gaps, the same numbers as a table, and nothing that advises."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from logbook.history import charts
from logbook.history.charts import Chart
from logbook.history.record import Mark, Record, SymptomRow
from logbook.place import Place
from tests.logbook.printed import part
from tests.logbook.writing import TODAY, day, record_of, session_row, symptom_row

ROOT = Path(__file__).resolve().parents[3]


LEFT, RIGHT = Place("achilles_mid", "left"), Place("achilles_mid", "right")


def felt(*given: tuple[int, int | None], side: str = "left", moment: str = "worst") -> list[SymptomRow]:
    """Symptoms as (days ago, number)."""
    return [symptom_row(day(ago), number, moment, side) for ago, number in given]


# Just enough for a picture: two days in a row, a gap, a day.
THREE_DAYS = felt((5, 2), (4, 4), (1, 0))


def picture(record: Record, place: Place = LEFT, last: date | None = None) -> Chart:
    """The one picture of a record."""
    [found] = charts.charts_of_places(record, [place], TODAY, last)
    return found


def printed(record: Record, *places: Place) -> str:
    """The pictures as a page prints them."""
    return part("pictures", charts=charts.charts_of_places(record, places or [LEFT], TODAY))


def points(path: str) -> int:
    """How many markers a path draws."""
    return path.count("M")


def test_a_line_never_runs_over_a_day_without_a_number() -> None:
    found = picture(record_of(symptoms=THREE_DAYS))
    assert found.lines == "M251,106L261,84"
    assert (points(found.points), points(found.latest)) == (2, 1)


def test_nothing_is_drawn_for_days_of_silence_stiffness_or_another_side() -> None:
    others = [*felt((3, None)), *felt((2, 9), side="right"), *felt((0, 9), side="right")]
    alone, among = picture(record_of(symptoms=THREE_DAYS)), picture(record_of(symptoms=THREE_DAYS + others))
    assert (among.lines, among.points, among.latest, among.reading) == (
        alone.lines,
        alone.points,
        alone.latest,
        alone.reading,
    )


def test_the_highest_number_of_a_day_is_drawn_whenever_it_was_felt() -> None:
    more = [*felt((4, 7), moment="during"), *felt((4, 1), moment="after")]
    assert "from 0 to 7, median 2." in picture(record_of(symptoms=THREE_DAYS + more)).reading


def test_first_steps_are_a_second_marker_without_a_line() -> None:
    found = picture(record_of(symptoms=THREE_DAYS + felt((4, 3), (0, 0), moment="first_steps")))
    assert points(found.first_steps) == 2
    assert points(picture(record_of(symptoms=THREE_DAYS)).first_steps) == 0


def test_left_is_circles_and_right_is_squares() -> None:
    assert "a2.6,2.6" in picture(record_of(symptoms=THREE_DAYS)).points
    right = picture(record_of(symptoms=felt((5, 2), (4, 4), (1, 0), side="right")), RIGHT)
    assert right.points == "M248.4,103.4h5.2v5.2h-5.2zM258.4,81.4h5.2v5.2h-5.2z"
    assert 'class="chart right"' in printed(record_of(symptoms=felt((5, 2), (4, 4), (1, 0), side="right")), RIGHT)


@pytest.mark.parametrize(
    ("symptoms", "words"),
    [
        ([], "there is none."),
        (felt((0, 0)), "there is 1."),
        (felt((0, 0), (1, 9), (40, 9), (3, None)), "there are 2."),
        ([*felt((0, 5)), *felt((0, 4), moment="first_steps"), *felt((0, 3), moment="after")], "there is 1."),
    ],
)
def test_no_picture_before_three_days_with_a_number(symptoms: list[SymptomRow], words: str) -> None:
    record = record_of([session_row(day(ago), 20) for ago in (9, 5)], symptoms)
    found = picture(record)
    assert found.not_yet == f"The picture begins after 3 days with a number; in these 28 days {words}"
    assert "<svg" not in printed(record)
    assert "Silbernagel" not in printed(record)


def test_a_clear_day_has_a_mark_of_its_own_and_no_point() -> None:
    found = picture(record_of(symptoms=THREE_DAYS, clear_days=[day(3), day(2), day(40)]))
    assert found.frame is not None
    assert points(found.frame.clear) == 2
    assert (points(found.points), points(found.latest)) == (2, 1)
    assert found.reading == (
        "A number on 3 of 28 days: from 0 to 4, median 2. Nothing hurt on 2 days. No session logged."
    )


def test_sessions_stand_below_on_the_same_days() -> None:
    record = record_of(
        [session_row(day(5), 10), session_row(day(5), 15), session_row(day(1)), session_row(day(40), 600)], THREE_DAYS
    )
    found = picture(record)
    assert found.frame is not None
    assert (found.frame.bars, found.frame.untimed) == ("M248,182V152h6V182z", "M288.6,182V173h4.8V182z")
    assert (found.frame.most, found.frame.sessions) == ("25", "minutes")
    assert found.reading.endswith("3 sessions, 25 minutes in 2 of them.")


def test_sessions_without_minutes_have_no_scale() -> None:
    found = picture(record_of([session_row(day(1))], THREE_DAYS))
    assert found.frame is not None
    assert (found.frame.bars, found.frame.most, found.frame.sessions) == ("", "", "sessions")
    assert found.reading.endswith("1 session without minutes.")


def test_periods_are_shaded_and_named() -> None:
    marks = [Mark("holiday", day(30), day(25)), Mark("rest", day(10), day(10)), Mark("injury", day(2), None)]
    found = picture(
        record_of(symptoms=THREE_DAYS, periods=[*marks, Mark("rest", day(60), day(28)), Mark("rest", day(-1), None)])
    )
    assert found.frame is not None
    assert found.frame.shades == [
        ("26", "30", "holiday", "26"),
        ("196", "10", "rest", "196"),
        ("276", "30", "injury", "267.6"),
    ]
    assert found.frame.periods == "Holiday, 19 to 24 Oct; Rest, 8 Nov; Injury, from 16 Nov, still going on"


def test_a_word_that_would_stand_on_another_is_left_to_the_line_below() -> None:
    marks = [Mark("holiday", day(10), day(10)), Mark("injury", day(9), day(9))]
    found = picture(record_of(symptoms=THREE_DAYS, periods=marks))
    assert found.frame is not None
    assert [shade.word for shade in found.frame.shades] == ["holiday", ""]
    assert found.frame.periods == "Holiday, 8 Nov; Injury, 9 Nov"


def test_a_picture_comes_with_its_table() -> None:
    steps = felt((4, 3), moment="first_steps")
    with_steps = printed(record_of(symptoms=THREE_DAYS + steps))
    without = printed(record_of(symptoms=THREE_DAYS))
    assert '<tr><th scope="row">14 Nov</th><td>4</td><td>3</td><td>none logged</td></tr>' in with_steps
    assert '<tr><th scope="row">14 Nov</th><td>4</td><td>none logged</td></tr>' in without
    assert [re.findall(r'<th scope="col">(.*?)</th>', page) for page in (with_steps, without)] == [
        ["Day", "Worst", "First steps", "Sessions"],
        ["Day", "Worst", "Sessions"],
    ]


def test_a_day_gone_by_has_the_28_days_before_it() -> None:
    found = picture(record_of(symptoms=felt((45, 1), (40, 1), (30, 1), (5, 9))), last=day(30))
    assert found.frame is not None
    assert [axis.word for axis in found.frame.dates] == ["22 Sep", "29 Sep", "6 Oct", "13 Oct", "19 Oct"]
    assert (found.title, found.reading) == (
        "Left Achilles, 22 Sep to 19 Oct", "A number on 3 of 28 days: 1 each time. No session logged.",
    )  # fmt: skip


def test_the_axis_of_today_ends_with_today() -> None:
    found = picture(record_of(symptoms=THREE_DAYS))
    assert found.frame is not None
    assert [axis.word for axis in found.frame.dates] == ["22 Oct", "29 Oct", "5 Nov", "12 Nov", "today"]


def test_the_bands_are_named_and_part_between_two_and_three_and_five_and_six() -> None:
    assert [(band.css, band.word, band.y, band.height) for band in charts.BAND_SHAPES] == [
        ("low", "low", "100.5", "27.5"),
        ("middle", "middle", "67.5", "33"),
        ("high", "high", "18", "49.5"),
    ]


def test_every_place_has_its_picture_and_the_rule_is_printed_once() -> None:
    symptoms = [*THREE_DAYS, *felt((5, 2), (4, 4), (1, 0), side="right")]
    page = printed(record_of(symptoms=symptoms), LEFT, RIGHT, Place("toes", "left"))
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Left Achilles", "Right Achilles", "Left other toes"]
    assert (page.count('<svg viewBox="0 0 360 200"'), page.count("<table"), page.count("Silbernagel")) == (2, 2, 1)
    assert len(set(re.findall(r'\bid="([^"]+)"', page))) == len(re.findall(r'\bid="', page))


def test_a_picture_is_one_svg_with_a_title_and_a_description_and_without_styles() -> None:
    page = printed(record_of(symptoms=THREE_DAYS, clear_days=[day(2)], periods=[Mark("rest", day(9), day(8))]))
    svg = ET.fromstring(re.search(r'<svg viewBox="0 0 360.*?</svg>', page, re.DOTALL)[0])
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "left-achilles_mid-t left-achilles_mid-d"
    assert [svg[0].text, svg[1].text] == ["Left Achilles, 22 Oct to 18 Nov", "A number on 3 of 28 days: from 0 to 4, median 2. Nothing hurt on 1 day. No session logged."]  # fmt: skip
    assert {name for one in svg.iter() for name in one.attrib} & {"style", "onclick", "font-size", "fill"} == set()


def test_the_words_count_and_do_not_judge_or_advise() -> None:
    symptoms = [*felt((20, 10), (10, 8), (1, 7)), *felt((1, 9), moment="first_steps")]
    text = re.sub(
        r"<[^>]+>", " ", printed(record_of([session_row(day(1), 60)], symptoms)).split('class="note rule"')[0]
    )
    words = (
        "settl",
        "better",
        "worse",
        "improv",
        "safe",
        "risk",
        "should",
        "rest today",
        "back off",
        "trend",
        "fine",
        "accept",
    )
    assert [word for word in words if word in text.lower()] == []


def test_the_rule_cites_its_source_as_the_guide_does() -> None:
    sources = yaml.safe_load((ROOT / "library/content/sources.yaml").read_text(encoding="utf-8"))
    source = next(one for one in sources if one["key"] == "silbernagel-2007")
    rule = part("rule")
    assert f'<a href="/sources/#source-silbernagel-2007">{source["citation"]}</a>' in rule
    assert (source["evidence"], source["checked"]) == ("trial", "second-hand")
    assert "{{" not in (ROOT / "templates/jinja/logbook/parts/rule.html").read_text(encoding="utf-8")
