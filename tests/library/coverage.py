"""Which passage of the guide covers which point of the article that the guide replaces.

The inventory lists what that article touched, in our own words and already corrected: points of its text (G), named
problems (I) and named exercises (E). A page says in its `covers` which points it takes up and where. What is compared
here are documents, so that the content files can be checked without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from library import markup

# The part of a body before its first heading, as `covers` calls it.
INTRO = "intro"

INVENTORY: dict[str, str] = {
    "G1": "More movement helps on uneven ground, if you control it",
    "G2": "What too little movement does to speed and injuries is unproven",
    "G3": "Mobility and strength are a foundation, without a promise",
    "G4": "What the guide is for; it does not promise running without pain",
    "G5": "The ankle takes each landing and pushes off, by way of calf, tendon and foot",
    "G6": "The bones of the hinge, and the joint below it",
    "G7": "Toes down is the push of the calf",
    "G8": "Toes up in the swing, and the loaded bend over the planted foot",
    "G9": "Sole in and sole out, and which muscles resist a roll",
    "G10": "Two jobs in each step",
    "G11": "First reason: landing and push",
    "G12": "Second reason: staying upright, with balance and strength",
    "G13": "Third reason: load passed along the leg, without a promise about injuries",
    "G14": "Signs, self-care and reasons to be seen for every problem",
    "G15": "What mobility is, and what it has to do with where the foot lands",
    "G16": "Flexible and mobile told apart; ligaments are nothing to stretch",
    "G17": "Both count, and mobility is the fuller word",
    "G18": "Whether free ankles spread the load and spare injuries is unproven",
    "G19": "Whether free ankles make you faster is unproven",
    "G20": "Trails: balance, strength and practice",
    "G21": "Stretching is not shown to spare injuries or energy",
    "G22": "What a very stiff ankle would feel like, in a picture of our own",
    "G23": "Runners lean on their ankles; where to begin",
    "G24": "What ankle work may do for running, softened",
    "G25": "Moving drills before, held stretches after, strength on its own days",
    "G26": "What to expect in the end: balance if you train it, no promise",
    "G27": "The alphabet as a cheerful end",
    "I1": "Ankle sprain",
    "I2": "Achilles pain, in the cord or at the heel bone",
    "I3": "Plantar heel pain",
    "I4": "Peroneal tendon pain",
    "I5": "Ankle arthritis, mostly after an injury",
    "I6": "Stress fracture: stop and be seen",
    "I7": "An ankle that gives way",
    "I8": "Flat and high arches",
    "I9": "Getting older",
    "I10": "Shoes",
    "E1": "Ankle circles",
    "E2": "Toe walks",
    "E3": "Heel walks, forwards",
    "E4": "Standing Achilles stretch: knee straight, and knee bent",
    "E5": "Plantar fascia stretch, with a hold",
    "E6": "Standing calf stretch, knee straight",
    "E7": "Seated towel stretch",
    "E8": "Ankle circles a second time, now one dose",
    "E9": "Stretch for the lower calf, with a bent knee",
    "E10": "Band pulling the foot down: strength for the shin",
    "E11": "Ankle alphabet",
}


class Passage(NamedTuple):
    """A piece of the guide that can cover points: a part of a chapter or issue, or a whole exercise or routine."""

    kind: str
    slug: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}" + (f"#{self.part}" if self.part else "")


@dataclass(frozen=True)
class Coverage:
    """What covers what."""

    points: dict[str, list[Passage]]
    """Every point of the inventory with the passages that name it, in the order of the guide."""
    nameless: list[Passage]
    """Passages that name no point: what the guide adds."""
    unknown: list[tuple[str, Passage]]
    """Points that a passage names and the inventory does not hold, or parts that the page does not have."""

    @property
    def missing(self) -> list[str]:
        """The points that no passage covers."""
        return [point for point, passages in self.points.items() if not passages]


def passages(kind: str, slug: str, document: Mapping[str, Any]) -> Iterator[tuple[Passage, list[str]]]:
    """Every passage of one page with the points it names.

    Chapters and issues have one passage before the first heading and one to each heading of the second level; a
    deeper heading counts when `covers` names it. Exercises and routines are one passage each.
    """
    named = document.get("covers") or {}
    if kind not in ("chapter", "issue"):
        yield Passage(kind, slug), list(named)
        return
    body = document["body"]
    parts = [anchor for anchor, _ in markup.headings(body)]
    if not body.lstrip().startswith("##"):
        parts.insert(0, INTRO)
    for part in [*parts, *(part for part in named if part not in parts)]:
        yield Passage(kind, slug, part), list(named.get(part, []))


def coverage(
    documents: Iterable[tuple[str, str, Mapping[str, Any]]], inventory: Mapping[str, str] = INVENTORY
) -> Coverage:
    """Compare pages, given as (kind, slug, document), with the inventory. Only published pages cover anything.

    Routines are named where they cover a point and not listed where they cover none: they are made of exercises.
    """
    found = Coverage(points={point: [] for point in inventory}, nameless=[], unknown=[])
    for kind, slug, document in documents:
        if document.get("status") != "published":
            continue
        real = markup.anchors(document["body"]) | {INTRO, ""}
        for passage, points in passages(kind, slug, document):
            if not points and kind != "routine":
                found.nameless.append(passage)
            for point in points:
                if point in found.points and passage.part in real:
                    found.points[point].append(passage)
                else:
                    found.unknown.append((point, passage))
    return found
