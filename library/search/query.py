"""A query understood: each of its meaningful words with the stems that it may stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from library.search.body import NOWHERE, Pointed, pointed_at
from library.search.concepts import Concept, concept_of, joined, taken_apart
from library.search.index import Index
from library.search.slips import mended_words, with_words_heard
from library.search.troubles import NO_TROUBLE, TO_DO, TO_DO_IN_TWO, Trouble, rated, trouble_of, wished
from library.search.words import SOFT_WORDS, STOP_WORDS, cleaned_query, stem

LONGEST = 100

# An age that somebody gives is one of two things to this guide: the bones of a child, or getting older.
AGE = re.compile(
    r"\b(?:i(?:['’]?m| am)|(?:s?he|who)(?:['’]?s| is)|they(?:['’]?re| are)|aged?|in my)\s+(?P<said>\d\d?)s?\b(?!\s*(?:miles?|km|weeks?|days?|months?|minutes?|%))"
    # "running at 65", but not at 60 beats or at 45 degrees.
    r"|\b(?:at|turned|now)\s+(?P<at>[4-9]\d)\b(?!\s*(?:miles?|km|cm|weeks?|days?|minutes?|beats?|degrees?|reps?|%))"
    r"|^(?P<bare>\d\d)(?=\s*(?:,|and\b|male\b|female\b|[mf]\b))"
    r"|\b(?P<years>\d\d?)[\s-]*(?:(?:years?|yrs?)[\s-]*olds?|yo|y/o)\b",
    re.IGNORECASE,
)
CHILD_UP_TO, OLDER_FROM = 17, 40

SHOE_DROP = re.compile(r"\b\d+\s*mm\s+(?:heel\s+)?(?:to\s+toe\s+)?drop\b", re.IGNORECASE)

# What is written short on a phone.
SHORT = (
    (re.compile(r"\bw/o(?!\w)", re.IGNORECASE), "without"),
    (re.compile(r"\bw/(?=\s|\w)", re.IGNORECASE), "with "),
    (re.compile(r"\bb4\b", re.IGNORECASE), "before"),
)

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
# "Is it" and "what is" ask, "my heel is sore" tells.
STATES = frozenset("is are am was".split())
SUBJECTS = frozenset("it this that there these they i my the you a an".split())
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
class Query:
    """A query: its meaningful words in normal form, its concepts, their own stems, and all its words as stems in a row.

    `trouble` is what they tell of, `is_severe` says whether that is a pain above 5 out of 10; `refused` holds the stems of what
    somebody wants to do without. `wants` is what they are after, `pointed` the place of the foot map that they point at.
    `mended` is the query with words that nobody knows replaced by the known ones that they are a slip of; empty without one.
    `heard` is the query with words replaced that sound like others, which are searched for beside them; empty without one.
    """

    phrase: str
    concepts: tuple[Concept, ...]
    stems: frozenset[str] = frozenset()
    said: str = ""
    mended: str = ""
    heard: str = ""
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
    text = cleaned_query(query[:LONGEST])
    for short, meant in SHORT:
        text = short.sub(meant, text)
    text = REPORTED.sub(" ", AGE.sub(_of_that_age, text))
    text, is_severe = rated(text, index)
    text = SHOE_DROP.sub(" drop shoes ", text)
    every, mended = mended_words(text, index)
    meaningful = [word for word in every if word not in STOP_WORDS] or every[-1:]
    parts = taken_apart(meaningful, index)
    concepts = tuple(
        concept_of(word, index, joined(parts, place, index), is_last=place == len(parts) - 1, is_only=len(parts) == 1)
        for place, word in enumerate(parts)
    )
    stems = {stem(word) for word in parts} | {one for at in range(len(parts)) for one in joined(parts, at, index)}
    said = f" {' '.join(stem(word) for word in every if word not in FILLERS)} "
    wish = wished(every, stems, index)
    wishes = not TO_DO.isdisjoint(map(stem, wish)) or bool(TO_DO_IN_TWO.search(" ".join(wish)))
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
        heard=with_words_heard(mended or text, every, index),
        trouble=trouble,
        is_severe=is_severe,
        refused=_refused(every),
        wants=wants,
        is_question=_asks(every),
        pointed=pointed_at(map(stem, every)),
    )


def _asks(every: list[str]) -> bool:
    """Whether some words are a question, with or without its mark."""
    said = {
        word
        for place, word in enumerate(every)
        if word not in STATES
        or place == 0
        or every[place - 1] in QUESTION
        or not SUBJECTS.isdisjoint(every[place + 1 : place + 2])
    }
    return not (QUESTION | EITHER).isdisjoint(said)


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
