"""An unfinished text made fit to be looked at: what is missing gets a stand-in, what cannot be read is left out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from library.documents import parts, schema
from library.documents.faults import Fault, FieldPath
from library.documents.schema import SCHEMAS, Document
from library.editors_text import EditorsText
from library.field_names import place_in_words
from library.models import (
    AchillesHeel,
    Checked,
    EvidenceKind,
    Exercise,
    ExerciseType,
    Position,
    Region,
    Tissue,
    WarningLevel,
    When,
)

# What stands where a page cannot be made without something. Nobody but an editor sees it.
NOTHING = "…"
STAND_INS: dict[str, Any] = {
    "title": "Without a title",
    "number": 1,
    "summary": "No summary yet.",
    "body": "",
    "type": ExerciseType.values[0],
    "when": [When.ANY_TIME.value],
    "positions": [Position.values[0]],
    "tissues": [Tissue.values[0]],
    "dose": {"reps": 1},
    "steps": [NOTHING, NOTHING],
    "achilles_heel": AchillesHeel.values[0],
    "how_often": NOTHING,
    "minutes": 1,
    "where": NOTHING,
    "stop_and_see": [NOTHING],
    "stop_note": NOTHING,
    "signs": [NOTHING],
    "key": "preview",
    "short": NOTHING,
    "citation": NOTHING,
    "evidence": EvidenceKind.values[0],
    "checked": Checked.values[0],
    "supports": NOTHING,
    "code": "preview",
    "label": NOTHING,
    "region": Region.values[0],
    "level": WarningLevel.values[0],
    "text": NOTHING,
    "term": NOTHING,
    "plain": NOTHING,
    "words": [NOTHING],
    "means": NOTHING,
}
# The same where a routine asks for something else than an exercise.
OF_A_ROUTINE: dict[str, Any] = {"when": When.ANY_TIME.value}
# The same in a step or a stage of a routine.
IN_ROWS: dict[str, Any] = {"dose": {"reps": 1}, "time_s": 60, "name": "Without a name"}
ENOUGH = 500


def presentable(text: EditorsText) -> tuple[EditorsText, list[str]]:
    """The text as a page can be made of it, and what is not finished in it, in words."""
    document = deepcopy(text.whole)
    unfinished = _faults(text.kind, document)
    for _ in range(ENOUGH):
        faults = _faults(text.kind, document)
        if not faults:
            break
        _mend(text.kind, document, faults[0])
    _leave_unknown_exercises_out(text.kind, document)
    if "position" in text.document:
        document["position"] = text.document["position"]
    return replace(text, document=document), [
        f"{place_in_words(text.kind, fault.path)}: {fault.message}" for fault in unfinished
    ]


def _faults(kind: str, document: Document) -> list[Fault]:
    faults = schema.shape_faults(kind, document)
    # A routine without a step can be looked at.
    bare = kind == "routine" and not document.get("steps") and not document.get("stages")
    return [] if bare and len(faults) == 1 and faults[0].path == ("steps",) else faults


def _mend(kind: str, document: Document, fault: Fault) -> None:
    path = fault.path
    if "dose" in path:
        at = path.index("dose")
        holder, part = _at(document, path[:at]), path[at + 1] if len(path) > at + 1 else None
        dose = holder.get("dose")
        if isinstance(dose, dict) and part in dose:
            del dose[part]
        else:
            holder["dose"] = dict(STAND_INS["dose"])
        return
    holder, key = _at(document, path[:-1]), path[-1]
    spec = SCHEMAS[kind].get(str(key)) if len(path) == 1 else None
    stand_in = (OF_A_ROUTINE if kind == "routine" else {}).get(str(key), STAND_INS.get(str(key)))
    if spec is not None and spec.required and document.get(str(key)) != stand_in:
        document[str(key)] = deepcopy(stand_in)
    elif kind == "routine" and len(path) > 1 and key in IN_ROWS and isinstance(holder, dict):
        holder[key] = deepcopy(IN_ROWS[str(key)])
    elif len(path) == 1:
        document.pop(str(key), None)
    elif isinstance(holder, dict) and key in holder and key != "exercise":
        del holder[key]
    else:
        _remove_row(document, path)


def _remove_row(document: Document, path: FieldPath) -> None:
    """Take the innermost row out that a path leads through."""
    at = max((index for index, part in enumerate(path) if isinstance(part, int)), default=0)
    rows, row = _at(document, path[:at]), path[at]
    if isinstance(rows, list) and isinstance(row, int) and row < len(rows):
        del rows[row]
    else:
        document.pop(str(path[0]), None)


def _at(document: Any, path: FieldPath) -> Any:
    for part in path:
        document = document[part]
    return document


def _leave_unknown_exercises_out(kind: str, document: Document) -> None:
    known = set(Exercise.objects.values_list("slug", flat=True))
    for path, slug in reversed(list(parts.exercise_slugs(kind, document))):
        if slug in known:
            continue
        if path[-1] == "to":
            del _at(document, path[:-1])["to"]
        else:
            _remove_row(document, path)
