"""A query understood: each of its meaningful words with the stems that it may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from library.search.body import NOWHERE, Pointed, pointed_at
from library.search.english import is_english
from library.search.index import Index
from library.search.troubles import NO_TROUBLE, TO_DO, Trouble, rated, trouble_of, wished
from library.search.words import SOFT_WORDS, SOUNDS_LIKE, STOP_WORDS, cleaned_query, spots, stem

MOST_WORDS = 16
LONGEST = 100

# An age that somebody gives is one of two things to this guide: the bones of a child, or getting older.
AGE = re.compile(
    r"\b(?:i(?:['’]?m| am)|aged?|in my)\s+(?P<said>\d\d?)s?\b(?!\s*(?:miles?|km|weeks?|days?|months?|minutes?|%))"
    # "running at 65", but not at 60 beats or at 45 degrees.
    r"|\b(?:at|turned)\s+(?P<at>[4-9]\d)\b(?!\s*(?:miles?|km|cm|weeks?|days?|minutes?|beats?|degrees?|reps?|%))"
    r"|^(?P<bare>\d\d)(?=\s*(?:,|and\b|male\b|female\b|[mf]\b))"
    r"|\b(?P<years>\d\d?)[\s-]*(?:(?:years?|yrs?)[\s-]*olds?|yo|y/o)\b",
    re.IGNORECASE,
)
CHILD_UP_TO, OLDER_FROM = 17, 40

SHOE_DROP = re.compile(r"\b\d+\s*mm\s+(?:heel\s+)?(?:to\s+toe\s+)?drop\b", re.IGNORECASE)

# Who said it is no subject: "my GP says it's Sever's".
REPORTED = re.compile(
    r"\b(?:my|the|our|a)?\s*(?:gp|doctor|doc|physio|physiotherapist|physical therapist|podiatrist|consultant|specialist|surgeon|nurse|"
    r"coach|friend|mate|trainer|pt)\s+(?:says?|said|told me|tells me|thinks?|thought|reckons?|diagnosed|recommends?|recommended|"
    r"suggests?|suggested|advised|mentioned|prescribed|gave me|wants me to)\b",
    re.IGNORECASE,
)

# What is said by who describes a movement, as it is said to somebody who does it: "lift", "lifting"; "rolled" is a mishap.
MOVES = frozenset(
    "balance bend bounce circle curl dip draw drive drop flex freeze grab hold hop jump lean lift lower lunge march pedal pick "
    "point press pull push raise reach rise rock roll rotate scrunch skip spin splay spread spring squeeze stand step straighten "
    "stretch swing tap trace turn walk write".split()
)
MOVES |= {form for move in MOVES for form in (f"{move}ing", f"{move[:-1]}ing", f"{move}{move[-1]}ing", f"{move}s")}
# What is said by who tells of something that happens to them, not of a movement.
STORY = frozenset(
    "keep keeps kept always again easily since after suddenly every everytime cannot cant not me im ive went got woke felt".split()
)
# What is said before something to do without.
NOT = frozenset({"no", "without", "avoid", "avoiding"})
ARTICLES = frozenset({"a", "any", "the", "my"})
# What is put between the words of a name: "are you actual doctors".
FILLERS = frozenset("actual actually really real even just".split())
# What opens a question: why, whether or how much; and what or which.
WHETHER = frozenset("why when how can could should shall is are am was do does did will would must may".split())
QUESTION = WHETHER | frozenset("what whats which who".split())
# What stands between two things of which somebody asks which.
EITHER = frozenset(("or", "versus", "vs"))
# A word to be explained, a plan to be followed, something to do.
MEANING = re.compile(
    r"\b(?:what (?:does|do) .+ mean|what is meant|meaning|mean(?:s)?$|define|definition)\b", re.IGNORECASE
)
# "What is a metatarsal": one word, and the glossary explains it.
WHAT_IS = re.compile(r"^what(?:['’]?s| is| are)\s+(?:(?:an?|the)\s+)?\w+\W*$", re.IGNORECASE)
PLAN = frozenset(
    "routine routines workout workouts session sessions programme programmes program programs plan plans circuit schedule".split()
)
# How many sets is asked of something to do; how often, too, where nothing hurts so often and nothing is taken.
SETS = re.compile(r"\bhow (?:many|much) (?:\w+ )?(?:sets?|reps?|repetitions)\b", re.IGNORECASE)
DOSE = re.compile(
    r"\bhow (?:many|much) (?:\w+ )?(?:seconds|times)\b|\b(?:sets|reps) (?:of|and)\b|\btimes an? (?:day|week)\b",
    re.IGNORECASE,
)
# What is taken has its times a day, too.
MEDICINES = frozenset(map(stem, "ibuprofen paracetamol painkiller medicine".split()))

# How far another form is trusted, the exact word being 1.
SYNONYM = 0.75
JOINED = 0.9
PREFIX = 0.5  # and up to 0.4 more, the more of the word was typed
# How much a word counts: one that titles or descriptions hold, one that only texts hold, one that nothing is known about, the
# beginning of a word, a word that says little; and the share of its rarity that counts for a word that only texts hold.
DESCRIBES = 0.55
MENTIONED = 0.4
UNKNOWN = 0.1
FRAGMENT = 0.1
SOFT = 0.15
ONLY_SAID = 0.5


class Wants(Enum):
    """What somebody is after."""

    ANYTHING = "anything"
    RELIEF = "to know what hurts"
    ANSWER = "an answer"
    MOVEMENT = "a movement"
    PLAN = "a plan"
    EXERCISE = "an exercise"
    MEANING = "a word explained"


@dataclass(frozen=True)
class Concept:
    """One meaningful word of a query: the stems it may stand for, each with how far it is trusted.

    `weight` says how much the word tells pages apart, `counts` how much it matters whether a page holds it at all.
    """

    stems: dict[str, float]
    weight: float
    counts: float


@dataclass(frozen=True)
class Query:
    """A query: its meaningful words in normal form, its concepts, their own stems, and all its words as stems in a row.

    `trouble` is what they tell of, `is_severe` says whether that is a pain above 5 out of 10; `refused` holds the stems of what
    somebody wants to do without. `wants` is what they are after, `pointed` the place of the foot map that they point at.
    `mended` is the query with words that nobody knows replaced by the known ones that they are a slip of; empty without one.
    """

    phrase: str
    concepts: tuple[Concept, ...]
    stems: frozenset[str] = frozenset()
    said: str = ""
    mended: str = ""
    trouble: Trouble = NO_TROUBLE
    is_severe: bool = False
    refused: frozenset[str] = frozenset()
    wants: Wants = Wants.ANYTHING
    is_question: bool = False
    pointed: Pointed = NOWHERE

    @property
    def in_pain(self) -> bool:
        """Whether a word for pain was said, and none for something to do."""
        return self.trouble.in_pain

    @property
    def in_trouble(self) -> bool:
        """The same of any trouble."""
        return self.trouble.in_trouble


def understand(query: str, index: Index) -> Query:
    """Read a query of any characters; what is beyond 100 characters or 16 words is left out."""
    text = REPORTED.sub(" ", AGE.sub(_of_that_age, cleaned_query(query[:LONGEST])))
    text, is_severe = rated(text, index)
    text = SHOE_DROP.sub(" drop shoes ", text)
    every, mended = _mended(text, index)
    meaningful = [word for word in every if word not in STOP_WORDS] or every[-1:]
    parts = _parted(meaningful, index)
    concepts = tuple(
        _concept(word, index, _joined(parts, place, index), is_last=place == len(parts) - 1, is_only=len(parts) == 1)
        for place, word in enumerate(parts)
    )
    stems = {stem(word) for word in parts} | {one for at in range(len(parts)) for one in _joined(parts, at, index)}
    said = f" {' '.join(stem(word) for word in every if word not in FILLERS)} "
    wish = wished(every, stems, index)
    wishes = not TO_DO.isdisjoint(map(stem, wish))
    trouble = trouble_of(every, stems, index, wishes=wishes, is_severe=is_severe)
    takes = bool(stems & MEDICINES.union(*(index.equals.get(one, ()) for one in MEDICINES)))
    wants = _wanted(text, wish, trouble, wishes=wishes, takes=takes)
    if wants is not Wants.MEANING and _is_a_word_of_the_glossary(" ".join(parts), index):
        wants = Wants.MEANING
    if WHAT_IS.match(text.strip()) and stems & index.terms:
        wants = Wants.MEANING
    return Query(
        phrase=" ".join(parts),
        concepts=concepts,
        stems=frozenset(stems),
        said=said,
        mended=mended,
        trouble=trouble,
        is_severe=is_severe,
        refused=_refused(every),
        wants=wants,
        is_question=not (QUESTION | EITHER).isdisjoint(every),
        pointed=pointed_at(map(stem, every)),
    )


def _refused(every: list[str]) -> frozenset[str]:
    """The stems of what somebody wants to do without: the words in a row after "no" or "without"."""
    found: list[str] = []
    for place, word in enumerate(every):
        if word in NOT:
            rest = every[place + 1 :]
            rest = rest[1:] if rest[:1] and rest[0] in ARTICLES else rest
            found += map(stem, takewhile(lambda one: one not in STOP_WORDS | SOFT_WORDS, rest))
    return frozenset(found)


def _is_a_word_of_the_glossary(phrase: str, index: Index) -> bool:
    """Whether the glossary explains just that, and no page bears it as its name."""
    kinds = {index.pages[page].kind for page in index.named.get(phrase, {})}
    return kinds == {"term"}


def _wanted(text: str, every: list[str], trouble: Trouble, *, wishes: bool, takes: bool) -> Wants:
    if MEANING.search(text):
        return Wants.MEANING
    if PLAN.intersection(every):
        return Wants.PLAN
    if SETS.search(text) or (DOSE.search(text) and not trouble.in_trouble and not takes):
        return Wants.EXERCISE
    if wishes:
        return Wants.ANSWER if WHETHER.intersection(every) else Wants.EXERCISE
    if trouble.in_pain:
        return Wants.RELIEF
    if QUESTION.intersection(every):
        return Wants.ANSWER
    return Wants.MOVEMENT if not STORY.intersection(every) and MOVES.intersection(every) else Wants.ANYTHING


def _of_that_age(said: re.Match[str]) -> str:
    years = int(next(filter(None, said.groups())))
    return "child" if years <= CHILD_UP_TO else "older" if years >= OLDER_FROM else " "


def _mended(text: str, index: Index) -> tuple[list[str], str]:
    """The words of a text with slips of the keyboard mended, and the text with them in their place (empty without any)."""
    found = list(spots(text))[:MOST_WORDS]
    every = [spot.word for spot in found]
    pieces, at = [], 0
    for place, spot in enumerate(found):
        beside = {*every[max(0, place - 1) : place], *every[place + 1 : place + 2]}
        if not _joined(every, place, index) and (meant := _meant(spot.word, index, beside, is_last=spot is found[-1])):
            pieces += [text[at : spot.start], meant]
            every[place], at = meant, spot.end
    return every, "".join([*pieces, text[at:]]).strip() if pieces else ""


def _meant(word: str, index: Index, beside: set[str], *, is_last: bool) -> str:
    """The word of the guide that a word is a slip of; empty for one that is known, English, or not finished yet."""
    if word.isdigit() or word in STOP_WORDS or word in index.splits or _is_known(word, index) or is_english(word):
        return ""
    if is_last and any(_longer(word, index, is_open=True)):
        return ""
    near = [one for one in index.spelling.one_error_from(word) if len(word) > 3 or one.startswith(word[:2])]
    near = near or index.spelling.two_errors_from(word)
    return max(near, key=lambda one: _likely(one, word, index, beside), default="")


def _is_known(word: str, index: Index) -> bool:
    own = stem(word)
    return word in index.stem_of or own in index.impacts or own in index.equals


def _likely(one: str, word: str, index: Index, beside: set[str]) -> tuple[bool, bool, bool, bool, bool, float, str]:
    """How likely somebody meant a word, for comparing.

    It stands in a name beside the word that it stands beside here ("stres fracture"), has a letter twice that was typed
    once, begins alike, says something, names pages, is met often.
    """
    own = index.stem_of[one]
    given = sum(index.impacts.get(own, {}).values())
    is_beside = any(frozenset((own, stem(other))) in index.neighbours for other in beside)
    is_doubled = len(one) > len(word) and re.sub(r"(.)\1", r"\1", one) == re.sub(r"(.)\1", r"\1", word)
    return is_beside, is_doubled, one[0] == word[0], one not in SOFT_WORDS, own in index.strong, given, one


def _parted(meaningful: list[str], index: Index) -> list[str]:
    parts = []
    for word in meaningful:
        if word not in index.stem_of and word in index.splits:
            parts += [part for part in index.splits[word] if part not in STOP_WORDS]
        else:
            parts.append(word)
    return parts


def _joined(parts: list[str], place: int, index: Index) -> list[str]:
    """The stems of known words that a part makes together with the one before or after it: `tip toe` → `tiptoe`.

    Beside them the word that sounds like a part, where names hold that one beside its neighbour: `heal pain` → `heel`.
    """
    pairs = [parts[at] + parts[at + 1] for at in (place - 1, place) if 0 <= at < len(parts) - 1]
    found = [index.stem_of[pair] for pair in pairs if pair in index.stem_of]
    if heard := SOUNDS_LIKE.get(parts[place]):
        beside = [parts[at] for at in (place - 1, place + 1) if 0 <= at < len(parts)]
        if any(frozenset((stem(heard), stem(other))) in index.neighbours for other in beside):
            found.append(stem(heard))
    return found


def _concept(word: str, index: Index, joined: list[str], *, is_last: bool, is_only: bool) -> Concept:
    own = stem(word)
    stems = dict.fromkeys(joined, JOINED)
    if own in index.impacts or own in index.equals:
        stems[own] = 1.0
    if not word.isdigit():
        for one, trust in _longer(word, index, is_last or not stems):
            _offer(stems, one, trust)
    for one, trust in list(stems.items()):
        for equal in index.equals.get(one, ()):
            _offer(stems, equal, trust * SYNONYM)
    stems = {one: trust for one, trust in stems.items() if one in index.impacts}
    weight = _weight(own, stems, index)
    if is_last and not is_only and len(word) < 3 and own not in index.strong:
        return Concept(stems, FRAGMENT, FRAGMENT)
    if word in SOFT_WORDS and not is_only:
        return Concept(stems, SOFT, SOFT)
    known = DESCRIBES if own in index.strong or not stems.get(own) else MENTIONED
    return Concept(stems, weight, known if stems else UNKNOWN)


def _longer(word: str, index: Index, is_open: bool) -> Iterator[tuple[str, float]]:
    """Words that the last word may be the beginning of, and so may one that is not known."""
    if is_open:
        for longer in index.spelling.beginning_with(word):
            found = index.stem_of[longer]
            if found not in SOFT_WORDS and found.startswith(word[:2]) and (len(word) > 2 or found in index.strong):
                yield found, PREFIX + 0.4 * len(word) / len(longer)


def _weight(own: str, stems: dict[str, float], index: Index) -> float:
    if not stems:
        return UNKNOWN
    if own in stems:
        return index.rarity[own] * (1.0 if own in index.strong else ONLY_SAID)
    best = max(stems.values())
    return min(index.rarity[one] for one, trust in stems.items() if trust >= best - 0.1)


def _offer(stems: dict[str, float], one: str, trust: float) -> None:
    stems[one] = max(trust, stems.get(one, 0.0))
