"""What the desk calls the fields of a document, and a place in one, in an editor's words."""

from __future__ import annotations

from typing import Any

from library.documents.faults import FieldPath
from library.documents.store import MODELS
from library.models import ArticleExercise, Stage, Step, Variation

# What is no column of its table, or is called otherwise where it is written.
LABELS = {
    "exercises": "exercises on this page",
    "dose": "dose",
    "easier": "easier forms",
    "harder": "harder forms",
    "stages": "stages",
    "areas": "areas",
    "minutes": "minutes, counted from the steps",
    "body": "text",
    "slug": "address",
    "publish_at": "publish from",
    "covers": "what readers must find here",
}
ROUTINE_LABELS = {"steps": "steps"}
# What is typed in a unit, with that; and the parts of a dose that go with it.
DOSE_LABELS = {
    "sets": "sets",
    "reps": "repetitions",
    "hold_s": "hold (seconds)",
    "duration_s": "keep going (seconds)",
    "distance_m": "distance (metres)",
    "rest_s": "rest between sets (seconds)",
    "rep_s": "one repetition lasts (seconds)",
    "rest_before_s": "rest before it (seconds)",
    "time_s": "time (seconds)",
    "up_s": "tempo: up (seconds)",
    "top_s": "tempo: held on top (seconds)",
    "down_s": "tempo: down (seconds)",
    "load": "weight",
}
# The tables of the rows below a page, for what a row calls its parts.
ROWS = (Step, Stage, Variation, ArticleExercise)


def label_of(kind: str, key: str) -> str:
    """What the desk calls a field of a page, with a capital."""
    if kind == "routine" and key in ROUTINE_LABELS:
        return capital(ROUTINE_LABELS[key])
    columns = {column.name for column in MODELS[kind]._meta.get_fields()}
    if key in LABELS or key not in columns:
        return capital(LABELS.get(key, _of_a_row(key)))
    return capital(_column_name(MODELS[kind], key))


def place_in_words(kind: str, path: FieldPath) -> str:
    """Where something was found, by the names that the form has: `Stages, item 1, steps, item 2, hold (seconds)`."""
    if not path:
        return "The page"
    said = [label_of(kind, str(path[0]))]
    said += [f"item {part + 1}" if isinstance(part, int) else _of_a_row(part) for part in path[1:]]
    return ", ".join(said)


def dose_label(key: str) -> str:
    """What the desk calls a part of a dose, with a capital."""
    return capital(_of_a_row(key))


def _of_a_row(key: str) -> str:
    """What a row below a page, or a dose, calls one of its parts; a word of the editor's own stays as it is."""
    if key in DOSE_LABELS or key == "dose":
        return DOSE_LABELS.get(key, "dose")
    for model in ROWS:
        if key in {column.name for column in model._meta.get_fields()}:
            return _column_name(model, key)
    return key.replace("_", " ")


def _column_name(model: Any, key: str) -> str:
    return str(getattr(model._meta.get_field(key), "verbose_name", key.replace("_", " ")))


def capital(words: str) -> str:
    """The words with a capital."""
    return words[:1].upper() + words[1:]
