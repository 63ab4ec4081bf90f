"""What is compiled prints what Django prints, letter by letter."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest
from django.template import Context, engines
from django.utils.safestring import mark_safe

from ankles import compiled

Card = namedtuple("Card", "title number")
SCOPE: dict[str, Any] = {
    "card": Card('Tom & "Ann" <3', 0),
    "cards": [Card("one", 1), Card("two", 2)],
    "pairs": [("a", 1), ("b", 2)],
    "words": {"x": "y", "items_of": ["p", "q"]},
    "safe": mark_safe("<b>ours</b>"),
    "nothing": None,
    "key": lambda: "fresh",
}
TEMPLATES = [
    "{{ card.title }} {{ card.number }} {{ safe }} {{ nothing }} {{ missing }} {{ card.missing }} {{ key }}",
    "{% for one in cards %}{{ forloop.counter }}{{ one.title }}{% if forloop.last %}.{% endif %}{% empty %}none{% endfor %}",
    "{% for one in missing %}x{% empty %}none{% endfor %}",
    "{% for a, b in pairs %}{{ a }}{{ b }}{% endfor %}",
    "{% if card.number %}a{% elif card.title == 'x' or not missing %}b{% else %}c{% endif %}",
    "{% if card.number == 0 and missing != 1 %}zero{% endif %}{% if 'p' in words.items_of %}in{% endif %}",
    "{{ words.x }}{{ words.items_of|join:', ' }}{{ missing|default_if_none:'-' }}{{ card.title|capfirst }}",
    "{% with title=card.title %}{{ title }}{% endwith %}{% comment %}no{% endcomment %}{% now 'Y' %}",
]


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_template_prints_what_django_prints(source: str) -> None:
    template = engines["django"].from_string(source).template
    made = compiled._nodes(template.nodelist, template)(dict(SCOPE))
    assert made == template.render(Context(SCOPE))
