"""The public pages. Each is the same for everyone: it reads the tables, never the reader."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from ankles.caching import public_page
from ankles.responses import Gone, MovedTo, site_context
from library import catalogue, facets, figures, meta, pages, places, renaming, routine_finder, standalone
from library import search as searching
from library.addresses import address
from library.clock import TimedDose
from library.documents.store import kind_of
from library.link_pictures import Subject
from library.link_pictures.subjects import of_entry, of_page, of_place
from library.meta import PageMeta
from library.models import Article, Exercise, Routine, Source, Term
from library.models.entry import Entry
from library.pictures import has_own

# What stands below the page of these kinds.
BELOW = {"play/": ("exercise", "routine"), "sheet/": ("routine",)}
# The guide as it is released fits on one page of the index; a thousand exercises are pages of some 25 kB.
EXERCISES_ON_A_PAGE = 36
IMMUTABLE = "public, max-age=31536000, immutable"


def respond(request: HttpRequest, template: str, head: PageMeta, **context: Any) -> HttpResponse:
    """Render a public page; it gets no request, so it cannot depend on one."""
    return render(None, template, site_context() | {"meta": head, **context})


def head_of(
    entry: Entry,
    section: str,
    above: tuple[str, str],
    thing: meta.Data,
    subject: Subject,
    figure_css: str = "",
    picture: str = "",
) -> PageMeta:
    """The head of the page of a chapter, an issue, an exercise or a routine. `above` is the page that lists it, in words
    and by its address; `thing` says to search engines what it is; `subject` is what stands on its link picture."""
    path = entry.get_absolute_url()
    first = catalogue.current().first_published.get((kind_of(entry), entry.slug))
    return PageMeta(
        title=entry.title,
        sort=subject.kind,
        description=entry.summary,
        path=path,
        section=section,
        og_type="article",
        figure_css=figure_css,
        picture=picture,
        picture_alt=getattr(entry, "picture_alt", ""),
        subject=subject,
        data=[thing | meta.dates(entry.edited_at, first), meta.breadcrumbs(above, (entry.title, path))],
    )


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    """The first page: where to start, a routine, the issues, the chapters."""
    head = PageMeta(
        title="A field guide to your own ankles",
        description="Drawn exercises, common problems and short routines for runners' ankles. Free, cited, without adverts or an account.",
        path="/",
        subject=of_page("home"),
        data=[meta.website()],
    )
    return respond(request, "library/home.html", head, **pages.home())


@public_page()
def guide(request: HttpRequest) -> HttpResponse:
    """The contents of the guide."""
    head = PageMeta(
        title="A guide to runners' ankles",
        description="Short chapters on runners' ankles: how they work, what mobility can do, how to measure yours, and when to see somebody.",
        path=reverse("library:guide"),
        subject=of_page("guide"),
        section="guide",
    )
    return respond(request, "library/guide.html", head, **pages.guide())


@public_page()
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter."""
    article = published_or_gone("chapter", Article.objects.chapters(), slug, request)
    path = article.get_absolute_url()
    subject = of_entry("chapter", slug, article.title, article.body)
    head = head_of(
        article,
        "guide",
        ("The guide", reverse("library:guide")),
        meta.article(article.title, article.summary, path, subject),
        subject,
    )
    return respond(request, "library/chapter.html", head, **pages.chapter(article))


@public_page()
def issues(request: HttpRequest) -> HttpResponse:
    """The common problems, one after the other."""
    head = PageMeta(
        title="Common problems of runners' ankles",
        description="Common ankle and foot problems of runners: what each often feels like, what many find helps, and when to see somebody.",
        path=reverse("library:issues"),
        subject=of_page("issues"),
        section="guide",
    )
    return respond(request, "library/issues.html", head, issues=catalogue.current().issues)


@public_page()
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue."""
    article = published_or_gone("issue", Article.objects.issues(), slug, request)
    path = article.get_absolute_url()
    subject = of_entry("issue", slug, article.title)
    head = head_of(
        article,
        "guide",
        ("Common problems", reverse("library:issues")),
        meta.article(article.title, article.summary, path, subject, about=article.clinical_name),
        subject,
    )
    return respond(request, "library/issue.html", head, **pages.issue(article))


@public_page()
def place_index(request: HttpRequest) -> HttpResponse:
    """Every place of the foot map."""
    head = PageMeta(
        title="Where it hurts: a map of the foot and ankle",
        description="Choose the place on the foot, ankle or lower leg: what to rule out first there, and which pages may fit.",
        path=reverse("library:places"),
        subject=of_page("places"),
        section="guide",
    )
    return respond(request, "library/places.html", head, **pages.place_index())


@public_page()
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The choice at one place of the foot map."""
    region = places.BY_SLUG.get(slug)
    if region is None or not places.known_areas(region):
        raise Http404
    path = places.address_of(slug)
    head = PageMeta(
        title=f"Where it hurts: {region.in_a_sentence}",
        description=f"{region.name}: what to rule out first, and what each problem that may fit here often feels like.",
        path=path,
        subject=of_place(region),
        section="guide",
        data=[meta.breadcrumbs(("Where it hurts", reverse("library:places")), (region.name, path))],
    )
    return respond(request, "library/place.html", head, **pages.place(region))


