"""One page that shows every drawing at once, light and dark, for a person to look at."""

from html import escape
from random import Random

from library.figures.exercises import drawings, figure, movement_css, slugs
from library.figures.footmap import VIEWS, foot_map
from library.figures.movements import movements
from library.figures.plates import PLATES, plate

LAYOUT = (
    "body{margin:0;font:14px var(--sans)}.half{background:var(--paper);color:var(--ink);padding:1rem}h2{margin:.5rem 0}"
    ".rows{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.5rem}.rows>*{background:var(--sunk);margin:0;padding:.25rem}"
)


def frames(slug: str, theme: str) -> str:
    """An exercise at its start, at its end with labels, and moving."""
    cells = (("start", False, False), ("end", False, True), ("end", True, False))
    return "".join(
        f"<figure>{figure(slug, frame=frame, motion=motion, marks=marks)}<figcaption>{escape(slug)}, {'moving' if motion else frame}, {theme}</figcaption></figure>"
        for frame, motion, marks in cells
    )


def half(theme: str) -> str:
    """Everything in one theme."""
    exercises = "".join(frames(slug, theme) for slug in drawings())
    plates = "".join(
        f'<figure class="diagram">{plate(name, title_id=f"{theme}-{name}")}<figcaption>{name}</figcaption></figure>'
        for name in PLATES
    )
    moves = "".join(f"<figure>{svg}<figcaption>{name}</figcaption></figure>" for name, svg in movements())
    maps = "".join(
        f"<figure>{foot_map(view=view, side=side, uid=f'{theme}-map')}<figcaption>{side} {view}</figcaption></figure>"
        for side in ("left", "right")
        for view in VIEWS
    )
    return (
        f'<section class="half" data-theme="{theme}"><h2>Exercises, {theme}</h2><div class="rows">{exercises}</div><h2>Plates</h2><div class="rows">{plates}</div>'
        f'<h2>Movements</h2><div class="rows">{moves}</div><h2>Foot map</h2><div class="fmap four">{maps}</div></section>'
    )


def page_of_drawings(css: str, body: str) -> str:
    """A page of its own with its styles inside, for opening from disk."""
    moves = "\n".join(movement_css(slug) for slug in drawings())
    return f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Figures of Ankles</title><style>{css}{moves}{LAYOUT}</style>{body}</html>'


def contact_sheet(css: str) -> str:
    """The whole sheet: light, then dark."""
    return page_of_drawings(css, half("light") + half("dark"))


def quiz(css: str, seed: int) -> tuple[str, list[str]]:
    """All exercises shuffled, numbered and without names, and the answers in order: can a stranger tell which is which?"""
    order = slugs()
    Random(seed).shuffle(order)  # noqa: S311 - the order of a quiz, no secret
    cells = "".join(
        f"<figure>{figure(slug, size='card')}<figcaption>{number}</figcaption></figure>"
        for number, slug in enumerate(order, 1)
    )
    return page_of_drawings(
        css, f'<section class="half" data-theme="light"><div class="rows">{cells}</div></section>'
    ), order
