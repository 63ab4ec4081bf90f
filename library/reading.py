"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975), the field's terms exempt."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

WORD = re.compile(r"[A-Za-z]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][A-Za-z]+)*")
SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n+")
# A term that the guide teaches counts as a two-syllable word: it is long, and the reader came to learn it.
FIELD_TERMS = frozenset(
    """tendinopathy tendinitis insertional midportion gastrocnemius soleus plantarflexion dorsiflexion inversion eversion
    achilles plantar fascia fasciitis fasciopathy calcaneus subtalar talocrural peroneal peroneals peroneus fibularis
    tibialis posterior anterior tibia fibula talus syndesmosis malleolus metatarsal metatarsals navicular sesamoid
    sesamoids proprioception physiotherapist physiotherapists physio physios osteoarthritis arthritis eccentric
    isometric plyometric instability fluoroquinolone fluoroquinolones antibiotic antibiotics mobility flexibility
    stability exercise exercises injury injuries ligament ligaments economy emergency""".split()
)
GRADE_LIMIT = 9.0


@lru_cache(maxsize=1)
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of one word: the larger of hyphenation points and vowel groups, corrected for a silent e."""
    lower = word.lower()
    if lower in FIELD_TERMS or lower.removesuffix("'s") in FIELD_TERMS:
        return 2
    groups = len(re.findall(r"[aeiouy]+", lower))
    if re.search(r"[^aeiouyl]e$", lower) and groups > 1:
        groups -= 1
    if re.search(r"[^td]ed$", lower) and groups > 1:
        groups -= 1
    return max(1, groups, 1 if groups <= 1 else len(_dictionary().positions(lower)) + 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text (0.39 words per sentence + 11.8 syllables per word - 15.59); 0 when it has no words."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    return 0.39 * len(words) / max(sentences, 1) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def reading_minutes(text: str) -> int:
    """Reading time in whole minutes at 200 words a minute, at least one."""
    return max(1, round(len(WORD.findall(text)) / 200))
