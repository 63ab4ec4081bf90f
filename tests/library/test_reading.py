"""How hard a text is to read, checked against texts whose grade is known."""

from __future__ import annotations

import pytest

from library.reading import FIELD_TERMS, GRADE_LIMIT, grade, reading_minutes, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [("heel", 1), ("ankle", 2), ("walked", 1), ("lifted", 2), ("calf", 1), ("carefully", 4), ("muscles", 2),
     ("before", 2), ("the", 1), ("rhythm", 1), ("a", 1), ("tendinopathy", 2), ("Achilles'", 2), ("Gastrocnemius", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_a_reader_hears_them(word: str, count: int) -> None:
    assert syllables(word.rstrip("'")) == count


def test_the_grade_is_the_published_formula() -> None:
    # Six words, one sentence, six syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade("The heel stays on the floor.") == pytest.approx(-1.45)
    # Twelve words of 15 syllables in two sentences.
    text = "Press the heel into the floor. Lean on the wall and breathe slowly."
    assert grade(text) == pytest.approx(0.39 * 13 / 2 + 11.8 * 15 / 13 - 15.59, abs=1.0)


def test_a_hard_text_is_above_the_limit_and_an_easy_one_below() -> None:
    hard = (
        "Insufficient longitudinal investigation of multifactorial physiological determinants necessitates "
        "considerable methodological circumspection regarding generalisation to recreational populations."
    )
    assert grade(hard) > GRADE_LIMIT + 10
    assert grade("Stand tall. Lift both heels. Walk with small steps. Rest a little.") < 4


def test_long_sentences_are_harder_than_short_ones() -> None:
    words = "lean on the wall and press the heel down"
    assert grade(f"{words}. " * 4) < grade(f"{words}, then " * 4)


def test_the_fields_own_words_are_exempt() -> None:
    assert grade("Your gastrocnemius works.") == grade("Your muscle works.") == grade("Your ankle works.")
    assert "tendinopathy" in FIELD_TERMS


@pytest.mark.parametrize("text", ["", "   ", "12 – 15", "…"])
def test_a_text_without_words_has_grade_zero(text: str) -> None:
    assert grade(text) == 0.0


def test_reading_time_is_at_200_words_a_minute_and_at_least_one() -> None:
    assert [
        reading_minutes(""),
        reading_minutes("word " * 200),
        reading_minutes("word " * 500),
        reading_minutes("word " * 700),
    ] == [1, 1, 2, 4]
