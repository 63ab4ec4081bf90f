"""The index: which page holds which word, and how much that says about the page.

Made once from a `Corpus`, then only read, so any number of threads may use it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from library.search import ways
from library.search.corpus import DESCRIPTIONS, NAMES, Corpus, Field, Page
from library.search.spelling import Spelling
from library.search.words import SOFT_WORDS, STOP_WORDS, WORD, normal, stem

# How much one occurrence says; `SATURATION` is the sum at which a page holds half of what a word can give.
WEIGHTS = {
    Field.TITLE: 10.0,
    Field.CLINICAL: 7.0,
    Field.ALIAS: 7.0,
    Field.SYNONYM: 6.0,
    Field.SIGN: 5.0,
    Field.SUMMARY: 4.0,
    Field.HEADING: 3.0,
    Field.LABEL: 3.0,
    Field.PART_SYNONYM: 2.5,
    Field.BODY: 1.0,
    Field.WARNING: 0.2,
}
SATURATION = 5.0
# Readers' words are phrases: of one with many words each word says less.
READERS = frozenset({Field.SYNONYM, Field.PART_SYNONYM})
PHRASE = 0.5
# What names no page and describes none.
SAID_ONLY = frozenset({Field.BODY, Field.WARNING})
# Stems that a title can do without and still be told from others.
COMMON = frozenset({"pain"})
ANKLE = stem("ankle")
SAY_LITTLE = COMMON | {"run", "foot", "work", ANKLE} | {stem(word) for word in SOFT_WORDS}
# A mention in the text counts this much towards how common a word is; a place in a title or description counts whole.
MENTION = 0.3
# How well a page bears some words (`_level`) that it does not hold at all.
NOWHERE = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page: its words in order as stems, stop words left out.

    `part` is the sentence of the page that readers' words lead to; empty where they lead to the page as a whole.
    """

    field: Field
    text: str
    order: tuple[str, ...]
    stems: frozenset[str]
    part: str = ""


class NamedPart(NamedTuple):
    """A section or a named item of a page: the stems of its name, and all of its stems."""

    name: frozenset[str]
    stems: frozenset[str]


class Name(NamedTuple):
    """A name of a page: the stems that have to be said, all its words in a row where that matters, the page, its field."""

    stems: frozenset[str]
    phrase: str
    page: int
    field: Field


class MadeFor(NamedTuple):
    """Whom a routine such as `Sore heel end: warm-up` is for, and nobody else, and what is done in it.

    `whom` holds the stems before the colon of its title without words for pain, and those that the other names of all such
    routines share (`insertional warm-up`, `insertional balance`); `readers` what readers say for either in two words ("bottom
    of the Achilles"); `done` the rest of its names, and those of the routine that it is a version of, whose page is `version_of`.
    """

    whom: tuple[frozenset[str], ...]
    readers: tuple[frozenset[str], ...]
    done: frozenset[str]
    version_of: int | None


class Fitting(NamedTuple):
    """The page of a place of the foot map, and the pages that say what may fit there."""

    place: int
    pages: frozenset[int]


@dataclass(frozen=True)
class Index:
    """Everything that a search reads.

    `impacts` says for each stem what it gives to each page (by number, 0 to 1), `rarity` how telling it is (0 to 1);
    `stem_of` leads from the words of all texts to their stems, `forms` does the same for words as they are written there
    (in small letters; without stop words); `strong` holds those of titles and descriptions;
    `splits` parts words that were written together; `neighbours` holds the pairs of stems that stand side by side in names;
    `equals` holds one-word synonyms; `named` finds pages by a whole title or other name; `names` holds every name of a page
    (see `_whole_names`), under one of its stems; `parts` holds the parts of each page; `made_for` holds routines that are for
    one trouble; `fits` what may fit at a place of the foot map; `terms` the glossary's entries of one word.
    """

    pages: tuple[Page, ...]
    passages: tuple[tuple[Passage, ...], ...]
    parts: tuple[tuple[NamedPart, ...], ...]
    impacts: dict[str, dict[int, float]]
    rarity: dict[str, float]
    stem_of: dict[str, str]
    forms: dict[str, str]
    strong: frozenset[str]
    spelling: Spelling
    splits: dict[str, tuple[str, str]]
    neighbours: frozenset[frozenset[str]]
    equals: dict[str, frozenset[str]]
    named: dict[str, dict[int, Field]]
    names: dict[str, list[Name]]
    made_for: dict[int, MadeFor]
    fits: dict[str, Fitting]
    terms: frozenset[str]


