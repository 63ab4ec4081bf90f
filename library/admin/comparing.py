"""What is different between two states of an object: field by field, and within a field word by word.

Nothing of the content files is shown: a dose reads as a dose, a row below a page as a line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from library.admin.called import Called
from library.documents.schema import SCHEMAS
from library.doses import KEYS
from library.field_names import dose_label, label_of
from library.models import (
    AchillesHeel,
    Checked,
    Equipment,
    EvidenceKind,
    ExerciseType,
    Movement,
    Position,
    Region,
    Sides,
    Tissue,
    WarningLevel,
    When,
)
from library.pictures import SentPicture, is_name

# A word, a run of blanks, a line's end, or one mark.
WORD = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
# Words of closed vocabularies, as the form shows them.
VOCABULARIES: dict[str, Any] = {
    "type": ExerciseType,
    "positions": Position,
    "equipment": Equipment,
    "tissues": Tissue,
    "movements": Movement,
    "other_sides": Sides,
    "achilles_heel": AchillesHeel,
    "evidence": EvidenceKind,
    "checked": Checked,
    "region": Region,
    "level": WarningLevel,
    "when": When,
}


@dataclass(frozen=True)
class Piece:
    """Some words: `same` in both states, `gone` from the older one, or `new` in the newer one."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field that is not the same in two states: what the desk calls it, both values as lines, and the pieces."""

    key: str
    label: str
    old: str
    new: str
    pieces: Sequence[Piece]


def differences(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Every field of which two states of an object say different things, in the order of the form. Both may be unfinished."""
    found, called = [], Called()
    for key in (*SCHEMAS[kind], "slug", "position"):
        if key in ("status", "publish_at") or old.get(key) == new.get(key):
            continue
        before, after = ("\n".join(lines_of_value(kind, key, state.get(key), called)) for state in (old, new))
        if before != after:
            found.append(Difference(key, label_of(kind, key), before, after, pieces(before, after)))
    return found


def pieces(old: str, new: str) -> list[Piece]:
    """Two texts as one, word by word: what stayed, what went, what came."""
    before, after = WORD.findall(old), WORD.findall(new)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            found.append(Piece("gone", "".join(before[a:b])))
        if d > c:
            found.append(Piece("new", "".join(after[c:d])))
    return list(_joined(found))


def _joined(found: Sequence[Piece]) -> Iterator[Piece]:
    """A blank between two changed words belongs to the change: otherwise a new sentence reads as its words."""
    row: list[Piece] = []
    for index, piece in enumerate(found):
        between = 0 < index < len(found) - 1 and piece.kind == "same" and piece.text.strip(" ") == ""
        if piece.kind != "same":
            row.append(piece)
        elif between and row:
            row += [Piece("gone", piece.text), Piece("new", piece.text)]
        else:
            yield from _two(row)
            row = []
            yield piece
    yield from _two(row)


def _two(row: Sequence[Piece]) -> Iterator[Piece]:
    for kind in ("gone", "new"):
        if text := "".join(piece.text for piece in row if piece.kind == kind):
            # Blanks alone are nothing that could be seen as changed.
            yield Piece(kind, text if text.strip(" ") else "␣" * len(text))


# --- Values in words ---------------------------------------------------------------------------


def lines_of_value(kind: str, key: str, value: Any, called: Called) -> list[str]:
    """A value of a document as lines that an editor can read."""
    if value in (None, "", [], {}):
        return []
    if key == "dose":
        return list(_dose(value))
    if key in ("steps", "stages") and kind == "routine":
        return list(_programme(key, value, called))
    if isinstance(value, list):
        return [_item(kind, key, one, called) for one in value]
    if isinstance(value, dict):
        return [f"{part}: {_plain(one)}" for part, one in value.items()]
    return [_word(kind, key, value, called)]


def _word(kind: str, key: str, value: Any, called: Called) -> str:
    vocabulary = VOCABULARIES.get(key)
    # What the evidence says of an exercise is a text; of a source it is a kind.
    if vocabulary is not None and value in vocabulary.values and not (key == "evidence" and kind == "exercise"):
        return str(vocabulary(value).label)
    if key == "picture" and is_name(value):
        picture = SentPicture(value)
        return f"{picture.width} × {picture.height} pixels, {value[:8]}"
    return called.named(key, value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{part}: {_plain(one)}" if _plain(one) else str(part) for part, one in value.items())
    return str(value)


def _item(kind: str, key: str, item: Any, called: Called) -> str:
    if not isinstance(item, dict):
        return _word(kind, key, item, called)
    if key in ("easier", "harder"):
        leads = f" (leads to {called.exercise(_plain(item['to']))})" if item.get("to") else ""
        return f"{item.get('text', '')}{leads}"
    if key == "exercises":
        name = called.exercise(_plain(item.get("exercise") or ""))
        return ": ".join(filter(None, (name, _plain(item.get("note") or ""))))
    return _plain(item)


def _programme(key: str, value: Any, called: Called) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if key == "steps" or not isinstance(item, dict):
            yield _step(item, called)
            continue
        yield f"Stage: {': '.join(str(item[part]) for part in ('name', 'note') if item.get(part))}"
        yield from (f"  {_step(step, called)}" for step in item.get("steps", ()))


def _step(step: Any, called: Called) -> str:
    if not isinstance(step, dict):
        return _plain(step)
    said = [
        called.exercise(_plain(step.get("exercise") or "")) or "no exercise yet",
        ", ".join(_dose(step.get("dose"))),
        f"{step['time_s']} s in all" if step.get("time_s") else "",
        f"{step['rest_before_s']} s rest before it" if step.get("rest_before_s") else "",
        "may be left out" if step.get("optional") else "",
        str(step.get("note", "")),
    ]
    return "; ".join(filter(None, said))


def _dose(dose: Any) -> Iterator[str]:
    if not isinstance(dose, dict):
        if dose:
            yield _plain(dose)
        return
    for part in KEYS:
        if dose.get(part) in (None, "", False):
            continue
        words = str(Sides(dose[part]).label) if part == "sides" and dose[part] in Sides.values else _plain(dose[part])
        yield f"{dose_label(part)}: {words}"
