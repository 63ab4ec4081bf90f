"""The states an object went through, with what changed from each to the next."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from library.documents import files
from library.documents.schema import PAGES
from library.models import Revision

SHOWN = 40
CONTEXT_LINES = 2


@dataclass(frozen=True)
class Line:
    """One line of a difference: `gone`, `come`, `same` or `where`."""

    kind: str
    text: str


@dataclass(frozen=True)
class State:
    """One state in the list: who, when, what, and what is different from the one before."""

    revision: Revision
    lines: Sequence[Line]
    is_first: bool
    is_now: bool

    @property
    def who(self) -> str:
        """Who made it."""
        if self.revision.by is not None:
            return str(self.revision.by)
        return "" if self.revision.action == Revision.Action.SEEDED else "somebody whose account is closed"

    @property
    def what(self) -> str:
        """What was done, and by whom."""
        action = str(self.revision.get_action_display())
        return f"{action[0].upper()}{action[1:]}, by {self.who}." if self.who else f"{action[0].upper()}{action[1:]}."


def states(kind: str, slug: str) -> list[State]:
    """The newest states of an object, newest first."""
    found = list(Revision.objects.of(kind, slug).select_related("by")[: SHOWN + 1])
    made = []
    for index, revision in enumerate(found[:SHOWN]):
        before = found[index + 1] if index + 1 < len(found) else None
        lines = difference(text_of(before), text_of(revision)) if before else []
        made.append(State(revision, lines, is_first=before is None, is_now=index == 0))
    return made


def text_of(revision: Revision) -> str:
    """A state as its content file."""
    if revision.kind in PAGES:
        return files.page_text(revision.kind, revision.document)
    return files.list_text(revision.kind, [revision.document])


def difference(old: str, new: str) -> list[Line]:
    """What changed between two texts, line by line, with a little of what stands around."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=CONTEXT_LINES, lineterm="")
    kinds = {"-": "gone", "+": "come", "@": "where"}
    return [Line(kinds.get(line[:1], "same"), line[1:] if line[:1] != "@" else "…") for line in list(lines)[2:]]