class Lexicon:
    """Reads texts into stems, each word once, while an index is made."""

    def __init__(self) -> None:
        self.stem_of: dict[str, str] = {}
        self._written: dict[str, str] = {}

    def words(self, text: str) -> list[str]:
        """The words of a text in their normal form."""
        found = []
        for written in WORD.findall(text):
            word = self._written.get(written)
            if word is None:
                word = self._written[written] = normal(written)
                if word and word not in self.stem_of:
                    self.stem_of[word] = stem(word)
            if word:
                found.append(word)
        return found

    def passage(self, where: Field, text: str) -> Passage:
        """A passage of a page."""
        return self.passage_and_phrase(where, text)[0]

    def passage_and_phrase(self, where: Field, text: str) -> tuple[Passage, str]:
        """A passage of a page, and its phrase: the text is read once for both."""
        found = self.words(text)
        order = tuple(self.stem_of[word] for word in words_with_meaning(found))
        return Passage(where, text, order, frozenset(order)), self._phrase(found)

    def part(self, name: str, text: str) -> NamedPart:
        """A part of a page."""
        return NamedPart(self.stems(name), self.stems(text))

    def stems(self, text: str) -> frozenset[str]:
        """The stems of a text, without those that say nothing."""
        return frozenset(self.stem_of[word] for word in words_with_meaning(self.words(text)))

    def phrase(self, text: str) -> str:
        """All words of a text as stems, stop words too, with a blank before, between and after them."""
        return self._phrase(self.words(text))

    def _phrase(self, found: Iterable[str]) -> str:
        return f" {' '.join(self.stem_of[word] for word in found)} "

    def forms(self) -> dict[str, str]:
        """From words as they are written, in small letters, to their stems; without stop words."""
        return {
            written.lower(): self.stem_of[word]
            for written, word in self._written.items()
            if word and word not in STOP_WORDS
        }


def build(corpus: Corpus) -> Index:
    """Make the index of a corpus."""
    lexicon = Lexicon()
    read = [[lexicon.passage_and_phrase(where, text) for where, text in page.passages] for page in corpus.pages]
    passages = [[passage for passage, _ in own] for own in read]
    phrases = [[(passage.field, phrase) for passage, phrase in own] for own in read]
    # Most pages hold none of a synonym's words: one look at all that a page says tells so.
    whole = ["\n".join(phrase for _, phrase in own) for own in read]
    # What leads to pages says nothing about them: the words of the guide weigh what they weigh without it.
    guides = [at for at, page in enumerate(corpus.pages) if page.kind not in ways.KINDS]
    equals: dict[str, set[str]] = defaultdict(set)
    for means, others in corpus.synonyms:
        wanted = lexicon.phrase(means)
        holding = [at for at in guides if wanted in whole[at]]
        levels, parts = [NOWHERE] * len(whole), [""] * len(whole)
        for number in holding:
            levels[number] = _level(phrases[number], wanted, corpus.pages[number].kind != "term")
            parts[number] = _sentence_with(wanted, passages[number], phrases[number])
        theirs = [lexicon.passage(Field.SYNONYM, other) for other in others]
        _join_synonyms(wanted.split(), theirs, levels, parts, passages, equals)
    weighed = [passages[at] for at in guides]  # they stand before what leads on
    strong = {s for own in weighed for passage in own if passage.field not in SAID_ONLY for s in passage.stems}
    return Index(
        pages=corpus.pages,
        passages=tuple(tuple(own) for own in passages),
        parts=tuple(tuple(lexicon.part(name, text) for name, text in page.parts) for page in corpus.pages),
        impacts=_impacts(weighed),
        rarity=_rarity(weighed),
        stem_of={word: one for word, one in lexicon.stem_of.items() if word not in STOP_WORDS},
        forms=lexicon.forms(),
        strong=frozenset(strong | equals.keys()),
        spelling=Spelling(word for word in lexicon.stem_of if word not in STOP_WORDS),
        splits=_splits(passages, lexicon),
        neighbours=frozenset(frozenset(pair) for passage in _names(passages) for pair in pairwise(passage.order)),
        equals={one: frozenset(others - {one}) for one, others in equals.items()},
        named=_named(passages, lexicon),
        names=_under_a_stem(chain(_whole_names(corpus.pages, passages, lexicon), _part_names(corpus.pages, passages))),
        made_for=_made_for(corpus, passages, lexicon, frozenset(equals.get("pain", ()))),
        fits=_fits(corpus.pages),
        terms=frozenset(
            own[0].order[0]
            for page, own in zip(corpus.pages, passages, strict=True)
            if page.kind == "term" and len(own[0].order) == 1
        ),
    )