@public_page(*facets.PARAMS, "page")
def exercises(request: HttpRequest) -> HttpResponse:
    """The index of exercises, narrowed by facets in the query string, so many on a page.

    A page that there is not is the nearest one: exercises come and go, and an old address still shows some.
    """
    path = reverse("library:exercises")
    rows = catalogue.current().exercises
    selection = facets.Selection(dict(request.GET.lists()))
    kept = selection.of(rows)
    shown = Paginator(kept, EXERCISES_ON_A_PAGE).get_page(request.GET.get("page"))
    head = PageMeta(
        title="Ankle exercises for runners"
        if shown.number == 1
        else f"Ankle exercises for runners, page {shown.number}",
        description=f"{len(rows)} ankle and foot exercises for runners, by type, time, equipment and place, each with its dose and its source.",
        path=path,
        subject=of_page("exercises"),
        section="exercises",
        # Each exercise is in the sitemap; the pages of a list are ways, not places.
        robots="" if selection.is_empty and shown.number == 1 else "noindex, follow",
    )
    return respond(
        request,
        "library/exercises.html",
        head,
        facets=facets.facet_list(selection, rows),
        cards_html=[mark_safe(one.row.card_html) for one in shown],
        shown=shown,
        before_url=selection.url(path, shown.previous_page_number()) if shown.has_previous() else "",
        after_url=selection.url(path, shown.next_page_number()) if shown.has_next() else "",
        count=len(kept),
        total=len(rows),
        active=facets.chosen_options(selection, path),
        loosen=[] if kept else facets.loosen(selection, rows, path),
        more=[] if kept else facets.things_to_add(selection, rows, path),
        clear_url=path,
    )


@public_page()
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise."""
    row = published_or_gone("exercise", Exercise.objects.all(), slug, request)
    path = row.get_absolute_url()
    picture = row.picture if has_own(slug, row.picture) else ""
    subject = of_entry("exercise", slug, row.title)
    images = meta.images_of(subject, slug, picture)
    head = head_of(
        row,
        "exercises",
        ("Exercises", reverse("library:exercises")),
        meta.how_to(row.title, row.summary, path, [("", row.steps)], TimedDose.of(row.dose).seconds(), images),
        subject,
        figure_css=meta.figure_css_path(slug),
        picture=picture,
    )
    return respond(request, "library/exercise.html", head, **pages.exercise(row))


@public_page(*routine_finder.PARAMS)
def routines(request: HttpRequest) -> HttpResponse:
    """All routines, or those that fit the minutes there are and what is at hand."""
    wish = routine_finder.Wish.of(dict(request.GET.lists()))
    every = pages.routines()
    ways = catalogue.current().routine_ways
    head = PageMeta(
        title="Ankle routines for runners" if wish.is_clear else "Error: Ankle routines for runners",
        description="Short ankle routines for runners: before a run, after a run, daily mobility, strength, and balance for trails.",
        path=reverse("library:routines"),
        subject=of_page("routines"),
        section="routines",
        robots="" if wish.is_empty else "noindex, follow",
    )
    fitting = {line["slug"]: wish.fitting(ways.get(line["slug"], [])) for line in every}
    found = [
        line | {"fitting": routine_finder.named_where_some_fit(ways[line["slug"]], fitting[line["slug"]])}
        for line in every
        if fitting[line["slug"]]
    ]
    response = respond(
        request,
        "library/routines.html",
        head,
        routines=found if wish.is_clear else every,
        nearest=[] if found else routine_finder.nearest(wish, every, ways, head.path),
        total=len(every),
        wish=wish,
        longest=routine_finder.LONGEST,
        things=[
            (value, words, wish.have is not None and value in wish.have)
            for value, words in routine_finder.things_of(way.needs for some in ways.values() for way in some)
        ],
        nothing=wish.have == frozenset(),
    )
    if not wish.is_clear:
        response.status_code = 422
    return response


@public_page()
def routine(request: HttpRequest, slug: str) -> HttpResponse:
    """One routine."""
    row = published_or_gone("routine", Routine.objects.all(), slug, request)
    path = row.get_absolute_url()
    context = pages.routine(row)
    words = [(stage["name"], [meta.step_in_words(step) for step in stage["steps"]]) for stage in context["stages"]]
    first = catalogue.current().routine_drawings.get(slug, [""])[0]
    picture = catalogue.picture_in_place_of(first) if first else ""
    subject = of_entry("routine", slug, row.title)
    head = head_of(
        row,
        "routines",
        ("Routines", reverse("library:routines")),
        meta.how_to(
            row.title,
            row.summary,
            path,
            words,
            pages.one_time(context["stages"]),
            meta.images_of(subject, first, picture),
        ),
        subject,
    )
    return respond(request, "library/routine.html", head, **context)


@public_page()
def sources(request: HttpRequest) -> HttpResponse:
    """Every work that a published page cites, and where."""
    head = PageMeta(
        title="What this guide rests on: its sources",
        description="Every work this guide cites: what it is used for, what kind of evidence it is, how far it was checked, and on which pages it stands.",
        path=reverse("library:sources"),
        subject=of_page("sources"),
    )
    return respond(request, "library/sources.html", head, sources=pages.sources(Source.objects.in_order()))


@public_page()
def glossary(request: HttpRequest) -> HttpResponse:
    """The field's words beside the everyday ones."""
    head = PageMeta(
        title="Words for feet and ankles",
        description="The words of physios and coaches for feet and ankles, each in plain English, with the page that explains it.",
        path=reverse("library:glossary"),
        subject=of_page("glossary"),
        section="guide",
    )
    return respond(request, "library/glossary.html", head, terms=pages.terms(Term.objects.order_by("term")))


