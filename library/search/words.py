"""Words as search compares them: case, accents, apostrophes, spelling variants and endings taken off.

A *word* is the normal form (`"runner's"` → `runner`, `Mobilization` → `mobilisation`); a *stem* is what is left of it
without its ending (`mobilis`). Stems are keys, never shown: they need not be English, only the same for the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# A share (41 %) is no word: an age of 18 is not found where 18 % stand.
WORD = re.compile(r"(?!\d+\s?%)[^\W_]+(?:['’ʼ`&][^\W_]+)*")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
ASCII = re.compile(r"[a-z0-9]+")
MOST_LETTERS = 40

# Words that say nothing about the subject of a question.
STOP_WORDS = frozenset(
    "a about against all also am an and any are arent as at be because been being but by can could did didnt do does "
    "doesnt doing dont during for from get gets getting go goes going got had has hasnt have havent having he her "
    "here his how i id if ill im in into is isnt it its ive just like made make makes me mean means my myself of off "
    "on or our out she should so some somebody someone tell than that thats the their them then there these they "
    "thing things this those to too us very want was wasnt we were what whats when whenever where which while who why "
    "will with wont would you your".split()
)
# Words that say little: they count, but no page has to hold them.
SOFT_WORDS = frozenset(
    "able across actually advice after again allowed along already always anyone anything around bad badly best "
    "better bit cure down even ever every exactly feel feeling feels fine fix give giving good help home instead keep "
    "keeps kept know last long many maybe month months much need never new no normal not now off often ok okay once "
    "only onto out possible probably put quickly quite rather really recommend right runner runners safe simply since "
    "something sometimes soon started starting still though time times treat treatment tried try trying until up use "
    "using usually way week weeks while worth year years yet".split()
)

# Forms that no rule finds.
IRREGULAR = {
    "feet": "foot", "calves": "calf", "childrens": "children", "cycling": "bike", "cyclist": "bike",
    "bicycle": "bike", "biking": "bike", "swollen": "swell", "worn": "wear", "wore": "wear", "torn": "tear", "tore": "tear",
    "felt": "feel", "ran": "run", "held": "hold", "stood": "stand", "broken": "break", "broke": "break", "gave": "give",
    "older": "old", "oldest": "old", "elderly": "old", "ageing": "age", "aging": "age", "aged": "age", "cant": "cannot",
    "ached": "ache", "aches": "ache", "aching": "ache", "achy": "ache", "lying": "lie", "inflammation": "inflam",
    "inflammatory": "inflam", "inflamed": "inflam", "strong": "strength", "stronger": "strength",
    "weaker": "weak", "tighter": "tight", "stiffer": "stiff", "longer": "long", "faster": "fast", "slower": "slow",
    "easier": "easy", "harder": "hard", "bigger": "big", "biggest": "big", "larger": "large",
    "heavier": "heavy", "practise": "practice", "practising": "practice",
    "tendonitis": "tendinitis", "tendonosis": "tendinosis", "tendonopathy": "tendinopathy",
    "plane": "flight", "planes": "flight", "faciitis": "fasciitis", "fascitis": "fasciitis",
    # A figure and its word are the same, and a single leg is one leg.
    "single": "1", "one": "1", "two": "2", "both": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "fifteen": "15", "twenty": "20", "thirty": "30",
}  # fmt: skip

# Words that are typed for others that sound the same, or that a phone puts in their place.
SOUNDS_LIKE = {
    "angle": "ankle", "angles": "ankles", "arc": "arch", "bear": "bare", "brake": "break", "cafe": "calf", "cafes": "calves",
    "chin": "shin", "chins": "shins", "feat": "feet", "heal": "heel", "heals": "heels",
    "hell": "heel", "lose": "loose", "mussel": "muscle", "mussels": "muscles", "pane": "pain", "peddle": "pedal",
    "peddles": "pedals", "perineal": "peroneal", "planter": "plantar", "planters": "plantar", "role": "roll",
    "shine": "shin", "soar": "sore", "soul": "sole", "souls": "soles",
    "splits": "splints", "stare": "stair", "stares": "stairs", "tare": "tear", "tow": "toe", "tows": "toes",
    "uncle": "ankle", "uncles": "ankles", "week": "weak",
}  # fmt: skip


class Spot(NamedTuple):
    """A word where it stands in a text: from `start` up to `end`."""

    word: str
    start: int
    end: int


def spots(text: str) -> Iterator[Spot]:
    """Every word of a text with its place. Words of no Latin letters or digits are passed over."""
    for match in WORD.finditer(text):
        word = normal(match[0])
        if word:
            yield Spot(word, match.start(), match.end())


def words(text: str) -> list[str]:
    """Every word of a text in its normal form."""
    return [spot.word for spot in spots(text)]


def cleaned_query(query: str) -> str:
    """A query without control characters, in one Unicode form."""
    return unicodedata.normalize("NFKC", CONTROLS.sub(" ", query))


def normal(raw: str) -> str:
    """One word without case, accents and apostrophes, in British spelling; empty when nothing Latin is left."""
    if raw.isascii():
        word = raw.lower()
    else:
        folded = unicodedata.normalize("NFKD", raw.casefold())
        word = "".join(letter for letter in folded if not unicodedata.combining(letter))
    word = re.sub(r"['’ʼ`]s$", "", word)
    word = re.sub(r"['’ʼ`&]", "", word)
    return british(word) if ASCII.fullmatch(word) and len(word) <= MOST_LETTERS else ""


def british(word: str) -> str:
    """American spelling to a spelling that both sides share."""
    if len(word) < 5:
        return word
    word = re.sub(r"iz(?=e|i|a)", "is", word)
    word = re.sub(r"ou(?=r(?:s|ed|ing|ful|less)?$)", "o", word)
    word = re.sub(r"(?<=[aceimnu][tb])re(s?)$", r"er\1", word)
    word = re.sub(r"^oe|ae", "e", word)
    return re.sub(r"amme(s?)$", r"am\1", word)


def stem(word: str) -> str:
    """What a word shares with its other forms: plural, -ing, -ed, -ness, -ity and their like."""
    if word not in IRREGULAR and len(word) > 3 and not word.isdigit():
        word = _singular(word)
        if word not in IRREGULAR:
            word = _without_ending(word)
    word = IRREGULAR.get(word, word)
    if len(word) > 4 and word[-1] in "ey" and word[-2] not in "aeiou":
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ch|sh|ss|x|zz)es$", word):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending, left in (("ness", 4), ("isation", 3), ("ful", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= left:
            return word.removesuffix(ending) + ("is" if ending == "isation" else "")
    if re.search(r"(?:ation|ator)$", word) and len(word) > 6:
        return re.sub(r"at(?:ion|or)$", "at", word)
    if re.search(r"(?:ct|nt|pt|ss)ion$", word) and len(word) > 6:
        return word[:-3]
    if re.search(r"[ai]bility$", word):
        return word[:-6] + "bl"
    if word.endswith("ity") and len(word) > 6:
        return word[:-3]
    if word.endswith("ly") and len(word) > 5 and word[-3] not in "bdgpt":
        return word[:-2]
    if word.endswith("ing") and len(word) > 5:
        word = _bare(word, 3)
    elif word.endswith("ed") and len(word) > 4 and not word.endswith("eed"):
        word = _bare(word, 2)
    if re.search(r"(?:ngth|ght)en$", word):
        word = word[:-2]
    return word


def _bare(word: str, letters: int) -> str:
    """A verb without its ending, `running` → `run`; the word itself when no vowel would be left."""
    rest = word[:-letters]
    if not re.search(r"[aeiouy]", rest):
        return word
    if re.fullmatch(r"[^aeiou][aeiou][^aeiouwxy]", rest):
        return rest + "e"
    doubled = len(rest) > 3 and rest[-1] == rest[-2]
    if doubled and (rest[-1] not in "lsfz" or (rest[-1] == "l" and len(rest) > 5)):
        return rest[:-1]
    return rest
