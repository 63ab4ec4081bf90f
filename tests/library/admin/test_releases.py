"""A release meets what an editor changed: what does not clash is taken, the rest waits, nothing stops the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from library import drafts, exporting, loading, publishing, releases
from library.documents import parts, store
from library.models import Article, Draft, Exercise, Revision, Routine, Seed, Waiting
from tests.library import small
from tests.library.admin.browsing import press
from tests.library.small import Folder

pytestmark = pytest.mark.django_db


def edit_title(slug: str, title: str) -> None:
    """An editor's change of an exercise."""
    exercise = Exercise.objects.get(slug=slug)
    exercise.title = title
    exercise.save()
    publishing.record_change(exercise, None)


def test_what_the_release_and_an_editor_both_changed_waits_and_is_named_once(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk").update(title="Walks on toes", summary="From the release.")
    folder.write()
    report = loading.seed(folder.path)
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.title, row.summary) == ("Tiptoe walks", "From the release.")
    assert report.waiting == ["exercise toe-walk (title)"]
    assert any("waits for an editor at the desk: exercise toe-walk (title)." in line for line in report.lines())
    waiting = Waiting.objects.get()
    assert (waiting.base["title"], waiting.release["title"]) == ("Toe walks", "Walks on toes")
    assert loading.seed(folder.path).waiting == []
    assert Waiting.objects.count() == 1


def test_three_releases_beside_an_editors_words_are_all_taken_but_for_those_words(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    page = folder.page("exercise", "toe-walk")
    for change in ({"summary": "One."}, {"title": "Walks on toes"}, {"cautions": ["Three."]}):
        page.update(change)
        folder.write()
        loading.seed(folder.path)
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.title, row.summary, row.cautions) == ("Tiptoe walks", "One.", ["Three."])
    assert Waiting.objects.get().release["cautions"] == ["Three."]
    # Once the editor takes the release's words, nothing waits any more.
    edit_title("toe-walk", "Walks on toes")
    loading.seed(folder.path)
    assert not Waiting.objects.exists()


def test_where_nobody_knows_what_was_seeded_nothing_is_taken(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    Seed.objects.filter(slug="toe-walk").update(document=None, digest="unknown")
    Revision.objects.all().delete()
    folder.page("exercise", "toe-walk")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert report.waiting == ["exercise toe-walk (title, summary)"]
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.title, row.summary) == ("Tiptoe walks", "Walk on your toes.")
    assert loading.seed(folder.path).waiting == []


def test_what_an_earlier_release_seeded_is_known_from_its_history(folder: Folder) -> None:
    loading.seed(folder.path)
    Seed.objects.update(document=None)  # as the migration leaves it
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk")["summary"] = "From the release."
    folder.write()
    assert loading.seed(folder.path).taken == ["exercise toe-walk"]


def test_a_release_that_uses_an_exercise_that_an_editor_deleted_does_not_stop_the_site(folder: Folder) -> None:
    loading.seed(folder.path)
    folder.pages[("exercise", "heel-walk")] = folder.page("exercise", "toe-walk") | {
        "number": 3,
        "harder": [],
    }
    folder.write()
    loading.seed(folder.path)
    publishing.deleted(Exercise.objects.get(slug="heel-walk"), None)
    routine = folder.page("routine", "warm-up")
    routine["steps"] = [*routine["steps"], routine["steps"][0] | {"exercise": "heel-walk"}]
    routine["minutes"] = parts.minutes_in(routine).document()
    folder.page("chapter", "calves")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert report.changed == ["chapter calves"]
    assert report.troubled == ["routine warm-up: it names what was deleted here: there is no exercise 'heel-walk'"]
    assert report.gone == ["exercise heel-walk"]
    assert Routine.objects.get().steps.count() == 1
    assert loading.seed(folder.path).troubled == []