def words_with_meaning(found: Iterable[str]) -> list[str]:
    """Words that say something; all of them when none would be left."""
    every = list(found)
    return [word for word in every if word not in STOP_WORDS] or every


def _level(phrases: Sequence[tuple[Field, str]], wanted: str, may_be_it: bool) -> int:
    """0 when the words are the page's title, 1 when a name holds them in a row, 2 a description, 3 its text, 4 nothing."""
    if may_be_it and (Field.TITLE, wanted) in phrases:
        return 0
    places = {where for where, phrase in phrases if wanted in phrase}
    # A heading is the place of readers' words when it is about nothing else.
    described = places & (DESCRIPTIONS - {Field.HEADING}) or (Field.HEADING, wanted) in phrases
    return 1 if places & NAMES else 2 if described else 3 if places else NOWHERE


def _join_synonyms(
    ours: Sequence[str],
    theirs: list[Passage],
    levels: Sequence[int],
    parts: Sequence[str],
    passages: list[list[Passage]],
    equals: dict[str, set[str]],
) -> None:
    """Give readers' words to the pages that best bear ours for the same thing; single words become equals."""
    if len(ours) == 1:
        group = {ours[0], *(passage.order[0] for passage in theirs if len(passage.order) == 1)}
        for one in group:
            equals[one] |= group
        theirs = [passage for passage in theirs if len(passage.order) > 1]
    best = min(levels, default=NOWHERE)
    for own, level, part in zip(passages, levels, parts, strict=True):
        if ours and level < NOWHERE and (level == best or (best, level) == (0, 1)):
            where = Field.SYNONYM if level == best < 2 else Field.PART_SYNONYM
            own.extend(
                Passage(where, passage.text, passage.order, passage.stems, part if where is Field.PART_SYNONYM else "")
                for passage in theirs
                if passage.order
            )


def _sentence_with(wanted: str, own: Sequence[Passage], phrases: Sequence[tuple[Field, str]]) -> str:
    """The first sentence of a page's text or signs that holds some words in a row; empty without one."""
    said = zip(own, phrases, strict=False)  # readers' words that were added before stand at the end
    spoken = (Field.BODY, Field.WARNING, Field.SIGN)
    return next((passage.text for passage, (where, phrase) in said if where in spoken and wanted in phrase), "")


