"""Template tags: drawings that repeat, `{% icon "search" %}` and `{% kind x.type x.type_label %}`, and `{% error_summary form %}`.

Drawings are inline SVG that is styled by classes only (the content security policy allows no `style=`). Every drawing is
hidden from assistive technology, because a word always stands beside it. No tag reads the database.
"""

from typing import Any, Final

from django import template
from django.forms import BaseForm
from django.template.base import Node, Parser, TextNode, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ankles.problems import problems
from ankles.unbroken import unbroken

register = template.Library()
register.filter("unbroken", unbroken, is_safe=True)

# Path data on a 24 x 24 grid, drawn with a stroke of 1.8 (class `icon`).
ICONS: Final[dict[str, str]] = {
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16,16L21,21"/>',
    "book": '<path d="M4,5.5C7,4.5,10,4.8,12,6.5C14,4.8,17,4.5,20,5.5V18.5C17,17.6,14,17.8,12,19.5C10,17.8,7,17.6,4,18.5ZM12,6.5V19.5"/>',
    "figure": '<circle cx="14" cy="4.6" r="2.1"/><path d="M6,20L10.5,13L12.5,8.5L18,10M10.5,13L14,15.5V20M4,20.5H8.5M14,20.5H17"/>',
    "list": '<path d="M9,6H20M9,12H20M9,18H20M4.5,6H4.6M4.5,12H4.6M4.5,18H4.6"/>',
    "log": '<path d="M5,4H17.5C18.3,4,19,4.7,19,5.5V20H6.5A1.5,1.5,0,0,1,5,18.5ZM5,4V18.5M8.5,12.5L11,15L15.5,9.5"/>',
    "check": '<path d="M4.5,12.5L10,18L19.5,7"/>',
    "x": '<path d="M6,6L18,18M18,6L6,18"/>',
    "play": '<path d="M7.5,4.5L19.5,12L7.5,19.5Z"/>',
    "pause": '<path d="M8,5V19M16,5V19" stroke-width="3.4"/>',
    "next": '<path d="M6,5.5L15,12L6,18.5ZM18.5,5.5V18.5"/>',
    "prev": '<path d="M18,5.5L9,12L18,18.5ZM5.5,5.5V18.5"/>',
    "plus": '<path d="M12,5V19M5,12H19"/>',
    "minus": '<path d="M5,12H19"/>',
    "stop": '<path d="M8,3H16L21,8V16L16,21H8L3,16V8ZM12,7.5V13M12,16.4V16.5"/>',
    "warn": '<path d="M12,3.5L21.5,20H2.5ZM12,10V14.5M12,17.2V17.3"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12,11V16.5M12,7.6V7.7"/>',
    "arrow": '<path d="M5,12H19M13,6L19,12L13,18"/>',
    "back": '<path d="M19,12H5M11,6L5,12L11,18"/>',
    "sound": '<path d="M4,9.5V14.5H7.5L12,18.5V5.5L7.5,9.5ZM15.5,9C17,10.6,17,13.4,15.5,15M18,6.5C21,9.6,21,14.4,18,17.5"/>',
    "print": '<path d="M7,8V3.5H17V8M7,17H4V8.5H20V17H17M7,14H17V20.5H7Z"/>',
    "filter": '<path d="M4,6H20M7,12H17M10,18H14"/>',
    "undo": '<path d="M8,5L4,9L8,13M4,9H14.5A5,5,0,0,1,14.5,19H9"/>',
    "calendar": '<path d="M4.5,5.5H19.5V20H4.5ZM4.5,10H19.5M8.5,3V7M15.5,3V7"/>',
    "user": '<circle cx="12" cy="8.5" r="4"/><path d="M4.5,20.5C5.5,16,8.5,14.5,12,14.5S18.5,16,19.5,20.5"/>',
    "easier": '<path d="M3.5,6H9.5V12H15.5V18H20.5"/>',
    "heel": '<path d="M8,3C8,8,6,12,5.5,16C5.3,19,7,20.5,10,20.5H19.5C20.5,18,17,17,15,15C13.5,13,14,8,14,3"/>',
}
FILLED: Final = frozenset({"play"})

# One shape for each kind of exercise on a 16 x 16 grid: turning arrow, bar, steps, triangle, two chevrons (a hop).
KINDS: Final[dict[str, str]] = {
    "dynamic": '<path class="outline" d="M13.2,5.4A6,6,0,1,0,14,9M13.6,1.8V5.6H9.8"/>',
    "static": '<path d="M1,6H15V10H1Z"/>',
    "strength": '<path d="M1,15V10H6V6H11V1H15V15Z"/>',
    "balance": '<path d="M8,1L15,15H1Z"/>',
    "plyometric": '<path class="outline" d="M2.5,8.5L8,3L13.5,8.5M2.5,14L8,8.5L13.5,14"/>',
}


def icon_svg(name: str) -> SafeString:
    """The icon `name` as inline SVG. Raises KeyError for a name that is not drawn."""
    fill = " fill" if name in FILLED else ""
    return mark_safe(f'<svg class="icon{fill}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')


class IconNode(Node):
    """An icon whose name is only known when the page is rendered."""

    def __init__(self, name: template.base.FilterExpression) -> None:
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        return icon_svg(str(self.name.resolve(context)))


@register.tag("icon")
def icon(parser: Parser, token: Token) -> Node:
    """`{% icon "search" %}`. A name in quotes becomes plain text when the template is compiled, so it costs nothing to render.

    Raises TemplateSyntaxError when the name is not drawn, which is seen as soon as the template is loaded.
    """
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError("icon takes one argument: the name of the icon")
    name = words[1]
    if name[0] not in "\"'":
        return IconNode(parser.compile_filter(name))
    if name[1:-1] not in ICONS:
        raise template.TemplateSyntaxError(f"no icon is called {name}; there are: {', '.join(sorted(ICONS))}")
    return TextNode(icon_svg(name[1:-1]))


@register.simple_tag
def kind(value: str, label: str) -> SafeString:
    """Shape and word for a kind of exercise: `{% kind x.type x.type_label %}`. Raises KeyError for an unknown kind."""
    shape = mark_safe(KINDS[value])
    return format_html(
        '<span class="kind {}"><svg viewBox="0 0 16 16" aria-hidden="true">{}</svg>{}</span>', value, shape, label
    )


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, above it."""
    return {"problems": problems(form)}