@pytest.mark.parametrize(
    ("kind", "entry", "where", "said"),
    [
        (
            "source",
            small.SOURCE | {"key": "grieve-2011", "short": "Grieve 2011"},
            {"body": "The calf pulls.[@grieve-2011]\n\n## What helps\n\nRest a little."},
            "[@grieve-2011]: no source has this key",
        ),
        (
            "warning",
            small.SIGN | {"key": "cold", "text": "it is cold"},
            {"stop_and_see": ["numb", "cold"]},
            "'cold' is not in the list of warning signs; add it there first",
        ),
        (
            "area",
            small.AREA | {"code": "heel", "label": "Heel"},
            {"areas": ["arch", "heel"]},
            "there is no area 'heel'",
        ),
    ],
)
def test_what_a_release_newly_names_and_an_editor_deleted_is_named_once(
    folder: Folder, kind: str, entry: small.Document, where: small.Document, said: str
) -> None:
    """As it did, the sentence was printed with nothing in the source's place, and nobody was told."""
    folder.lists[kind].append(entry)
    folder.write()
    loading.seed(folder.path)
    publishing.deleted(store.find(kind, entry.get("key") or entry["code"]), None)
    before = store.document(store.find("issue", "sore-arch"))
    folder.page("issue", "sore-arch").update(where, summary="From the release.")
    folder.page("chapter", "calves")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert report.troubled == [f"issue sore-arch: it names what was deleted here: {said}"]
    assert (report.changed, store.document(store.find("issue", "sore-arch"))) == (["chapter calves"], before)
    assert Waiting.objects.undecided().get().trouble.endswith(said)
    assert loading.seed(folder.path).troubled == []


def test_what_clashes_and_names_what_was_deleted_too_is_named_once(folder: Folder) -> None:
    """As it did, one start noted the clash and the same start what is lacking, each as news, and every start again."""
    folder.lists["source"].append(small.SOURCE | {"key": "grieve-2011", "short": "Grieve 2011"})
    folder.write()
    loading.seed(folder.path)
    publishing.deleted(store.find("source", "grieve-2011"), None)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk").update(title="Walks on toes", body="The calf pulls.[@grieve-2011]")
    folder.write()
    report = loading.seed(folder.path)
    assert [line.partition(":")[0] for line in report.troubled] == ["exercise toe-walk"]
    assert (report.waiting, report.taken) == ([], [])
    again = loading.seed(folder.path)
    assert (again.waiting, again.taken, again.troubled) == ([], [], [])
    # What was decided stays decided.
    releases.put_away(Waiting.objects.get())
    loading.seed(folder.path)
    assert not Waiting.objects.undecided().exists()


def test_a_new_page_that_leans_on_another_one_that_does_not_come_waits_with_it(folder: Folder) -> None:
    folder.lists["source"].append(small.SOURCE | {"key": "grieve-2011", "short": "Grieve 2011"})
    folder.write()
    loading.seed(folder.path)
    publishing.deleted(store.find("source", "grieve-2011"), None)
    new = folder.page("exercise", "toe-walk") | {"harder": [], "body": "The calf pulls.[@grieve-2011]"}
    folder.pages["exercise", "heel-walk"] = new | {"title": "Heel walks", "number": 3}
    folder.page("chapter", "calves")["body"] += " So do [heel walks](exercise:heel-walk)."
    folder.write()
    assert loading.seed(folder.path).troubled == [
        "exercise heel-walk: it names what was deleted here: [@grieve-2011]: no source has this key",
        "chapter calves: it names what was deleted here: (exercise:heel-walk): there is no such exercise",
    ]
    assert not Exercise.objects.filter(slug="heel-walk").exists()


HEEL_WALK = {"exercise": "heel-walk", "dose": {"duration_s": 20, "sides": "turns"}, "time_s": 20}


def with_heel_walks(folder: Folder) -> None:
    """A release with one more exercise, which no page names, and the guide that it makes."""
    folder.pages["exercise", "heel-walk"] = folder.page("exercise", "toe-walk") | {
        "title": "Heel walks",
        "number": 3,
        "harder": [],
    }
    folder.write()
    loading.seed(folder.path)


