"""The drawings that templates ask for by name."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError

from ankles.templatetags.ankles import ICONS, KINDS

ENGINE = Engine(builtins=["ankles.templatetags.ankles"])


def rendered(source: str, **context: object) -> str:
    """`source` rendered with our tags as builtins."""
    return ENGINE.from_string(source).render(Context(context))


def test_an_icon_is_hidden_from_screen_readers_because_a_word_stands_beside_it() -> None:
    assert (
        rendered('{% icon "plus" %}')
        == '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12,5V19M5,12H19"/></svg>'
    )


def test_an_icon_may_be_named_by_the_context() -> None:
    assert rendered("{% icon name %}", name="plus") == rendered('{% icon "plus" %}')


def test_an_icon_nobody_drew_is_found_when_the_template_is_loaded() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon is called"):
        ENGINE.from_string('{% if never %}{% icon "unicorn" %}{% endif %}')


def test_an_icon_without_a_name_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="one argument"):
        ENGINE.from_string("{% icon %}")


def test_a_kind_is_a_shape_and_a_word_and_the_word_is_escaped() -> None:
    html = rendered("{% kind type label %}", type="static", label="<Static>")
    assert html == (
        '<span class="kind static"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1,6H15V10H1Z"/></svg>&lt;Static&gt;</span>'
    )


def test_every_kind_of_exercise_has_a_shape_of_its_own() -> None:
    assert set(KINDS) == {"dynamic", "static", "strength", "balance", "plyometric"}
    assert len(set(KINDS.values())) == 5


def test_no_drawing_carries_a_style() -> None:
    assert [name for name, drawing in {**ICONS, **KINDS}.items() if "style=" in drawing or "<script" in drawing] == []
