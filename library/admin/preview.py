"""The page as a reader will see it, from what was typed but not saved."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from library import publishing, signs
from library.documents import store
from library.models import Source, Status, Term, WarningSign
from library.models.entry import Entry


def path_of(row: models.Model) -> str:
    """The public page that shows a row; an empty text when none does."""
    if isinstance(row, Entry):
        return row.get_absolute_url() if row.slug else ""
    if isinstance(row, Source):
        return f"{reverse('library:sources')}#source-{row.key}"
    if isinstance(row, WarningSign):
        return reverse("library:chapter", args=[signs.HOME])
    return reverse("library:glossary") if isinstance(row, Term) else ""


def page(row: models.Model, request: HttpRequest) -> HttpResponse:
    """The real public page of a row, with a bar that says that nothing is saved.

    Call it inside a transaction that is rolled back afterwards: a draft is published for the moment, so that the
    public view finds it.
    """
    if isinstance(row, Entry) and not row.is_live:
        row.status, row.publish_at = Status.PUBLISHED, None
        row.save(update_fields=["status", "publish_at"])
        publishing.render_again([store.find(store.kind_of(row), row.slug)])
    path = path_of(row).partition("#")[0]
    reader = HttpRequest()
    reader.method = "GET"
    reader.META = {
        key: value for key, value in request.META.items() if key.startswith(("SERVER_", "HTTP_HOST", "wsgi."))
    }
    reader.path = reader.path_info = path
    view = resolve(path)
    shown = view.func(reader, *view.args, **view.kwargs)
    text = shown.content.decode()
    bar = render_to_string("admin/library/preview_bar.html", {"name": str(row)})
    text = text.replace("<body>", f"<body>\n{bar}", 1).replace(
        "<head>", '<head>\n<meta name="robots" content="noindex">', 1
    )
    return HttpResponse(text, headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"})
