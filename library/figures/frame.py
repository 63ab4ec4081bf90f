"""The SVG element around a drawing: view box, side, title, description and field marks."""

from collections.abc import Mapping
from html import escape
from typing import Any

from ankles.svg import svg_number as n
from library.figures.geometry import Point
from library.figures.posefile import PoseFile

FULL = (0.0, -8.0, 320.0, 296.0)


def names_of_drawing(slug: str, size: str, title: str | None, desc: str) -> tuple[str, str]:
    """The attributes that name a drawing, and its title and description; or those that hide it beside a visible name."""
    if title is None:
        return 'aria-hidden="true"', ""
    ids = f"fig-{slug}-{size}"
    text = f'<title id="{ids}-t">{escape(title)}</title><desc id="{ids}-d">{escape(desc)}</desc>'
    return f'role="img" aria-labelledby="{ids}-t" aria-describedby="{ids}-d"', text


def mark_text(x: float, y: float, lines: list[str], anchor: str) -> str:
    """A label of up to two lines."""
    return "".join(
        f'<text x="{n(x)}" y="{n(y + 13 * row)}" text-anchor="{anchor}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )


def width_of_words(line: str) -> float:
    """How wide a label's line may be, in units of the plate: bold letters of 11 in the widest of the fonts that readers have."""
    return sum(3.5 if letter in "ijl " else 5 if letter in "frt" else 10 if letter in "mw" else 6.8 for letter in line)


def leader_start(target: Point, label: Point, lines: list[str]) -> Point:
    """Where a leader leaves its words: the end nearer to the target, or above or below them when the target is overhead."""
    wide = max(map(width_of_words, lines))
    if target[0] > label[0] + wide:
        return label[0] + wide + 4, label[1] - 4 + (6 if len(lines) > 1 else 0)
    if target[0] < label[0]:
        return label[0] - 4, label[1] - 4 + (6 if len(lines) > 1 else 0)
    return target[0], label[1] - 12 if target[1] < label[1] else label[1] + 13 * len(lines) - 9


def places_marked(mark: Mapping[str, Any]) -> list[Point]:
    """The places that a label points at: one, or several with a leader to each."""
    at = mark["at"]
    return [(float(x), float(y)) for x, y in (at if isinstance(at[0], list) else [at])]


def field_marks(pose: PoseFile, *, mirror: bool, width: float) -> str:
    """The labels with their leader lines; on a mirrored figure the places change and the words stay readable."""
    out = ""
    for mark in pose.marks:
        lines, places = str(mark["say"]).split("|"), places_marked(mark)
        tx, ty = mark["label"]
        middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
        start, rise = leader_start(middle, (tx, ty), lines)
        if mirror:
            tx, start, places = width - tx, width - start, [(width - x, y) for x, y in places]
        out += f'<path d="{"".join(f"M{n(start)},{n(rise)}L{n(x)},{n(y)}" for x, y in places)}"/>'
        out += "".join(f'<circle cx="{n(x)}" cy="{n(y)}" r="2.2"/>' for x, y in places)
        out += mark_text(tx, ty, lines, "end" if mirror else "start")
    return f'<g class="mark">{out}</g>' if out else ""


def framed_figure(
    pose: PoseFile, art: str, *, size: str, motion: bool, marks: bool, title: str | None, side: str
) -> str:
    """The finished figure. The view box always begins at 0 0: a shifted origin would move the joints' pivots."""
    x, y, w, h = pose.view if size == "plate" else FULL
    # An inner side that faces right belongs to a left foot: the outlines of that camera are drawn as one.
    mirror = (side == "left") != (pose.camera == "foot-side")
    place = f"translate({n(w + x if mirror else -x)},{n(-y)})" if (mirror or x or y) else ""
    turn = "scale(-1,1)" if mirror else ""
    body = f'<g transform="{place}{turn}">{art}</g>' if place else art
    labels = field_marks(pose, mirror=mirror, width=2 * x + w) if marks else ""
    if labels and (x or y):
        labels = f'<g transform="translate({n(-x)},{n(-y)})">{labels}</g>'
    if title and pose.title:
        title = f"{title}: {pose.title[0].lower()}{pose.title[1:]}"  # the name, then what is seen
    attributes, text = names_of_drawing(pose.slug, size, title, pose.desc)
    kind = f"figure x-{pose.slug} skin-{pose.skin}" + (" play" if motion else "")
    return f'<svg class="{kind}" viewBox="0 0 {n(w)} {n(h)}" {attributes}>{text}{body}{labels}</svg>'