def _impacts(passages: Sequence[Sequence[Passage]]) -> dict[str, dict[int, float]]:
    lengths = [sum(len(passage.order) for passage in own if passage.field is Field.BODY) for own in passages]
    usual = (sum(lengths) / len(lengths) if lengths else 0) or 1
    impacts: dict[str, dict[int, float]] = defaultdict(dict)
    for number, own in enumerate(passages):
        counts: dict[Field, Counter[str]] = defaultdict(Counter)
        readers: dict[str, float] = defaultdict(float)
        for passage in own:
            if passage.field in READERS:
                share = WEIGHTS[passage.field] / len(passage.order) ** PHRASE
                for one in passage.stems:
                    readers[one] = max(readers[one], share)
            else:
                counts[passage.field].update(passage.order)
        totals = defaultdict(float, readers)
        for where, counted in counts.items():
            weight = WEIGHTS[where] / (0.5 + 0.5 * lengths[number] / usual if where is Field.BODY else 1)
            for one, times in counted.items():
                totals[one] += weight * (1 + math.log(times))
        for one, total in totals.items():
            impacts[one][number] = total / (SATURATION + total)
    return dict(impacts)


def _rarity(passages: Sequence[Sequence[Passage]]) -> dict[str, float]:
    pages_with: dict[str, float] = defaultdict(float)
    for own in passages:
        strong = {one for passage in own if passage.field not in SAID_ONLY for one in passage.stems}
        weak = {one for passage in own for one in passage.stems} - strong
        for one in strong:
            pages_with[one] += 1
        for one in weak:
            pages_with[one] += MENTION
    count = len(passages)
    most = math.log(1 + count) or 1
    return {one: min(1.0, math.log(1 + (count - many + 0.5) / (many + 0.5)) / most) for one, many in pages_with.items()}


