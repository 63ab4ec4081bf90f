"""The pages that lead to others: lists, what is said about the site, places of the foot map.

Their words are not weighed against those of the guide's pages: search shows one where its name is said, as a way on.
"""

from __future__ import annotations

from typing import Final

PAGE, PLACE = "page", "place"
KINDS: Final = frozenset({PAGE, PLACE})

# The address by its name, the title, what stands there, and what else people call it.
PAGES: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    (
        "exercises",
        "Exercises",
        "Every exercise with its drawing, to be sorted by type, time, equipment and place.",
        ("list of exercises", "pictures of exercises", "browse exercises", "exercise library", "find an exercise"),
    ),
    (
        "routines",
        "Routines",
        "Every routine, to be found by minutes and by what is at hand.",
        ("list of routines", "which routine", "which programme", "choose a routine", "find a routine", "programmes"),
    ),
    (
        "issues",
        "Common problems of runners' ankles",
        "The ten problems: what each often feels like, what many find helps, and when to see somebody.",
        ("list of problems", "list of injuries", "compare problems", "common injuries"),
    ),
    (
        "places",
        "Where it hurts",
        "Choose the place on the foot, ankle or lower leg: what to rule out first there, and which pages may fit.",
        ("where does it hurt", "foot map", "body map", "body part", "point at it", "choose where"),
    ),
    (
        "sources",
        "Sources",
        "Every work that this guide cites, what it is used for, and how far it was checked.",
        ("studies", "references", "bibliography", "research papers", "list of sources", "literature"),
    ),
    (
        "glossary",
        "Words",
        "The words of physios and coaches, each in plain English.",
        ("glossary", "dictionary", "jargon", "medical words", "explain the words"),
    ),
    (
        "about",
        "About Ankles",
        "Who runs this site, how its words and drawings come about, what it cannot do, and how to report a mistake.",
        ("who wrote this", "who writes this", "report a mistake", "contact", "who is behind"),
    ),
    (
        "privacy",
        "Privacy and your data",
        "The guide sets no cookie and keeps nothing about its readers. What the logbook keeps, why, and how to erase it.",
        ("privacy", "cookies", "my data", "personal data", "GDPR", "tracking", "track me", "delete my account"),
    ),
    (
        "accessibility",
        "Accessibility",
        "How this site was tested for keyboards, contrast, small phones and paper.",
        ("screen reader", "large print", "keyboard only", "high contrast", "blind", "dyslexia"),
    ),
)

# What people call a place of the foot map, beside its name.
CALLED: Final[dict[str, tuple[str, ...]]] = {
    "calf": ("lower leg",),
    "heel-back": ("back of my heel", "behind the heel"),
    "heel-pad": ("bottom of the heel", "underneath the heel"),
    "ball": ("forefoot",),
    "toes": ("toenail", "little toe"),
    "outer-shin": ("outside of the shin", "outer side of the shin"),
    "outer-ankle": ("outside of the ankle", "outside ankle bone", "side of the ankle"),
    "outer-edge": ("outside of the foot", "outer edge", "side of the foot"),
    "inner-shin": ("inside of the shin", "inner side of the shin"),
    "inner-ankle": ("inside of the ankle", "inside ankle bone"),
    "foot-top": ("top of the foot", "front of the ankle"),
    "whole-ankle": ("all round the ankle", "whole ankle"),
}
