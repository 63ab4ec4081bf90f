"""What shows an exercise: its drawing, else a photo or drawing that an editor sent, else the words that it is to come.

`figure_or_picture` is the one entry for whoever prints one. A drawing of ours always wins: it moves, it is labelled, it prints.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from library import figures
from library.pictures.naming import SentPicture, is_name

__all__ = ["SentPicture", "figure_or_picture", "has_own", "is_name"]

# How wide a picture is shown at each size, so that a browser fetches no more than it needs.
WIDE = {
    "plate": "(min-width: 62rem) 36rem, 94vw",
    "card": "(min-width: 62rem) 18rem, (min-width: 34rem) 45vw, 7.25rem",
    "thumb": "5.5rem",
}


def has_own(drawing: str, picture: str) -> bool:
    """Whether an exercise has a picture that is shown: one that an editor sent, and no drawing of ours beside it."""
    return bool(picture) and not figures.has_pose(drawing)


def figure_or_picture(
    drawing: str,
    picture: str = "",
    alt: str = "",
    *,
    size: str = "card",
    motion: bool = False,
    marks: bool = False,
    title: str | None = None,
) -> SafeString:
    """The markup of what shows an exercise.

    `drawing` is the name of its drawing (its slug, or figures.drawn_as), `picture` and `alt` are the columns of its row. At
    the sizes card and thumb it stands beside its name, and is hidden from who hears the page; on a plate the `alt` is read,
    and for a drawing the `title`. `motion` and `marks` are for drawings (figures.figure).
    """
    if not has_own(drawing, picture):
        # Made of our own pose files: markup, and nobody's text.
        return mark_safe(figures.figure(drawing, size=size, motion=motion, marks=marks, title=title))
    context = {
        "picture": SentPicture(picture),
        "alt": alt if size == "plate" else "",
        "sizes": WIDE[size],
        "is_first": size == "plate",
    }
    return render_to_string("library/parts/picture.html", context)
