"""Somebody in trouble: what hurts, what is a sign that no exercise is the matter, and how bad it is.

Who says "felt a snap in my calf during pogo hops" tells what they were doing, and does not ask for it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from library.search.index import SAY_LITTLE, Index
from library.search.words import STOP_WORDS, spots, stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


PAIN: Final = "pain"
# What somebody is in trouble with, beside pain.
TROUBLES: Final = _stems(
    "swelling numb stiff tight bump lump thick rub blister bruise red hot click pop snap crunch creak grind weak burn cramp catch lock tingle "
    "tear rip rupture collapse limp"
)
# What doctors call a trouble: tendinitis, tendinopathy, tendinosis.
AILMENT = re.compile(r"\w(?:itis|opath|osis)$")
# What work leaves in a muscle, and where or when it is another matter; in a bone and by night it is a sign.
WORKED: Final = _stems("ache burn sore stiff tight")
IN_BONE: Final = _stems("bone night")
NOT_IN_MUSCLE: Final = IN_BONE | _stems("achilles tendon insertion heel shin joint knee")
# Signs that no exercise is the matter, whatever somebody was doing. A band is red or blue, too: colours need a part of the body.
SIGNS: Final = _stems("numb needle asleep snap pop swell bruise lock collapse deform chest fever sharp stab severe")
SIGN: Final = (
    r"\bcan(?:no|['’]?)t (?:walk|bear|put|take|stand on it)\b|\bg(?:ave|ives|iving) way\b"
    r"|\b(?:rolled|twisted|sprained|injured|tore|ripped|ruptured) (?:my|something)\b"
    r"|\b(?:went|goes|gone|turns|turned|feels|felt) (?:hot|cold|red|white|blue|pale)\b"
    r"|\b(?:hot|cold|red|white|blue|pale) (?:foot|feet|toes?|calf|leg|ankle|heel|skin)\b"
)
SUDDEN: Final = (
    r"\b(?:felt|heard) (?:an? )?(?:\w+ )?(?:pop|snap|crack|kick|blow|rip|tear|stab)\b|\b(?:pop|snap|crack) in\b"
    r"|\b(?:popping|snapping) (?:sound|noise)\b|\bsudden (?:\w+ )?(?:stab|pain|kick|pop)\b"
)
SAID = re.compile(SIGN, re.IGNORECASE)
SAID_SUDDEN = re.compile(SUDDEN, re.IGNORECASE)
TO_DO: Final = _stems("exercise routine stretch strengthen drill workout massage session programme plan")
# Said in two words: "warm up without hops, the back of my heel is sore".
TO_DO_IN_TWO: Final = re.compile(r"\b(?:warm|cool|wind)(?:ing)?[\s-]*(?:up|down)\b", re.IGNORECASE)
# "Sore after every session", "hurts when I do my stretches": there it is when something happens, and no wish. "After a run
# what stretch" and "after run stretch" are wishes.
MEANWHILE: Final = (
    r"\b(?:after|during|when|whenever|while|since|from|following|before(?= (?:each|every)))\s+"
    r"(?:(?:i|im|i['’]m|do|doing|did|my|the|a|an|any|all|every|each|these|this|that)\s+)*"
    r"(?:(?!(?:what|which|how|should|can|need|want|best|good|for|to|or|runs?|running|race)\b)\w+\s+){0,3}"
    r"(?:exercis|stretch|strength|drill|workout|massag|session|routine|program|plan\b|plans\b)\w*"
)
HAPPENS = re.compile(MEANWHILE, re.IGNORECASE)
# "4/10" is a number on the scale of pain; above 5 it is more than the guide's rule of pain lets be.
RATING = re.compile(r"\b(10|\d)(?:\s*(?:-|to|or)\s*(10|\d))?\s*(?:/|out of)\s*(?:10|ten)\b", re.IGNORECASE)
PAIN_SCALE: Final = " pain scale "
BEARABLE_UP_TO: Final = 5


class Trouble(NamedTuple):
    """What somebody is in trouble with; a wish for something to do is none.

    `in_pain` says whether a word for pain was said, `in_trouble` any trouble, `is_worked` nothing but what work leaves in a
    muscle, `is_sign` one that no exercise is the matter.
    """

    in_pain: bool = False
    in_trouble: bool = False
    is_worked: bool = False
    is_sign: bool = False


NO_TROUBLE: Final = Trouble()


def wished(every: list[str], stems: set[str], index: Index) -> list[str]:
    """The words of a query that may say what is wished for: of who is in trouble without what they were doing meanwhile."""
    if stems & (_pain(index) | TROUBLES | signs(index)):
        return HAPPENS.sub(" ", " ".join(every)).split()
    return every


def trouble_of(every: list[str], stems: set[str], index: Index, *, wishes: bool, is_severe: bool) -> Trouble:
    """The trouble that a query tells of."""
    said, pain = " ".join(every), _pain(index)
    if wishes:
        return Trouble(is_sign=is_severe or bool(SAID_SUDDEN.search(said)))
    in_pain = bool(stems & pain) or any(AILMENT.search(one) for one in stems)
    in_trouble = in_pain or bool(TROUBLES & stems)
    is_sign = bool(
        signs(index) & stems or (in_pain and IN_BONE & stems) or SAID.search(said) or SAID_SUDDEN.search(said)
    )
    is_worked = in_trouble and not (pain | TROUBLES) & stems - WORKED and not NOT_IN_MUSCLE & stems
    is_sign = is_sign or is_severe
    return Trouble(in_pain, in_trouble, is_worked and not is_sign, is_sign)


def rated(text: str, index: Index) -> tuple[str, bool]:
    """A text with numbers out of ten read as pain, and whether one is more than bearable.

    Alone, and up to that, it asks about the scale; beside a place or another trouble that much pain is a pain there.
    """
    numbers = [int(one) for said in RATING.finditer(text) for one in said.groups() if one]
    is_severe = max(numbers, default=0) > BEARABLE_UP_TO
    little = SAY_LITTLE | _pain(index)
    others = (spot.word for spot in spots(RATING.sub(" ", text)))
    says_more = any(word not in STOP_WORDS and stem(word) not in little for word in others)
    return RATING.sub(f" {PAIN} " if is_severe and says_more else PAIN_SCALE, text), is_severe


def signs(index: Index) -> frozenset[str]:
    """The stems of signs, and those that mean the same; "stabbing" is one, other words for pain are not."""
    alike = (index.equals.get(one, frozenset()) for one in SIGNS)
    return SIGNS.union(*(equals for equals in alike if PAIN not in equals))


def _pain(index: Index) -> frozenset[str]:
    return index.equals.get(PAIN, frozenset()) | {PAIN}
