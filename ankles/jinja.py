"""The logbook's templates: Jinja2, Django's own second engine (docs/decisions/0015-the-logbook-is-jinja2.md).

A page of theirs is a file of blocks: `log`, what stands on the page; `said`, what is said of an act; `head`, what the page
needs in its head. Each is rendered alone, so that a page and its answer to htmx are made of the same. A block that is rendered
alone sees neither `import` nor `set` at the top of its file: what templates share are globals of the environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest
from django.template.backends.utils import csrf_input_lazy
from django.template.defaultfilters import capfirst, linebreaksbr
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined, Template

from ankles.problems import problems
from ankles.templatetags.ankles import icon_svg
from ankles.unbroken import unbroken


def environment(**options: Any) -> Environment:
    """What settings.TEMPLATES names. A name that a page was not given raises, with DEBUG and without (Django's own differ)."""
    ours = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        # All of them are kept: to know which of 400 was used last costs more than to print a small one.
        "cache_size": -1,
    }
    made = Environment(**options | ours)  # noqa: S701 (Django's backend turns autoescape on; a test holds that it is)
    made.filters |= {"capfirst": capfirst, "linebreaksbr": linebreaksbr, "unbroken": unbroken}
    made.globals |= {
        "error": error,
        "error_summary": error_summary,
        "hint_and_error": hint_and_error,
        "icon": icon_svg,
        "problems": problems,
        "static": static,
        "url": url,
        # The folder `macros`, each file by its name.
        "inputs": Macros(made, "macros/inputs.html"),
        "ui": Macros(made, "macros/ui.html"),
    }
    return made


class Macros:
    """The macros of a file, by their names. The file is asked for each time: with DEBUG an edit is seen at once."""

    def __init__(self, made: Environment, file: str) -> None:
        self._environment, self._file = made, file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment.get_template(self._file).module, name)


def blocks(
    template: str, names: Iterable[str], context: Mapping[str, Any], request: HttpRequest | None
) -> dict[str, SafeString]:
    """Some blocks of a page, by name; those it does not have are left out. Raises what a template raises."""
    page: Template = get_template(template, using="jinja2").template  # type: ignore[attr-defined]  # the backend's own
    # Without a request it is a public page: one with a form of its own would raise.
    given = page.new_context({**context, **({"csrf_input": csrf_input_lazy(request)} if request else {})})
    try:
        # Jinja2 escaped every value on its way in: to Django's frame around it, all of it is markup.
        return {name: mark_safe("".join(page.blocks[name](given))) for name in names if name in page.blocks}
    except Exception:
        page.environment.handle_exception()  # says which line of which template it was


def url(name: str, *args: Any) -> str:
    """The address of a view, as `{% url %}` gives it."""
    return reverse(name, args=args)


# --- What Django's forms print, too, stands in Django's templates and nowhere else. ---


def error_summary(found: Iterable[tuple[str, str]]) -> SafeString:
    """What is wrong with a form, above it: the id of each field (empty for none) and words."""
    return render_to_string("parts/error_summary.html", {"problems": found}, using="django")


def hint_and_error(field: BoundField) -> SafeString:
    """What is said of a field, and what is wrong with it."""
    return render_to_string("parts/hint_and_error.html", {"field": field}, using="django")


def error(message: str, key: str = "") -> SafeString:
    """What is wrong with one field; `key` is the id that the field names."""
    return render_to_string("parts/error.html", {"message": message, "key": key}, using="django")
