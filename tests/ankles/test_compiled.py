"""What is compiled prints what Django prints, letter by letter."""

from __future__ import annotations

from collections import namedtuple
from datetime import date
from typing import Any

import pytest
from django.template import Context, engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

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
    "holder": lambda: Card("held", 3),
    "odd_keys": {"items": "an item", "get": "got"},
    "date": date(2026, 11, 27),
    "text": "ab",
    "lazy": gettext_lazy("Yes"),
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
    "{{ holder.title }}{{ holder.title.missing }}{{ card.title.0 }}{{ cards.1.title }}{{ odd_keys.items }}{{ odd_keys.get }}",
    "{% for key, value in words.items %}{{ key }}{% endfor %}{{ words.missing }}{{ nothing.more }}{{ missing.more.still }}",
    "{% for one in cards reversed %}{{ forloop.revcounter }}{{ forloop.revcounter0 }}{{ forloop.counter0 }}{% if forloop.first %}!{% endif %}"
    "{% for a, b in pairs %}{{ a }}{{ forloop.parentloop.counter }}{{ one.title }}{% endfor %}{% endfor %}{{ one.title }}",
    "{% for sign in text %}{{ sign }}{% endfor %}{% for one in nothing %}x{% empty %}none{% endfor %}{% for one in cards %}{% empty %}x{% endfor %}",
    "{% with a=card.number b='<i>' %}{{ a }}{{ b }}{% with a=b %}{{ a }}{% endwith %}{{ a }}{% endwith %}{{ a }}",
    "100% of it, %s, {{ card.title }}%, \\n '{{ card.number }}' \"{{ safe }}\" {% verbatim %}{{ x }}{% endverbatim %}",
    "{{ date }} {{ date|date:'Y-m-d' }} {{ lazy }} {{ 1.5 }} {{ 'a & b' }} {{ safe|capfirst }} {{ cards }}",
    "{% if card.number < 1 and card.title and not nothing %}a{% endif %}{% if 'x' in missing or 3 > nothing %}b{% else %}c{% endif %}",
    "{% if nothing %}a{% elif card.number == 0 %}b{% elif card.title %}c{% endif %}{% if missing is None and nothing is not True %}d{% endif %}",
    "{% for card in cards %}{% include 'logbook/parts/wrong.html' with name=card.title message=card.number %}{% endfor %}",
]


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_template_prints_what_django_prints(source: str) -> None:
    template = engines["django"].from_string(source).template
    made = compiled.function(template, "source")(dict(SCOPE))
    assert made == template.render(Context(SCOPE))