@pytest.mark.parametrize(("act", "said"), [(publishing.retire, "retired"), (drafts.take_off, "taken off the site")])
@pytest.mark.parametrize(
    ("gone", "kind", "name", "where"),
    [
        (
            "issue sore-arch",
            "chapter",
            "calves",
            {"body": f"{small.CHAPTER['body']} [On](issue:sore-arch#what-helps)."},
        ),
        ("exercise heel-walk", "chapter", "calves", {"exercises": ["toe-walk", "heel-walk"]}),
        ("exercise heel-walk", "issue", "sore-arch", {"exercises": [{"exercise": "heel-walk", "note": "Slowly."}]}),
        ("exercise heel-walk", "routine", "warm-up", {"steps": [*small.ROUTINE["steps"], HEEL_WALK]}),
        ("exercise heel-walk", "exercise", "toe-walk", {"easier": [{"text": "Or this.", "to": "heel-walk"}]}),
        (
            "exercise heel-walk",
            "exercise",
            "toe-walk",
            {"mistakes": ["[Heels](exercise:heel-walk) are another matter."]},
        ),
        ("routine warm-up", "issue", "sore-arch", {"programme": "warm-up"}),
        ("issue sore-arch", "area", "arch", {"issues": [{"sore-arch": "sore below"}]}),
        ("routine warm-up", "term", "Soleus", {"see": "routine:warm-up"}),
    ],
)
def test_what_a_release_newly_leads_to_and_readers_do_not_see_here_is_named_once(
    folder: Folder, act: Any, said: str, gone: str, kind: str, name: str, where: small.Document
) -> None:
    """As it did, the words were printed without their link, and nobody was told."""
    with_heel_walks(folder)
    of_kind, slug = gone.split()
    act(store.find(of_kind, slug), None)
    before = store.document(store.find(kind, name))
    document = folder.lists[kind][0] if kind in folder.lists else folder.page(kind, name)
    document.update(where)
    if kind == "routine":
        document["minutes"] = parts.minutes_in(document).document()
    folder.page("exercise", "calf-stretch")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert report.troubled == [f"{kind} {name}: it names the {of_kind} {slug!r}, {said} here"]
    assert (report.changed, store.document(store.find(kind, name))) == (["exercise calf-stretch"], before)
    assert loading.seed(folder.path).troubled == []
    # Once readers see the page again, the next start takes what waited.
    row: Any = store.find(of_kind, slug)
    row.status = "published"
    row.save()
    publishing.record_change(row, None)
    loading.seed(folder.path)
    assert store.document(store.find(kind, name)) == store.canonical(kind, document)
    assert not Waiting.objects.exists()


def test_a_page_that_led_to_what_was_retired_before_the_release_takes_what_is_new(folder: Folder) -> None:
    """Its words stand already, and an editor was shown who uses the page when it was retired."""
    loading.seed(folder.path)
    publishing.retire(Exercise.objects.get(slug="toe-walk"), None)
    folder.page("chapter", "calves")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert (report.changed, report.troubled) == (["chapter calves"], [])


def test_a_page_that_the_release_itself_retires_is_its_own_affair(folder: Folder) -> None:
    with_heel_walks(folder)
    folder.page("exercise", "heel-walk")["status"] = "retired"
    folder.page("chapter", "calves")["body"] = "No more [heels](exercise:heel-walk).\n\n## The lower calf\n\nIt works."
    folder.write()
    report = loading.seed(folder.path)
    assert (sorted(report.changed), report.troubled) == (["chapter calves", "exercise heel-walk"], [])


def test_where_another_page_stands_in_the_place_of_what_was_retired_its_name_is_said(folder: Folder) -> None:
    with_heel_walks(folder)
    publishing.retire(Exercise.objects.get(slug="heel-walk"), None, Exercise.objects.get(slug="toe-walk"))
    new = folder.page("chapter", "calves") | {"title": "Heels", "number": 2, "exercises": ["heel-walk"]}
    folder.pages["chapter", "heels"] = new
    folder.page("issue", "sore-arch")["body"] += " Read [on](chapter:heels)."
    folder.write()
    assert loading.seed(folder.path).troubled == [
        "chapter heels: it names the exercise 'heel-walk', retired here in favour of the exercise 'toe-walk'",
        "issue sore-arch: it names what was deleted here: (chapter:heels): there is no such chapter",
    ]


def test_one_row_in_trouble_leaves_the_others_alone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    loading.seed(folder.path)
    for kind, slug in (("exercise", "toe-walk"), ("chapter", "calves")):
        folder.page(kind, slug)["summary"] = "From the release."
    folder.write()
    write = store.write_children

    def stumble(row: object, document: dict[str, object]) -> None:
        write(row, document)
        if isinstance(row, Exercise):
            raise IntegrityError

    monkeypatch.setattr(store, "write_children", stumble)
    report = loading.seed(folder.path)
    assert report.changed == ["chapter calves"]
    assert report.troubled == ["exercise toe-walk: what stands below it could not be written (IntegrityError)"]
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.summary, row.variations.count()) == ("Walk on your toes.", 1)
    assert Article.objects.get(slug="calves").summary == "From the release."


