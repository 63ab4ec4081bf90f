"""What the logbook's templates print, a part or a macro alone."""

from __future__ import annotations

import re
from typing import Any

from django.template import engines
from django.template.loader import render_to_string

from logbook import pain


def tight(html: str) -> str:
    """HTML without the space around its tags, which stands there for whoever reads the template."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)


def part(name: str, **given: Any) -> str:
    """A file of `logbook/parts/` with these values."""
    return tight(render_to_string(f"logbook/parts/{name}.html", given, using="jinja2"))


def stair(logged: int | None = None) -> str:
    """The stair of numbers."""
    engine: Any = engines["jinja2"]
    return tight(str(engine.env.globals["inputs"].stair(pain.STAIR, logged)))
