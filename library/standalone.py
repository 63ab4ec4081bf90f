"""Drawings outside the pages of the site: with their colours inside, so that they stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from library import figures

CSS = Path(__file__).resolve().parents[1] / "ankles" / "static" / "ankles" / "css"
SHEETS = ("figures", "props", "movement", "anatomy", "footmap")
DARK = re.compile(r"@media screen and \(prefers-color-scheme: ?dark\) ?{\s*:root ?{(.*?)}\s*}", re.DOTALL)
LIGHT = re.compile(r":root ?{(.*?)}", re.DOTALL)


def styles() -> str:
    """The tokens and the drawing classes as the site serves them, the tokens once more under `data-theme`, so that one page
    shows both."""
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    light, dark = LIGHT.search(tokens), DARK.search(tokens)
    themes = "".join(
        f"[data-theme={name}]{{{found[1]}}}"
        for name, found in (("light", light), ("dark", light), ("dark", dark))
        if found
    )
    drawn = "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return f"{tokens}{themes}@layer components {{\n{drawn}}}\n"


def light_styles(sheets: Sequence[str]) -> str:
    """The light colours, and what these stylesheets of drawings say."""
    tokens = LIGHT.search((CSS / "tokens.css").read_text(encoding="utf-8"))
    drawn = "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in sheets)
    return f":root{{{tokens[1] if tokens else ''}}}{drawn}"


@lru_cache(maxsize=64)
def svg_file(slug: str) -> str:
    """One exercise as an SVG file of its own, in light colours on paper, with its labels and its name."""
    style = f"<style>{light_styles(('figures', 'props'))}svg{{background:var(--sunk)}}</style>"
    svg = figures.figure(slug, marks=True, title=slug.replace("-", " ").capitalize())
    head, _, rest = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).partition(">")
    return f"{head}>{style}{rest}"