@public_page("q")
def search(request: HttpRequest) -> HttpResponse:
    """Search. What was asked is answered and forgotten: no cache here or on the way keeps it."""
    query = request.GET.get("q", "").strip()[:100]
    found = searching.search(query)
    head = PageMeta(
        title="Search",
        description="Search the guide for a place, a feeling, an exercise or a word.",
        path=reverse("library:search"),
        subject=of_page("search"),
        robots="noindex" if query else "",
    )
    response = respond(
        request,
        "library/search.html",
        head,
        q=query,
        results=found.results,
        nearest=found.nearest,
        mended=found.mended,
        heard=found.heard,
        issues=catalogue.current().issues,
    )
    if query:
        response.headers["Cache-Control"] = "no-store"
    return response


@public_page()
def about(request: HttpRequest) -> HttpResponse:
    """Who makes Ankles, and how its content comes about."""
    head = PageMeta(
        title="About this guide and who runs it",
        description="Who runs this site, how its words and drawings come about, what it cannot do, and how to report a mistake.",
        path=reverse("library:about"),
        subject=of_page("about"),
    )
    return respond(request, "library/about.html", head)


@public_page()
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and what is not."""
    head = PageMeta(
        title="Privacy and your data",
        description="The guide sets no cookie and keeps nothing about its readers. What the logbook keeps, why, how long, and how to take it out or erase it.",
        path=reverse("library:privacy"),
        subject=of_page("privacy"),
    )
    return respond(request, "library/privacy.html", head)


@public_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, and what to do when something does not work."""
    head = PageMeta(
        title="Accessibility of this guide",
        description="How this site was tested for keyboards, contrast, small phones and paper, and how to report what does not work.",
        path=reverse("library:accessibility"),
        subject=of_page("accessibility"),
    )
    return respond(request, "library/accessibility.html", head)


@public_page()
def figure_css(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """How one figure moves, as a stylesheet under an address that changes with it."""
    path = meta.figure_css_path(slug)
    if not path:
        raise Http404
    # A page of an earlier release that is still open has its figure move as it does now, and nobody keeps it under that name.
    control = IMMUTABLE if path == request.path else "public, max-age=60"
    return HttpResponse(figures.movement_css(slug), content_type="text/css", headers={"Cache-Control": control})


@public_page()
def figure_svg(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """One figure as a picture, for search engines and whoever shares it, under an address that changes with it."""
    if meta.figure_svg_path(slug) != request.path:
        raise Http404
    return HttpResponse(standalone.svg_file(slug), content_type="image/svg+xml", headers={"Cache-Control": IMMUTABLE})


def published_or_gone(kind: str, every: Any, slug: str, request: HttpRequest) -> Any:
    """The published row of a kind with a slug, out of all of them.

    Raises MovedTo for one that is called otherwise now or was replaced, Gone for one taken back, Http404 for the rest.
    """
    row = every.published().filter(slug=slug).first()
    if row is None:
        if to := renaming.moved_to(kind, slug):
            below = request.path.rpartition(f"/{slug}/")[2]
            raise MovedTo(address(*to) + (below if to[0] in BELOW.get(below, ()) else ""))
        if old := every.retired().filter(slug=slug).first():
            raise Gone(old.title)
        raise Http404
    return row
