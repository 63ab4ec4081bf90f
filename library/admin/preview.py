"""The page as a reader will see it: of what was typed, of a draft, of any earlier state; at two widths, light and dark.

The frames show the real public page, made for them inside a transaction that is taken back. Nobody else can see it, no
cache keeps it, and no other page of the site may be put into a frame.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ankles import storage
from library import drafts, publishing, referable, rendering, signs
from library.admin.presentable import presentable
from library.admin.when import instant_in_words
from library.documents import schema, store, value_checks
from library.documents.schema import LISTS, PAGES
from library.editors_text import EditorsText
from library.models import Draft, Preview, Revision, Source, Term, WarningSign
from library.models.entry import Entry
from library.writers import only_writer

if TYPE_CHECKING:
    from ankles.accounts.models import User

WIDTHS = {"phone": "Phone, 390 wide", "desktop": "Desktop, 1280 wide"}
SCHEMES = {"light": "Light", "dark": "Dark"}
# What a dark reader's browser says; a frame always hears what the editor's own browser says.
SAID_DARK = "(prefers-color-scheme: dark)"


def preview_url(what: str, pk: int, page: str = "preview", *args: str) -> str:
    """Where a state is looked at: `typed`, `draft` or `state` with its number."""
    return reverse(f"admin:library_{page}", args=[what, pk, *args])


def has_page(text: EditorsText) -> bool:
    """Whether readers meet such an object on a page."""
    return text.kind not in ("area", "synonym")


def path_of(row: models.Model) -> str:
    """The public page that shows a row; an empty text when none does."""
    if isinstance(row, Entry):
        return row.get_absolute_url() if row.slug else ""
    if isinstance(row, Source):
        return f"{reverse('library:sources')}#source-{row.key}"
    if isinstance(row, WarningSign):
        return reverse("library:chapter", args=[signs.HOME])
    return reverse("library:glossary") if isinstance(row, Term) else ""


def text_to_show(request: HttpRequest, what: str, pk: int) -> tuple[EditorsText, str]:
    """The text to look at, and what it is in words. Raises Http404; what somebody typed is shown to nobody else."""
    person = cast("User", request.user)
    if what == "typed" and (typed := Preview.objects.filter(pk=pk, by=person).first()):
        return EditorsText(typed.kind, typed.name, typed.slug, typed.document), "what you typed. It is not saved"
    if what == "draft" and (draft := Draft.objects.filter(pk=pk).first()):
        return drafts.of_draft(draft), f"the draft that {draft.by or 'somebody'} saved. It is not published"
    if what == "state" and (state := Revision.objects.filter(pk=pk, kind__in=schema.KINDS).first()):
        return drafts.of_revision(state), f"the state of {instant_in_words(state.at)}. It is not what readers see now"
    raise Http404


@never_cache
@require_safe
def preview(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """One state in a frame, at the width and in the colours that are asked for."""
    text, said = text_to_show(request, what, pk)
    if not has_page(text):
        raise Http404
    width = request.GET.get("width", "")
    scheme = request.GET.get("scheme", "")
    width, scheme = width if width in WIDTHS else "phone", scheme if scheme in SCHEMES else "light"
    shown, unfinished = presentable(text)
    title = f"Preview of “{_name(shown)}”"
    context = {
        "title": title,
        "said": said,
        "unfinished": unfinished,
        "width": width,
        "scheme": scheme,
        "choices": [
            ("Width", [(words, f"?width={name}&scheme={scheme}", name == width) for name, words in WIDTHS.items()]),
            ("Colours", [(words, f"?width={width}&scheme={name}", name == scheme) for name, words in SCHEMES.items()]),
        ],
        "frame": preview_url(what, pk, "preview_page", scheme),
    }
    return render(request, "admin/library/preview.html", admin.site.each_context(request) | context)


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # typed for views without parameters
def preview_page(request: HttpRequest, what: str, pk: int, scheme: str) -> HttpResponse:
    """What stands in the frame: the public page."""
    text, _ = text_to_show(request, what, pk)
    if not has_page(text) or scheme not in SCHEMES:
        raise Http404
    try:
        html = page_of_text(presentable(text)[0], request)
    except (ObjectDoesNotExist, DatabaseError, LookupError, ValueError, TypeError):
        html = render_to_string("admin/library/preview_failed.html", {"scheme": scheme})
    sheet = reverse("admin:library_preview_css", args=[scheme])
    html = html.replace(f'href="{static("ankles/css/site.css")}"', f'href="{sheet}"', 1)
    head = f'<head>\n<meta name="robots" content="noindex">\n<base target="_blank">\n<meta name="preview" content="{scheme}">'
    return HttpResponse(
        html.replace("<head>", head, 1),
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )


@never_cache
@require_safe
def preview_css(request: HttpRequest, scheme: str) -> HttpResponse:
    """The stylesheet of the site for one of the two colour schemes, whatever the editor's own browser prefers."""
    if scheme not in SCHEMES:
        raise Http404
    return HttpResponse(stylesheet_in(scheme), content_type="text/css", headers={"Cache-Control": "private, no-store"})