def _splits(passages: Sequence[Sequence[Passage]], lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    """Neighbouring words of names, by what they look like when written together: `warmup` → `warm`, `up`."""
    found: dict[str, tuple[str, str]] = {}
    for passage in _names(passages):
        in_a_row = lexicon.words(passage.text)
        for one, other in pairwise(in_a_row):
            if one + other not in lexicon.stem_of:
                found.setdefault(one + other, (one, other))
    return found


def _named(passages: Sequence[Sequence[Passage]], lexicon: Lexicon) -> dict[str, dict[int, Field]]:
    found: dict[str, dict[int, Field]] = defaultdict(dict)
    for number, own in enumerate(passages):
        for passage in _names([own]):
            found[" ".join(words_with_meaning(lexicon.words(passage.text)))].setdefault(number, passage.field)
    return dict(found)


def _whole_names(pages: Sequence[Page], passages: Sequence[Sequence[Passage]], lexicon: Lexicon) -> Iterator[Name]:
    """Each name of a page; a title also without what it shares with many (`Achilles pain` is named by `achilles`)."""
    borne = [
        {passage.stems for passage in _names([own])} if page.kind not in ("term", *ways.KINDS) else set()
        for page, own in zip(pages, passages, strict=True)
    ]
    # Under each stem the names that hold it, with their pages: a guide has thousands, of which few hold a given word.
    holding: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for number, names in enumerate(borne):
        for name in names:
            for word in name:
                holding[word].append((number, name))
    for number, own in enumerate(passages):
        for passage in _names([own]):
            # What else readers call a chapter is a subject where other pages bear it, too ("heel pain"); "gout" is a name.
            is_subject = (
                pages[number].kind == "chapter"
                and passage.field is not Field.TITLE
                and any(
                    at != number and passage.stems <= name
                    for at, name in min((holding[word] for word in passage.stems), key=len, default=())
                )
            )
            if pages[number].kind == "term" or is_subject:
                continue
            # "Getting older" is not said by "old": of one meaningful word among others, all have to be there in a row.
            # Nor is "After a run" by "numb after my long run": words that stand in half of the questions name nothing.
            phrase = lexicon.phrase(passage.text)
            in_a_row = len(passage.stems) == 1 or not passage.stems - SAY_LITTLE
            yield Name(passage.stems, phrase if in_a_row else "", number, passage.field)
            # Of what hurts, "sprain" is enough.
            short = passage.stems - (COMMON | {ANKLE} if pages[number].kind == "issue" else COMMON)
            if passage.field is Field.TITLE and short and short != passage.stems and not any(map(str.isdigit, short)):
                yield Name(short, "", number, passage.field)


def _part_names(pages: Sequence[Page], passages: Sequence[Sequence[Passage]]) -> Iterator[Name]:
    """The parts of chapters by their names, where they say more than what many pages say."""
    for number, own in enumerate(passages):
        if pages[number].kind == "chapter":
            for passage in own:
                if passage.field is Field.HEADING and len(passage.stems - SAY_LITTLE) > 1:
                    yield Name(passage.stems, "", number, Field.HEADING)


def _made_for(
    corpus: Corpus, passages: Sequence[Sequence[Passage]], lexicon: Lexicon, in_pain: frozenset[str]
) -> dict[int, MadeFor]:
    """Routines such as `Sore heel end: warm-up`, by their number."""
    pages = corpus.pages
    names: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}
    troubles = _called_by_issues(pages, passages)
    routines = {page.slug: number for number, page in enumerate(pages) if page.kind == "routine"}
    for number, page in enumerate(pages):
        whom, colon, _ = page.title.partition(": ")
        if colon and page.kind == "routine":
            made = lexicon.passage(Field.TITLE, whom).stems - in_pain
            called = frozenset().union(*(passage.stems for passage in passages[number] if passage.field in NAMES))
            names[number] = made, called
            other = called - made - in_pain
            shared[made] = other & shared.get(made, other)
    made_for = {}
    for number, (made, called) in names.items():
        version_of = routines.get(pages[number].version_of)
        original = _called(passages, version_of) - troubles
        done = (called | original) - made - shared[made] - in_pain - SAY_LITTLE
        common = shared[made]
        pairs: list[frozenset[str]] = []
        for means, others in corpus.synonyms:
            named = lexicon.stems(means) - in_pain
            if named == made or (common and common <= named <= common | troubles):
                said = (lexicon.stems(other) - in_pain for other in others)
                pairs += [pair for pair in said if len(pair) == 2 and not pair & done]
        made_for[number] = MadeFor(tuple(filter(None, (made, common))), tuple(dict.fromkeys(pairs)), done, version_of)
    return made_for


def _called_by_issues(pages: Sequence[Page], passages: Sequence[Sequence[Passage]]) -> frozenset[str]:
    """The stems of the titles of issues: whoever says "achilles" says what hurts, not what to do."""
    titles = (own[0].stems for page, own in zip(pages, passages, strict=True) if page.kind == "issue" and own)
    return frozenset().union(*titles)


def _called(passages: Sequence[Sequence[Passage]], number: int | None) -> frozenset[str]:
    """The stems of all names of a page; what a version is called says what is done in it, too."""
    names = () if number is None else _names([passages[number]])
    return frozenset().union(*(passage.stems for passage in names))


def _fits(pages: Sequence[Page]) -> dict[str, Fitting]:
    """What may fit at each place of the foot map, by the region's id."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        names = (page.slug,) if page.kind == "issue" else tuple(name for name, _ in page.parts)
        for name in names if page.kind in ("issue", "chapter") else ():
            by_name[name].add(number)
    return {
        page.slug: Fitting(number, frozenset().union(*(by_name.get(name, set()) for name in page.leads_to)))
        for number, page in enumerate(pages)
        if page.kind == ways.PLACE
    }


def _under_a_stem(names: Iterable[Name]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for name in filter(lambda name: name.stems, names):
        found[max(name.stems, key=len)].append(name)
    return dict(found)


def _names(passages: Iterable[Sequence[Passage]]) -> Iterator[Passage]:
    return (passage for own in passages for passage in own if passage.field in NAMES or passage.field is Field.SYNONYM)
