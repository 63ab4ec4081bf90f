"""Fields are called by words that an editor understands, wherever the desk names one."""

from __future__ import annotations

import re

import pytest

from library.documents.faults import FieldPath
from library.documents.schema import SCHEMAS
from library.field_names import label_of, place_in_words

# What a programmer calls things, and no word by which anybody would ask for them.
NOT_FOR_PEOPLE = re.compile(
    r"\b(slug|key|body|json|boolean|foreign|means|supports|covers|code|none)\b|_", re.IGNORECASE
)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_of_a_document_has_a_name_for_people(kind: str) -> None:
    for key in SCHEMAS[kind]:
        assert not NOT_FOR_PEOPLE.search(label_of(kind, key)), (key, label_of(kind, key))


@pytest.mark.parametrize(
    ("kind", "path", "words"),
    [
        ("exercise", ("achilles_heel",), "With pain at the heel end of the Achilles"),
        ("exercise", ("dose", "hold_s"), "Dose, hold (seconds)"),
        ("exercise", ("easier", 0, "to"), "Easier forms, item 1, leads to"),
        ("routine", ("stages", 0, "steps", 1, "dose", "reps"), "Stages, item 1, steps, item 2, dose, repetitions"),
        ("exercise", ("dose", "down_s"), "Dose, tempo: down (seconds)"),
        ("routine", ("steps", 2, "time_s"), "Steps, item 3, time (seconds)"),
        ("source", ("key",), "Short name in the text"),
        ("issue", ("at_a_glance", 0, "Where"), "At a glance, item 1, Where"),
        ("chapter", ("no_such",), "No such"),
        ("chapter", (), "The page"),
    ],
)
def test_a_place_is_named_as_the_form_names_it(kind: str, path: FieldPath, words: str) -> None:
    assert place_in_words(kind, path) == words
