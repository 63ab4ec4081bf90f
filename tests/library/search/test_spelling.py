"""Words nearly typed right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.search import search_in
from library.search.english import LIST, is_english
from library.search.index import Index
from library.search.spelling import Spelling, deletions, is_one_error

LETTERS = st.text(alphabet="abcde", min_size=4, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hell", "heel"),
        ("heeel", "heel"),
        ("hee", "heel"),
        ("ehel", "heel"),
        ("achiles", "achilles"),
        ("ankel", "ankle"),
    ],
)
def test_one_slip_is_one_error(typed: str, meant: str) -> None:
    assert is_one_error(typed, meant)
    assert is_one_error(meant, typed)


@pytest.mark.parametrize(
    ("typed", "other"), [("heel", "calf"), ("heel", "hlee"), ("ankle", "ankylo"), ("toe", "toeing")]
)
def test_two_slips_are_not(typed: str, other: str) -> None:
    assert not is_one_error(typed, other)


@given(LETTERS, st.integers(0, 7), st.sampled_from("abcde"), st.sampled_from(["drop", "add", "change", "swap"]))
def test_any_single_slip_finds_the_word_again(word: str, place: int, letter: str, slip: str) -> None:
    place %= len(word) - 1
    typed = {
        "drop": word[:place] + word[place + 1 :],
        "add": word[:place] + letter + word[place:],
        "change": word[:place] + letter + word[place + 1 :],
        "swap": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[slip]
    spelling = Spelling([word, "zzzzzz"])
    assert spelling.one_error_from(typed) == ({word} if typed != word else set())


def test_three_letters_may_lack_one_and_nothing_else() -> None:
    assert Spelling(["heel", "hill", "toe", "tie"]).one_error_from("hel") == {"heel"}
    assert Spelling(["toe", "tie"]).one_error_from("te") == set()
    assert Spelling(["toe", "tie"]).one_error_from("tae") == set()


def test_two_words_that_share_what_is_left_of_them_may_be_two_slips_apart() -> None:
    # "cbad" without its c is "bad", and so is "bade" without its e: one letter moved from one end to the other.
    assert Spelling(["bade", "bads"]).one_error_from("cbad") == set()


def test_beginnings_are_found_but_not_the_word_itself() -> None:
    assert list(Spelling(["heel", "heels", "heal", "toe"]).beginning_with("heel")) == ["heels"]


def test_words_that_look_alike_are_found_from_far_off() -> None:
    spelling = Spelling(["fasciitis", "fascia", "plantar", "tendinopathy"])
    assert spelling.like("fashitis")[:1] == ["fasciitis"]
    assert spelling.like("qqqq") == []


def test_a_word_may_be_three_letters_longer_and_still_look_alike() -> None:
    # They share the beginning and the first letter, and not the two letters after it.
    assert Spelling(["aplantarab"]).like("aantara", 0) == ["aplantarab"]
    assert Spelling(["aplantarabc"]).like("aantara", 0) == []


def test_a_word_has_a_deletion_for_each_letter() -> None:
    assert deletions("toe") == {"oe", "te", "to"}


def test_a_word_of_english_is_taken_for_no_slip_of_another() -> None:
    assert all(is_english(word) for word in ("kid", "heat", "mile", "race", "splint", "color"))
    assert not any(is_english(word) for word in ("achillies", "strech", "ankel", "zz", "", "kid\nheat"))


def test_the_list_of_english_is_small_in_memory_and_its_licence_stands_beside_it() -> None:
    assert LIST.stat().st_size < 2_000_000
    words = LIST.read_text(encoding="ascii").split()
    assert words == sorted(set(words))
    assert len(words) > 30_000
    assert "Kevin Atkinson" in LIST.with_name("english.LICENCE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", ["achi lles pain", "pero neal"])
def test_a_word_that_fell_apart_is_no_slip(index: Index, asked: str) -> None:
    found = search_in(index, asked)
    assert found.mended == ""
    assert found.results[0]["url"] == search_in(index, asked.replace(" ", "", 1)).results[0]["url"]
