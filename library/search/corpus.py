"""What search looks through: every published page and every glossary entry, as passages of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from library import markup, places, referable, signs
from library.addresses import address
from library.models import (
    BODY_PART_OF,
    AchillesHeel,
    Area,
    Article,
    ArticleKind,
    Equipment,
    Exercise,
    Movement,
    Position,
    Routine,
    Synonym,
    Term,
    Tissue,
    WarningLevel,
    When,
)
from library.search import ways
from library.signs import Signs

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
# The first routine that a text leads to.
ROUTINE = re.compile(r"\(routine:(?P<slug>[a-z0-9-]+)")
# What opens a part of a page: a heading, or the bold beginning of an item of a list.
PART = re.compile(r"^(?:#{2,3} +(?P<heading>.+)|[-*] +\*\*(?P<lead>.+?)\*\*.*)$", re.MULTILINE)


class Field(Enum):
    """Where a passage stands in its page."""

    TITLE = "title"
    CLINICAL = "clinical name"
    ALIAS = "other name"
    SIGN = "sign"
    SUMMARY = "summary"
    HEADING = "heading"
    LABEL = "label"
    BODY = "text"
    WARNING = "sign that another page lists"
    SYNONYM = "readers' words"
    PART_SYNONYM = "readers' words for a part of it"


# What names a page, and what describes it; the rest only mentions.
NAMES = frozenset({Field.TITLE, Field.CLINICAL, Field.ALIAS})
DESCRIPTIONS = frozenset({Field.SIGN, Field.SUMMARY, Field.HEADING, Field.LABEL})


@dataclass(frozen=True)
class Page:
    """One page as search sees it. `parts` are its sections and named items, each with its name and all of its words.

    `entry` is where a word stands in the glossary; `version_of` is the slug of the routine that a routine for one trouble is a
    version of; `leads_to` holds the slugs of the issues that may fit at a place, and the names of what else is there.
    """

    kind: str
    slug: str
    title: str
    url: str
    kind_label: str
    summary: str
    passages: tuple[tuple[Field, str], ...] = field(repr=False)
    parts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    entry: str = ""
    version_of: str = ""
    leads_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Corpus:
    """All pages, and the synonyms: the words of readers with the words that our pages use."""

    pages: tuple[Page, ...]
    synonyms: tuple[tuple[str, tuple[str, ...]], ...]


def published_corpus() -> Corpus:
    """Read what readers may see now: twelve queries, whatever the number of pages."""
    articles = list(Article.objects.published().in_order().prefetch_related("areas", "suits"))
    exercises = list(Exercise.objects.published().in_order().prefetch_related("variations"))
    listed = referable.signs_in_force()
    routines = list(Routine.objects.published().in_order().prefetch_related("stages", "steps"))
    helps: dict[int, list[str]] = {}
    for article in articles:
        for suit in article.suits.all():
            if article.kind == ArticleKind.ISSUE:
                names = filter(None, (article.title, article.clinical_name))
                helps.setdefault(suit.exercise_id, []).append(": ".join(names))
    pages = [_article(article, listed) for article in articles]
    pages += [_exercise(exercise, helps.get(exercise.pk, []), listed) for exercise in exercises]
    pages += [_routine(routine, listed) for routine in routines]
    live = {(page.kind, page.slug) for page in pages}
    pages += [_term(term, live, listed) for term in Term.objects.order_by("term")]
    pages += _ways({area.code: area for area in Area.objects.all()}, articles)
    synonyms = tuple((row.means, tuple(row.words)) for row in Synonym.objects.order_by("means"))
    return Corpus(tuple(pages), synonyms)


def _ways(areas: Mapping[str, Area], articles: Sequence[Article]) -> Iterator[Page]:
    """The pages that lead to others, and the places of the foot map of which the guide holds an area."""
    for name, title, summary, called in ways.PAGES:
        if name == ways.OFFLINE and not settings.OFFLINE:
            continue
        names = [(Field.TITLE, title), *((Field.ALIAS, one) for one in called)]
        yield Page(ways.PAGE, name, title, address("page", name), "Page", summary, (*names, (Field.SUMMARY, summary)))
    for region in places.EVERY:
        if here := [areas[code] for code in region.areas if code in areas]:
            title = f"Where it hurts: {region.in_a_sentence}"
            summary = "What to rule out first at this place, and which pages may fit."
            names = [(Field.TITLE, region.name), *((Field.ALIAS, one) for one in ways.CALLED.get(region.id, ()))]
            passages = (*names, (Field.SUMMARY, summary))
            fitting = {slug for area in here for entry in area.issues for slug in entry}
            fitting |= {one.slug for one in articles if not set(here).isdisjoint(one.areas.all())}
            fitting |= {name for area in here for entry in area.neighbours for name in entry}
            where, label = places.address_of(region.id), "Place on the foot map"
            yield Page(ways.PLACE, region.id, title, where, label, summary, passages, leads_to=frozenset(fitting))


def _page(kind: str, label: str, entry: Any, passages: Iterable[tuple[Field, str]], listed: Signs) -> Page:
    own = [(Field.TITLE, entry.title), (Field.SUMMARY, markup.plain(entry.summary))]
    own += [(Field.ALIAS, alias) for alias in entry.aliases]
    parts = tuple(_parts(entry.body, listed))
    own += [(Field.HEADING, name) for name, _ in parts]
    own += passages
    own += _sentences([entry.body], listed)
    return Page(
        kind=kind,
        slug=entry.slug,
        title=entry.title,
        url=address(kind, entry.slug),
        kind_label=label,
        summary=markup.plain(entry.summary),
        passages=tuple((where, text) for where, text in own if text.strip()),
        parts=parts,
    )


def _parts(body: str, listed: Signs) -> Iterator[tuple[str, str]]:
    """The parts of a body; what stands before the first is none."""
    found = list(PART.finditer(body))
    for one, following in zip_longest(found, found[1:]):
        text = body[one.start() : following.start() if following else None]
        yield (
            markup.plain(one["heading"] or one["lead"]),
            " ".join(sentence for where, sentence in _sentences([text], listed) if where is Field.BODY),
        )


def _article(article: Article, listed: Signs) -> Page:
    passages = [(Field.CLINICAL, article.clinical_name)]
    passages += [(Field.SIGN, markup.plain(sign)) for sign in article.signs]
    if article.slug == signs.HOME:
        passages += [(Field.SIGN, markup.plain(sign.sentence)) for sign in listed.values()]
    passages += [(Field.LABEL, "; ".join(filter(None, (area.label, area.clinical)))) for area in article.areas.all()]
    passages += [(Field.LABEL, words) for fact in article.at_a_glance for words in fact.values()]
    boxed = [
        f"{level.label} if {text}" if level else text
        for level, texts in signs.by_level(article.stop_and_see, listed)
        for text in texts
    ]
    passages += _sentences([*boxed, article.stop_note, article.leave_out], listed)
    label = "Common problem" if article.kind == ArticleKind.ISSUE else "Chapter"
    return _page(article.kind, label, article, passages, listed)


def _exercise(exercise: Exercise, helps: Sequence[str], listed: Signs) -> Page:
    facts = [f"exercise, {exercise.get_type_display()}", *_labels(When, exercise.when)]
    facts += [
        f"{value}, {label}"
        for value, label in zip(exercise.positions, _labels(Position, exercise.positions), strict=True)
    ]
    facts += _labels(Equipment, exercise.equipment) or ["No equipment, without equipment"]
    facts += _labels(Tissue, exercise.tissues) + _labels(Movement, exercise.movements)
    facts += sorted({str(BODY_PART_OF[tissue].label) for tissue in exercise.tissues if tissue in BODY_PART_OF})
    passages = [(Field.LABEL, fact.replace("_", " ")) for fact in facts]
    passages += [(Field.LABEL, f"Exercise for {title}") for title in helps]
    variations = [form.text for form in exercise.variations.all()]
    heel = [exercise.achilles_heel_note] if exercise.achilles_heel != AchillesHeel.YES else []
    passages += _sentences(
        [
            *exercise.steps,
            *exercise.mistakes,
            *variations,
            *exercise.cautions,
            *heel,
            exercise.dose_note,
            exercise.evidence,
        ],
        listed,
    )
    return _page("exercise", f"Exercise · {exercise.get_type_display()}", exercise, passages, listed)


def _routine(routine: Routine, listed: Signs) -> Page:
    facts = ["routine, exercises", str(routine.get_when_display()), f"{routine.span} minutes", routine.how_often]
    passages = [(Field.LABEL, fact) for fact in facts]
    passages += [(Field.HEADING, stage.name) for stage in routine.stages.all()]
    notes = [stage.note for stage in routine.stages.all()] + [step.note for step in routine.steps.all()]
    passages += _sentences([*notes, routine.dose_note], listed)
    page = _page("routine", f"Routine · {routine.span} min", routine, passages, listed)
    original = ROUTINE.search(routine.body) if ": " in routine.title else None
    return replace(page, version_of=original["slug"]) if original else page


def _term(term: Term, live: set[tuple[str, str]], listed: Signs) -> Page:
    target = markup.parse_target(term.see)
    url = glossary = address("page", "glossary")
    if target and (target[0] == "page" or target[:2] in live):
        url = address(target[0], target[1]) + (f"#{target[2]}" if target[2] else "")
    passages = [(Field.TITLE, term.term), (Field.ALIAS, term.plain), *_sentences([term.text], listed)]
    return Page(
        kind="term",
        slug=term.term,
        title=term.term,
        url=url,
        kind_label="Word",
        summary=f"{term.plain[:1].upper()}{term.plain[1:]}. {markup.plain(term.text)}".strip(),
        passages=tuple((where, text) for where, text in passages if text.strip()),
        entry=f"{glossary}#{slugify(term.term)}",
    )


def _sentences(texts: Iterable[str], listed: Signs) -> Iterator[tuple[Field, str]]:
    for text in texts:
        for sentence in SENTENCE_END.split(markup.plain(text, listed)):
            if sentence:
                yield Field.WARNING if _is_warning(sentence) else Field.BODY, sentence


def _is_warning(sentence: str) -> bool:
    """Whether a sentence sends the reader on with a sign of the one list, which has its own page ("Get help today if")."""
    return any(f"{level.label} if " in sentence for level in WarningLevel)


def _labels(vocabulary: Any, values: Iterable[str]) -> list[str]:
    return [str(vocabulary(value).label) for value in values]