@lru_cache(maxsize=2)
def stylesheet_in(scheme: str) -> str:
    """The site's stylesheet where `scheme` is not asked of the browser."""
    found = {path: (where, path) for finder in get_finders() for path, where in finder.list([])}
    css = storage.flattened("ankles/css/site.css", {name: one for name, one in found.items() if name.endswith(".css")})
    css = storage.URL.sub(lambda hit: f'url("{_moved(hit["url"])}")', css)
    said = SAID_DARK if SAID_DARK in css else SAID_DARK.replace(": ", ":")
    css = css.replace(said, "(min-width: 0)" if scheme == "dark" else "(max-width: 0)")
    for both in ("color-scheme: light dark", "color-scheme:light dark"):
        css = css.replace(both, f"color-scheme: {scheme}")
    return css


def _moved(url: str) -> str:
    if url.startswith(("/", "#", "data:", "http:", "https:")):
        return url
    name, hash_, rest = url.partition("#")
    return static(posixpath.normpath(posixpath.join("ankles/css", name))) + hash_ + rest


def page_of_text(text: EditorsText, request: HttpRequest) -> str:
    """The HTML of the public page that a text would make. Nothing of it stays in the tables."""
    with only_writer():
        try:
            return _page(text, request)
        finally:
            transaction.set_rollback(True)


def _page(text: EditorsText, request: HttpRequest) -> str:
    row = store.write(text.kind, _name_to_write(text), text.whole, position=text.place)
    key = LISTS.get(text.kind)
    if key and text.wanted and getattr(row, key) != text.wanted:
        setattr(row, key, text.wanted)
        row.save()
    now = referable.from_tables()
    shown = row if isinstance(row, Entry) else _home_of_signs() if isinstance(row, WarningSign) else None
    if shown is not None:
        rendering.render(store.find(store.kind_of(shown), shown.slug) or shown, now)
    # Lists on the page are read from the tables, too, and not from what is kept for readers.
    publishing.begin_version()
    path = path_of(row).partition("#")[0]
    reader = HttpRequest()
    reader.method = "GET"
    reader.META = {
        key: value for key, value in request.META.items() if key.startswith(("SERVER_", "HTTP_HOST", "wsgi."))
    }
    reader.path = reader.path_info = path
    view = resolve(path)
    html: str = view.func(reader, *view.args, **view.kwargs).content.decode()
    return html


def _home_of_signs() -> Entry | None:
    found: Entry | None = store.find("chapter", signs.HOME)
    return found


def _name_to_write(text: EditorsText) -> str:
    if text.name:
        return text.name
    wanted_name = text.wanted
    if text.kind in PAGES and not value_checks.SLUG.fullmatch(wanted_name):
        wanted_name = "preview"
    return wanted_name if wanted_name and store.find(text.kind, wanted_name) is None else "preview-of-a-new-page"


def _name(text: EditorsText) -> str:
    return Draft(kind=text.kind, name=text.name, slug=text.slug, document=text.document).title