@pytest.mark.parametrize("verb", ["write_own", "write_children"])
def test_what_clashes_and_cannot_be_written_either_is_named_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """As it did, one start noted the clash and the same start the trouble, each as news, and every start again."""
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk").update(title="Walks on toes", summary="From the release.")
    folder.write()
    write, breaks = getattr(store, verb), True

    def stumble(of: object, *rest: Any) -> None:
        if breaks and (of == "exercise" or isinstance(of, Exercise)):
            raise IntegrityError
        write(of, *rest)

    monkeypatch.setattr(store, verb, stumble)
    report = loading.seed(folder.path)
    assert [line.partition(":")[0] for line in report.troubled] == ["exercise toe-walk"]
    assert (report.waiting, report.taken) == ([], [])
    again = loading.seed(folder.path)
    assert (again.waiting, again.taken, again.troubled) == ([], [], [])
    assert Waiting.objects.get().trouble.endswith("(IntegrityError)")
    # Once it can be written, what does not clash is taken, and the clash is told.
    breaks = False
    assert loading.seed(folder.path).waiting == ["exercise toe-walk (title)"]
    assert (Waiting.objects.get().trouble, loading.seed(folder.path).waiting) == ("", [])


def test_the_export_does_not_write_old_words_over_those_of_a_release(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk").update(title="Walks on toes", summary="From the release.")
    folder.write()
    with pytest.raises(ValueError, match="not seeded yet: exercises/toe-walk.md"):
        exporting.export_guide(folder.path)
    loading.seed(folder.path)
    exporting.export_guide(folder.path)
    text = folder.texts()["exercises/toe-walk.md"]
    assert "title: Walks on toes" in text
    assert "summary: From the release." in text


def test_a_release_that_goes_back_to_what_it_said_asks_nothing_any_more(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    page = folder.page("exercise", "toe-walk")
    for title in ("Walks on toes", "Toe walks"):
        page["title"] = title
        folder.write()
        loading.seed(folder.path)
    assert not Waiting.objects.exists()
    assert Exercise.objects.get(slug="toe-walk").title == "Tiptoe walks"


# --- At the desk -----------------------------------------------------------------------------


@pytest.fixture
def clash(folder: Folder) -> Waiting:
    """A title that an editor and a release both changed."""
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk").update(title="Walks on toes", summary="From the release.")
    folder.write()
    loading.seed(folder.path)
    return Waiting.objects.get()


def test_what_waits_is_on_the_start_page_and_shows_both_texts(clash: Waiting, desk: Client) -> None:
    address = reverse("admin:waiting", args=[clash.pk])
    start = desk.get(reverse("admin:index")).content.decode()
    assert "A release says otherwise" in start
    assert f'href="{address}"' in start
    page = desk.get(address).content.decode()
    assert "Tiptoe" in page
    assert "Walks on" in page
    assert "From the release." not in page  # that is taken already


def test_the_releases_words_become_a_draft_and_readers_see_nothing_yet(clash: Waiting, desk: Client) -> None:
    press(desk, reverse("admin:waiting", args=[clash.pk]), {"_take": "yes"})
    assert not Waiting.objects.undecided().exists()
    assert Draft.objects.get().document["title"] == "Walks on toes"
    assert Exercise.objects.get(slug="toe-walk").title == "Tiptoe walks"


def test_an_editor_may_keep_what_stands_here(clash: Waiting, desk: Client, folder: Folder) -> None:
    press(desk, reverse("admin:waiting", args=[clash.pk]), {"_keep": "yes"})
    assert not Waiting.objects.undecided().exists()
    assert not Draft.objects.exists()
    assert loading.seed(folder.path).waiting == []
    assert Exercise.objects.get(slug="toe-walk").title == "Tiptoe walks"


def test_a_draft_that_somebody_is_writing_keeps_its_other_words(clash: Waiting, desk: Client) -> None:
    row = store.find("exercise", "toe-walk")
    assert row is not None
    own: dict[str, Any] = store.content_of(row)
    Draft.objects.create(
        kind="exercise", name="toe-walk", slug="toe-walk", document=own | {"evidence": "Mine."}, base=own
    )
    press(desk, reverse("admin:waiting", args=[clash.pk]), {"_take": "yes"})
    draft = Draft.objects.get().document
    assert (draft["title"], draft["evidence"]) == ("Walks on toes", "Mine.")
    assert releases.base_of(Seed.objects.get(slug="toe-walk")) is not None


def test_what_was_decided_about_one_release_is_asked_again_by_the_next_that_changes_it(
    clash: Waiting, desk: Client, folder: Folder
) -> None:
    press(desk, reverse("admin:waiting", args=[clash.pk]), {"_keep": "yes"})
    page = folder.page("exercise", "toe-walk")
    page["evidence"] = "Another field."
    folder.write()
    assert loading.seed(folder.path).waiting == []  # the title was decided about, and has not changed since
    page["title"] = "Walks upon toes"
    folder.write()
    assert loading.seed(folder.path).waiting == ["exercise toe-walk (title)"]
    waiting = Waiting.objects.undecided().get()
    assert waiting.base["title"] == "Walks on toes"  # what the editor has said no to


@pytest.mark.parametrize("answer", ["_keep", "_take"])
def test_whatever_an_editor_answers_a_release_that_could_not_be_taken_asks_no_second_time(
    folder: Folder, desk: Client, answer: str
) -> None:
    missing(folder)
    assert len(loading.seed(folder.path).troubled) == 1
    press(desk, reverse("admin:waiting", args=[Waiting.objects.get().pk]), {answer: "yes"})
    assert loading.seed(folder.path).troubled == []
    assert "A release says otherwise" not in desk.get(reverse("admin:index")).content.decode()
    # What was in the way is gone in the next one: it goes in.
    folder.page("routine", "warm-up").update(small.ROUTINE, summary="As it was.")
    folder.write()
    assert loading.seed(folder.path).changed == ["routine warm-up"]
    assert not Waiting.objects.exists()


def missing(folder: Folder) -> None:
    """A release whose routine uses an exercise that an editor deleted here."""
    loading.seed(folder.path)
    folder.pages[("exercise", "heel-walk")] = folder.page("exercise", "toe-walk") | {"number": 3, "harder": []}
    folder.write()
    loading.seed(folder.path)
    publishing.deleted(Exercise.objects.get(slug="heel-walk"), None)
    routine = folder.page("routine", "warm-up")
    routine["steps"] = [*routine["steps"], routine["steps"][0] | {"exercise": "heel-walk"}]
    routine["minutes"] = parts.minutes_in(routine).document()
    folder.write()


def test_what_was_edited_and_could_not_be_taken_asks_no_more_once_the_release_goes_back(folder: Folder) -> None:
    missing(folder)
    routine = store.find("routine", "warm-up")
    assert routine is not None
    routine.summary = "Ours."
    routine.save()
    publishing.record_change(routine, None)
    assert len(loading.seed(folder.path).troubled) == 1
    folder.page("routine", "warm-up").update(small.ROUTINE)
    folder.write()
    assert loading.seed(folder.path).troubled == []
    assert not Waiting.objects.exists()


def test_something_new_that_could_not_come_in_can_be_made_a_draft_and_put_right(folder: Folder, desk: Client) -> None:
    missing(folder)
    folder.pages["routine", "evening"] = folder.page("routine", "warm-up") | {"title": "In the evening", "number": 2}
    folder.page("routine", "warm-up").update(small.ROUTINE)
    folder.write()
    loading.seed(folder.path)
    address = reverse("admin:waiting", args=[Waiting.objects.get().pk])
    assert "In the evening" in desk.get(address).content.decode()
    answer = press(desk, address, {"_take": "yes"})
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("admin:library_routine_draft", args=[draft.pk])
    assert (draft.name, draft.slug, draft.document["title"]) == ("", "evening", "In the evening")
    assert store.find("routine", "evening") is None
    assert loading.seed(folder.path).troubled == []


@pytest.mark.django_db(transaction=True)
def test_on_the_way_back_nothing_that_was_decided_waits_again() -> None:
    for slug, is_put_away in (("open", False), ("decided", True)):
        Waiting.objects.create(kind="chapter", slug=slug, release={}, is_put_away=is_put_away)
    call_command("migrate", "library", "0011", verbosity=0)
    old = MigrationExecutor(connection).loader.project_state([("library", "0011_exercises_have_a_picture")]).apps
    found = list(old.get_model("library", "Waiting").objects.values_list("slug", flat=True))
    call_command("migrate", verbosity=0)
    assert found == ["open"]
    assert list(Waiting.objects.undecided().values_list("slug", flat=True)) == ["open"]
