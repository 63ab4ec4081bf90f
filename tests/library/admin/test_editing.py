"""An editor changes the guide."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DataError, IntegrityError, OperationalError, connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from library import drafts, exporting, publishing
from library.admin import checking
from library.admin.writing import AT_ONCE, NOT_THERE
from library.documents import store
from library.models import Article, Draft, Exercise, Revision, Routine, Source, Status, Term
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SeedFactory,
    SourceFactory,
    StageFactory,
    StepFactory,
    SuitFactory,
    TermFactory,
    VariationFactory,
    shown,
)
from tests.library.admin.browsing import buttons, open_form, page_of, publish, read

pytestmark = pytest.mark.django_db


def words(routine: Routine) -> list[tuple[str, str]]:
    """The steps of a routine as stage and exercise."""
    return [(step.stage.name if step.stage else "", step.exercise.title) for step in routine.steps.all()]


def test_a_dose_is_a_number_or_a_range(desk: Client) -> None:
    exercise = ExerciseFactory.create()
    shown(exercise)
    assert publish(desk, exercise, reps="8-15", sets="3").status_code == 302
    assert Exercise.objects.get().dose.document() == {"sets": 3, "reps": "8-15", "sides": "both"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15-8", "A range goes from a smaller to a larger number"),
        ("many", "Write a number such as 12"),
        ("", "Say how many"),
    ],
)
def test_a_dose_that_is_none_is_named_at_its_field_and_what_was_typed_stays(
    desk: Client, typed: str, said: str
) -> None:
    exercise = ExerciseFactory.create()
    response = publish(desk, exercise, reps=typed, body="Words that must not be lost.")
    assert list(response.context["adminform"].form.errors) == ["reps"]
    assert said in response.context["adminform"].form.errors["reps"][0]
    assert read(response.content.decode())["body"] == "Words that must not be lost."
    assert read(response.content.decode())["reps"] == typed
    assert Exercise.objects.get().body == exercise.body


def test_a_save_shows_at_once_on_the_public_page(
    desk: Client, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    chapter = ChapterFactory.create(title="How the ankle works")
    shown(chapter)
    assert b"Some words on this page." in client.get(chapter.get_absolute_url()).content
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        assert publish(desk, chapter, body="Quite other words.").status_code == 302
    page = client.get(chapter.get_absolute_url()).content
    assert b"Quite other words." in page
    assert b"Some words on this page." not in page


def test_a_save_makes_one_revision_that_says_who_and_what(desk: Client) -> None:
    exercise = ExerciseFactory.create()
    publish(desk, exercise, title="Heel raise")
    revision = Revision.objects.get()
    assert (revision.kind, revision.slug, revision.action, str(revision.by)) == (
        "exercise", exercise.slug, "saved", "editor@example.org",
    )  # fmt: skip
    assert revision.document["title"] == "Heel raise"


def test_the_export_of_a_changed_dose_is_one_line(desk: Client, tmp_path: Path) -> None:
    exercise = ExerciseFactory.create(
        tissues=["soleus", "achilles", "gastrocnemius"], when=["strength_day", "pre_run"], equipment=["wall", "band"]
    )
    VariationFactory.create(exercise=exercise, position=1)
    SeedFactory.create()
    publishing.record_change(exercise, None)  # the tables know what they hold, as they do of a release
    exporting.export_guide(tmp_path)
    file = tmp_path / f"exercises/{exercise.slug}.md"
    before = file.read_text().splitlines()
    publish(desk, exercise, reps="12")
    assert exporting.export_guide(tmp_path) == [f"exercises/{exercise.slug}.md"]
    after = file.read_text().splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [("  reps: 10", "  reps: 12")]


def test_saving_everything_unchanged_exports_not_one_byte_else(desk: Client, tmp_path: Path) -> None:
    area = AreaFactory.create()
    source = SourceFactory.create()
    chapter = ChapterFactory.create(
        body=f"Words [@{source.key}].\n\n## A part\n\nMore.\n\n- one\n- two",
        covers={"a-part": ["G1", "G2"]},
        aliases=["b", "a"],
    )
    issue = IssueFactory.create(at_a_glance=[{"Where": "Heel: the back"}, {"Worst": "Mornings"}], leave_out="Hops.")
    issue.areas.add(area)
    suit = SuitFactory.create(article=issue, note="Slowly.")
    SuitFactory.create(article=chapter, exercise=suit.exercise)
    VariationFactory.create(exercise=suit.exercise, to=ExerciseFactory.create())
    step = StepFactory.create(note="With care.", exercise=suit.exercise, load="15RM", how_often="Twice")
    stage = StageFactory.create()
    StepFactory.create(routine=stage.routine, stage=stage)
    for routine in (step.routine, stage.routine):
        store.count_minutes(routine)
    rows = [area, source, TermFactory.create(text="Words."), chapter, issue, suit.exercise, step.routine, stage.routine]
    SeedFactory.create()
    exporting.export_guide(tmp_path)
    for row in rows:
        assert publish(desk, row).status_code == 302, row
    assert exporting.export_guide(tmp_path) == []
    # Publishing what readers see already is no state of its own, and moves no date.
    assert not Revision.objects.exists()
    assert {row.edited_at for row in store.rows("chapter")} == {chapter.edited_at}


def test_the_order_of_a_routine_follows_the_numbers(desk: Client) -> None:
    routine = RoutineFactory.create()
    for position, title in enumerate(("A", "B", "C", "D"), start=1):
        StepFactory.create(routine=routine, position=position, exercise__title=title)
    publish(desk, routine, steps__0__position="3")
    assert [title for _, title in words(routine)] == ["B", "C", "A", "D"]
    publish(desk, routine, steps__3__position="1")
    assert [title for _, title in words(routine)] == ["D", "B", "C", "A"]
    publish(desk, routine, steps__0__position="")
    assert [title for _, title in words(routine)] == ["B", "C", "A", "D"]
    assert [step.position for step in routine.steps.all()] == [1, 2, 3, 4]


def test_a_stage_and_its_steps_can_be_added_at_once(desk: Client) -> None:
    stage = StageFactory.create(name="First weeks")
    step = StepFactory.create(routine=stage.routine, stage=stage, exercise__title="Rise")
    response = publish(
        desk,
        stage.routine,
        stages__1__name="Later weeks",
        steps__1__exercise=step.exercise.pk,
        steps__1__in_stage="1",
        steps__1__time_s="90",
        steps__1__hold_s="30-45",
        steps__1__sides="both",
        steps__1__rest_before_s="120-180",
    )
    assert response.status_code == 302
    assert words(stage.routine) == [("First weeks", "Rise"), ("Later weeks", "Rise")]
    assert stage.routine.steps.latest("pk").dose.document() == {"hold_s": "30-45", "sides": "both"}
    assert str(stage.routine.steps.latest("pk").rest_before_s) == "120–180"


def test_a_step_whose_stage_is_removed_is_named(desk: Client) -> None:
    stage = StageFactory.create()
    StepFactory.create(routine=stage.routine, stage=stage)
    response = publish(desk, stage.routine, stages__0__DELETE="on")
    steps = response.context["inline_admin_formsets"][1].formset
    assert steps.forms[0].errors == {"in_stage": ["This stage is not there; choose another"]}
    assert stage.routine.stages.count() == 1


def test_a_broken_promise_in_a_row_is_named_in_that_row(desk: Client) -> None:
    suit = SuitFactory.create()
    response = publish(desk, suit.article, exercises__0__note="ignored", suits__0__note="It heals the tendon.")
    assert response.status_code == 200
    rows = response.context["inline_admin_formsets"][0].formset
    assert rows.forms[0].errors == {"note": ["'heals': no healing is promised; say 'settle' or 'recover'"]}
    assert "It heals the tendon." in response.content.decode()
    suit.refresh_from_db()
    assert suit.note == ""


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("body", "See [this](exercise:no-such).", "(exercise:no-such): there is no such exercise"),
        ("body", "A claim [@nobody-1999].", "[@nobody-1999]: no source has this key"),
        ("body", "# A title\n\nWords.", "Begin headings with ##"),
        ("body", "::: plate no-such\nWords.\n:::", "There is no plate 'no-such'"),
        ("summary", "It cures everything.", "'cures': no cure is promised"),
        ("covers", "no-part: G1", "The text has no part 'no-part'"),
        ("covers", "intro", "Write a part, a colon and its points"),
        ("aliases", "a" * 81, "Line 1: this is 81 characters long; 80 at most"),
    ],
)
def test_a_failing_check_names_its_field_and_nothing_is_saved(desk: Client, field: str, typed: str, said: str) -> None:
    chapter = ChapterFactory.create()
    response = publish(desk, chapter, **{field: typed}, title="Another title")
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert said in errors[field][0]
    assert read(response.content.decode())["title"] == "Another title"
    assert Article.objects.get().title == chapter.title
    assert not Revision.objects.exists()
    assert not LogEntry.objects.exists()


def test_what_is_missing_on_an_issue_is_named(desk: Client) -> None:
    issue = IssueFactory.create()
    errors = publish(desk, issue, signs="", stop_note="").context["adminform"].form.errors
    assert sorted(errors) == ["signs", "stop_note"]


def test_an_exercise_stands_once_in_a_list(desk: Client) -> None:
    suit = SuitFactory.create()
    response = publish(desk, suit.article, suits__1__exercise=suit.exercise.pk)
    assert "An exercise stands here twice. Keep one of the two." in response.content.decode()


def test_two_exercises_in_a_list_can_trade_places(desk: Client) -> None:
    first = SuitFactory.create(position=1)
    second = SuitFactory.create(article=first.article, position=2)
    response = publish(desk, first.article, suits__0__exercise=second.exercise.pk, suits__1__exercise=first.exercise.pk)
    assert response.status_code == 302
    assert [suit.exercise for suit in first.article.suits.all()] == [second.exercise, first.exercise]


def test_a_save_that_would_hide_another_is_held_once_and_keeps_the_text(desk: Client, editor: object) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Mine.", "_publish": "1"}
    publish(desk, chapter, body="Theirs.")
    held = desk.post(page_of(chapter), mine)
    assert "This was saved by editor@example.org" in held.context["adminform"].form.non_field_errors()[0]
    assert [(one.label, one.old, one.new) for one in held.context["clashes"]] == [("Text", "Theirs.", "Mine.")]
    assert read(held.content.decode())["body"] == "Mine."
    assert Article.objects.get().body == "Theirs."
    assert desk.post(page_of(chapter), read(held.content.decode()) | {"_publish": "1"}).status_code == 302
    assert Article.objects.get().body == "Mine."


def test_a_form_opened_before_its_rows_were_written_anew_can_still_be_saved(desk: Client) -> None:
    step = StepFactory.create()
    old = open_form(desk, step.routine)
    publish(desk, step.routine)
    newest = open_form(desk, step.routine)["seen"]
    assert (
        desk.post(page_of(step.routine), old | {"seen": newest, "steps-0-time_s": "75", "_publish": "1"}).status_code
        == 302
    )
    assert [row.time_s for row in step.routine.steps.all()] == [75]


def test_a_new_exercise_is_a_draft_until_it_is_published(desk: Client, client: Client) -> None:
    old = ExerciseFactory.create()
    data = open_form(desk, old) | {"slug": "heel-tap", "title": "Heel tap", "seen": "", "base": ""}
    data |= {"number": str(old.number + 1)}
    kept = desk.post("/admin/library/exercise/add/", data | {"_save": "1"})
    draft = Draft.objects.get()
    assert kept["Location"] == f"/admin/library/exercise/draft/{draft.pk}/"
    assert not Exercise.objects.filter(slug="heel-tap").exists()
    assert client.get("/exercises/heel-tap/").status_code == 404
    again = read(desk.get(kept["Location"]).content.decode())
    # It has no drawing and more of what readers look for is missing: the chief says why it may go live so.
    asked = desk.post(kept["Location"], again | {"_publish": "1"}).context["asked"]
    reasons = {one.name: "It comes with the next release." for one in asked}
    assert desk.post(kept["Location"], again | reasons | {"_publish": "1"}).status_code == 302
    made = Exercise.objects.get(slug="heel-tap")
    assert (made.status, made.is_live) == (Status.PUBLISHED, True)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("typed", "said"), [("Heel Tap", "hyphens"), ("taken", "This address is taken.")])
def test_a_new_page_needs_a_free_address(desk: Client, typed: str, said: str) -> None:
    old = ChapterFactory.create(slug="taken")
    data = open_form(desk, old) | {"slug": typed, "title": "New", "seen": ""}
    response = desk.post("/admin/library/chapter/add/", data | {"_publish": "1"})
    assert said in " ".join(response.context["adminform"].form.errors["slug"])


def test_an_address_under_which_a_drawing_is_filed_stays(desk: Client) -> None:
    exercise = ExerciseFactory.create(slug="toe-walk")
    publish(desk, exercise, slug="moved", title="Walking on toes")
    assert (Exercise.objects.get().slug, Exercise.objects.get().title) == ("toe-walk", "Walking on toes")


def test_a_renamed_word_keeps_its_history(desk: Client) -> None:
    term = TermFactory.create(term="Talis")
    publish(desk, term, plain="ankle bone")
    publish(desk, term, term="Talus")
    assert Term.objects.get().term == "Talus"
    assert [revision.document["term"] for revision in Revision.objects.of("term", "Talus")] == ["Talus", "Talis"]


def test_a_change_of_a_source_reaches_the_pages_that_cite_it(
    desk: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    source = SourceFactory.create()
    chapter = ChapterFactory.create(body=f"A claim [@{source.key}].")
    shown(chapter)
    with django_capture_on_commit_callbacks(execute=True):
        publish(desk, source, citation="Somebody 2001, another journal")
    assert "another journal" in Article.objects.get().rendered["sources"]
    assert Source.objects.get().citation == "Somebody 2001, another journal"


def test_links_to_a_part_that_is_gone_are_pointed_out(desk: Client) -> None:
    chapter = ChapterFactory.create(slug="bones", body="Words.\n\n## The bones\n\nMore words.")
    ChapterFactory.create(title="Elsewhere", body="See [the bones](chapter:bones#the-bones).")
    response = desk.post(page_of(chapter), open_form(desk, chapter) | {"body": "Words.", "_publish": "1"}, follow=True)
    assert "“Elsewhere” links to the part “the-bones”" in " ".join(
        str(message) for message in response.context["messages"]
    )


def test_links_are_looked_for_when_the_page_is_published_and_hold_nobody_up(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []
    monkeypatch.setattr(checking, "broken_links", lambda row: depths.append(len(connection.savepoint_ids)) or [])
    publish(desk, ChapterFactory.create(), body="Other words.")
    assert depths == [len(connection.savepoint_ids)]


@pytest.mark.parametrize(
    ("error", "said"), [(OperationalError, AT_ONCE), (IntegrityError, AT_ONCE), (DataError, NOT_THERE)]
)
def test_what_the_database_refused_comes_back_as_it_was_typed(
    desk: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception], said: str
) -> None:
    def refused(*args: object) -> None:
        raise error

    monkeypatch.setattr(drafts, "publish", refused)
    page = publish(desk, ChapterFactory.create(), title="Typed just now").content.decode()
    assert (said in page, read(page)["title"]) == (True, "Typed just now")


def test_a_form_has_its_buttons(desk: Client) -> None:
    for address in (page_of(ChapterFactory.create()), "/admin/library/chapter/add/"):
        assert buttons(desk, address) == {"_save", "_publish", "_preview"}
    assert buttons(desk, page_of(AreaFactory.create())) == {"_save", "_publish"}


def test_a_place_names_its_pages_in_the_order_that_an_editor_gives_them(desk: Client) -> None:
    IssueFactory.create(slug="shoes")
    IssueFactory.create(slug="stress-fracture")
    area = AreaFactory.create(issues=[{"shoes": "A rub: in one place."}], rule_out=["four-steps"])
    assert read(desk.get(page_of(area)).content.decode())["issues"] == "shoes: A rub: in one place."
    typed = "stress-fracture: One spot of bone.\r\nshoes"
    assert publish(desk, area, issues=typed, neighbours="Gout: Hot and red.").status_code == 302
    area.refresh_from_db()
    assert area.issues == [{"stress-fracture": "One spot of bone."}, {"shoes": ""}]
    assert (area.rule_out, area.neighbours) == (["four-steps"], [{"Gout": "Hot and red."}])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("elbow: Sore.", "Line 1: there is no issue 'elbow'"),
        ("shoes: A rub.\nshoes: Twice.", "Line 2: 'shoes' stands here twice"),
        ("shoes: It is cured.", "'cured'"),
        ("shoes: " + "x" * 241, "240 at most"),
    ],
)
def test_a_line_of_a_place_that_cannot_be_shown_is_named(desk: Client, typed: str, said: str) -> None:
    IssueFactory.create(slug="shoes")
    area = AreaFactory.create()
    errors = publish(desk, area, issues=typed).context["adminform"].form.errors
    assert list(errors) == ["issues"]
    assert said in errors["issues"][0]


def test_a_form_that_was_opened_with_a_tick_for_each_side_keeps_it(desk: Client) -> None:
    exercise = ExerciseFactory.create()
    shown(exercise)
    data = open_form(desk, exercise) | {"per_side": "on"}
    del data["sides"]
    assert desk.post(page_of(exercise), data | {"_publish": "1"}).status_code == 302
    assert Exercise.objects.get().sides == "each"


def test_the_desk_refuses_a_step_whose_sides_contradict_its_exercise(desk: Client) -> None:
    step = StepFactory.create(exercise__sides="each", exercise__slug="one-leg", sides="each")
    response = publish(desk, step.routine, steps__0__sides="both")
    rows = response.context["inline_admin_formsets"][1].formset
    said = "The exercise one-leg is done with each side by itself, and this step says both sides together"
    assert rows.forms[0].errors == {"sides": [said]}


def test_the_desk_counts_the_minutes_of_a_routine(desk: Client) -> None:
    step = StepFactory.create()
    step.routine.minutes = 90
    step.routine.save()
    assert publish(desk, step.routine, steps__0__duration_s="300", steps__0__reps="").status_code == 302
    assert str(Routine.objects.get().span) == "6"


def test_all_findings_stand_at_the_top_at_once_each_leading_to_its_field(desk: Client) -> None:
    step = StepFactory.create()
    page = publish(desk, step.routine, title="", body="Head\n====\n\n::: hint\nText.").content.decode()
    top = page[page.index('class="findings"') : page.index("</nav>", page.index('class="findings"'))]
    for field in ("id_title", "id_body"):
        assert f'href="#{field}"' in top
        assert f'id="{field}"' in page
    assert step.routine.title == Routine.objects.get().title


def test_a_fault_of_a_whole_row_stands_at_the_top_too_and_the_tab_says_error(desk: Client) -> None:
    step = StepFactory.create()
    page = publish(desk, step.routine, stages__0__name="Week 1").content.decode()
    top = page[page.index('class="findings"') : page.index("</nav>", page.index('class="findings"'))]
    assert 'href="#stages-group"' in top
    assert 'id="stages-group"' in page
    assert "<title>Error: " in " ".join(page.split()).replace("<title> ", "<title>")
