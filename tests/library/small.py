"""A guide of five small pages, as documents and as a folder of content files, for tests that change it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from library import loading
from library.documents import files
from library.models import Area, Article, Exercise, Routine, Source, Term

Document = dict[str, Any]

SOURCE: Document = {
    "key": "radford-2006",
    "short": "Radford 2006",
    "citation": "Radford 2006 BJSM 40:870",
    "doi": "10.1136/bjsm.2006.029348",
    "evidence": "review",
    "checked": "abstract",
    "supports": "How many degrees a calf stretch adds.",
}
AREA: Document = {"code": "arch", "label": "Arch or sole", "region": "foot"}
SIGN: Document = {"key": "numb", "level": "today", "text": "it is numb"}
TERM: Document = {"term": "Soleus", "plain": "lower calf", "see": "chapter:calves#the-lower-calf"}
SYNONYM: Document = {"words": ["warm up"], "means": "before a run"}
TOE_WALK: Document = {
    "title": "Toe walks",
    "number": 1,
    "status": "published",
    "summary": "Walk on your toes.",
    "aliases": ["tiptoe walk"],
    "type": "strength",
    "when": ["pre_run"],
    "positions": ["walking"],
    "tissues": ["soleus"],
    "dose": {"sets": "2-3", "duration_s": "20-30", "sides": "turns"},
    "steps": ["Rise onto your toes.", "Walk with small steps."],
    "harder": [{"text": "Stretch it after.", "to": "calf-stretch"}],
    "cautions": ["Stop when it hurts."],
    "achilles_heel": "yes",
    "covers": ["E2"],
    "body": "Your calf works hard here.[@radford-2006]",
}
CALF_STRETCH: Document = {
    "title": "Calf stretch",
    "number": 2,
    "status": "published",
    "summary": "Lean on a wall.",
    "type": "static",
    "when": ["post_run"],
    "positions": ["standing"],
    "equipment": ["wall"],
    "tissues": ["gastrocnemius"],
    "dose": {"hold_s": 30, "sides": "each"},
    "steps": ["Put your hands on the wall.", "Press the back heel down."],
    "achilles_heel": "no",
    "body": "You feel it high in the calf. [Toe walks](exercise:toe-walk) come next.",
}
CHAPTER: Document = {
    "title": "Calves",
    "number": 1,
    "status": "published",
    "summary": "What calves do.",
    "exercises": ["toe-walk"],
    "covers": {"the-lower-calf": ["G7"]},
    "body": "Two muscles.\n\n## The lower calf\n\nIt works most in [toe walks](exercise:toe-walk).",
}
ISSUE: Document = {
    "title": "Sore arch",
    "number": 1,
    "status": "published",
    "summary": "The arch is sore.",
    "where": "arch of the foot",
    "areas": ["arch"],
    "at_a_glance": [{"Where": "the arch"}],
    "stop_and_see": ["numb"],
    "stop_note": "See somebody soon.",
    "signs": ["Sore in the morning."],
    "exercises": [{"exercise": "toe-walk", "note": "Slowly."}],
    "body": "The arch carries you.\n\n## What helps\n\nRest a little.",
}
ROUTINE: Document = {
    "title": "Before a run",
    "number": 1,
    "status": "published",
    "summary": "Loosen up.",
    "when": "pre_run",
    "how_often": "before each run",
    "minutes": 1,
    "steps": [{"exercise": "toe-walk", "dose": {"duration_s": 20, "sides": "turns"}, "time_s": 20, "note": "Tall."}],
    "body": "Do it in this order.",
}
PAGES: dict[tuple[str, str], Document] = {
    ("exercise", "toe-walk"): TOE_WALK,
    ("exercise", "calf-stretch"): CALF_STRETCH,
    ("chapter", "calves"): CHAPTER,
    ("issue", "sore-arch"): ISSUE,
    ("routine", "warm-up"): ROUTINE,
}
LISTS: dict[str, list[Document]] = {
    "area": [AREA],
    "source": [SOURCE],
    "warning": [SIGN],
    "term": [TERM],
    "synonym": [SYNONYM],
}
OBJECTS = len(PAGES) + sum(len(entries) for entries in LISTS.values())


class Folder:
    """A folder of content files that a test may change between two seedings."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages = deepcopy(PAGES)
        self.lists = deepcopy(LISTS)
        self.write()

    def write(self) -> None:
        """Write what has changed; a page taken out of `pages` loses its file."""
        wanted = {files.file_name(kind, slug): files.page_text(kind, page) for (kind, slug), page in self.pages.items()}
        wanted |= {files.LIST_FILES[kind]: files.list_text(kind, entries) for kind, entries in self.lists.items()}
        for old in self.path.rglob("*.md"):
            if str(old.relative_to(self.path)) not in wanted:
                old.unlink()
        for name, text in wanted.items():
            self.put(name, text)

    def put(self, name: str, text: str) -> None:
        """Write one file as it is given, right or wrong."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def page(self, kind: str, slug: str) -> Document:
        """The document of one page, to be changed in place."""
        return self.pages[(kind, slug)]

    def texts(self) -> dict[str, str]:
        """Every file with its text."""
        return {
            str(path.relative_to(self.path)): path.read_text(encoding="utf-8")
            for path in sorted(self.path.rglob("*"))
            if path.is_file()
        }


def summary(report: loading.Report) -> dict[str, object]:
    """What a seeding did, without what it left out."""
    return {name: value for name, value in vars(report).items() if value}


def rows() -> dict[str, int]:
    """How many rows each kind has."""
    return {
        model.__name__: model._default_manager.count() for model in (Area, Source, Term, Exercise, Article, Routine)
    }


def line_with(folder: Folder, name: str, words: str) -> int:
    """The number of the first line of a file that holds these words."""
    return next(number for number, line in enumerate(folder.texts()[name].split("\n"), 1) if words in line)
