"""The form in the editor's hand: what is pressed is in reach, and its words and times are the editor's own."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from ankles.accounts.models import User
from library.models import Draft, Routine
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SourceFactory,
    StageFactory,
    StepFactory,
    TermFactory,
)
from tests.library.admin.browsing import open_form, page_of, publish, read

pytestmark = pytest.mark.django_db
NAMES = ("chapter", "issue", "exercise", "routine", "source", "warningsign", "term", "synonym", "area")
PROGRAMMERS = re.compile(
    r"\b(?:slug|covers|objects?|instances?|inlines?|null|none selected|models?|applications?|yaml|json|markdown|boolean|integer"
    r"|string|querys?|html|urls?|pre_run|any_time)\b|''",
    re.IGNORECASE,
)
STOP = re.compile(r'<(?:input(?![^>]*type="hidden")|select|textarea|button|summary|a\s[^>]*href)[^>]*')


def form_of(html: str) -> str:
    """The form alone: what is above it are the heads of the desk."""
    return html[html.index("<form", html.index('id="content-main"')) :]


def test_save_is_the_first_stop_of_a_form_then_publish_and_preview(desk: Client) -> None:
    for row in (ChapterFactory.create(), ExerciseFactory.create(), RoutineFactory.create()):
        stops = STOP.findall(form_of(desk.get(page_of(row)).content.decode()))[:3]
        assert [re.findall(r'name="(\w+)"', stop) for stop in stops] == [["_save"], ["_publish"], ["_preview"]]


def test_three_stops_lead_back_from_the_first_field_to_save_and_a_new_page_begins_at_that_field(desk: Client) -> None:
    for row in (ChapterFactory.create(), ExerciseFactory.create(), RoutineFactory.create()):
        page = desk.get(page_of(row)).content.decode()
        stops = [re.findall(r'name="(\w+)"', stop) for stop in STOP.findall(form_of(page))]
        assert stops.index(["title"]) == 3
        assert "autofocus" not in page
    new = desk.get("/admin/library/exercise/add/").content.decode()
    assert re.findall(r"<input[^>]*autofocus[^>]*>", new) == [re.search(r'<input[^>]*name="title"[^>]*>', new)[0]]
    # Django's own script would put the caret on the first button.
    assert "admin/js/change_form.js" not in new


def test_a_routine_says_beside_the_times_of_its_steps_what_readers_see(desk: Client) -> None:
    routine = long_routine(3)
    assert "as it was last saved" not in desk.get(page_of(RoutineFactory.create())).content.decode()
    publish(desk, routine, "_save", steps__0__note="Slowly.")
    minutes = Draft.objects.get().document["minutes"]
    assert f"Readers see {str(minutes).replace('-', '–')} min, as it was last saved: 10 s to get ready" in re.sub(
        r"\s+", " ", desk.get(page_of(routine)).content.decode()
    )


def test_short_texts_have_the_buttons_for_marks_where_pages_read_them_and_nowhere_else(desk: Client) -> None:
    step = StepFactory.create()
    issue, exercise = IssueFactory.create(), ExerciseFactory.create()
    marked = {
        page_of(step.routine): {"stages-0-note"},
        page_of(issue): {"suits-0-note"},
        page_of(exercise): {"variations-0-text"},
        "/admin/library/warningsign/add/": {"text", "note"},
        "/admin/library/term/add/": set(),
        "/admin/library/source/add/": set(),
    }
    for address, names in marked.items():
        page = desk.get(address).content.decode()
        fields = re.findall(r"<(?:input|textarea)[^>]*data-marks[^>]*>", page)
        short = {re.findall(r'name="([\w-]+)"', field)[0] for field in fields}
        assert {name for name in short if "-0-" in name or address.endswith("/add/")} == names, address
        assert ("js/desk/writing" in page) == bool(names)
    # A folded step gets its fields from the new one (js/desk/steps.js).
    assert re.search(r'name="steps-__prefix__-note"[^>]*data-marks', desk.get(page_of(step.routine)).content.decode())


def test_each_part_of_a_form_is_one_press_away(desk: Client) -> None:
    page = desk.get(page_of(RoutineFactory.create())).content.decode()
    jump = page[page.index('class="jump"') : page.index("</nav>", page.index('class="jump"'))]
    links = dict(re.findall(r'<a href="#([\w-]+)">([^<]+)</a>', jump))
    assert list(links.values()) == [
        "How much", "Text", "How it is found", "When it is published", "Stages", "Steps",
    ]  # fmt: skip
    for part in links:
        assert f'id="{part}"' in page


def test_the_words_of_a_form_are_no_programmers(desk: Client) -> None:
    drawn = ExerciseFactory.create(slug="toe-walk")  # its address is only shown
    for row in (ChapterFactory.create(), drawn, ExerciseFactory.create(), RoutineFactory.create()):
        page = desk.get(page_of(row)).content.decode()
        labels = [re.sub(r"\W+$", "", label) for label in re.findall(r"<label[^>]*>\s*([^<]+)", page)]
        assert "Address" in labels
        assert not {"Slug", "Covers"} & set(labels)
        assert "points of the inventory" not in page.lower()


def test_no_page_of_the_desk_speaks_as_programmers_do(desk: Client) -> None:
    """Lists, new pages, the start page, what is refused: words that are read, and those that are read out."""
    for make in (ChapterFactory, IssueFactory, ExerciseFactory, RoutineFactory, SourceFactory, TermFactory):
        make.create()
    addresses = ["/admin/", *(f"/admin/library/{name}/" for name in NAMES)]
    pages = {address: desk.get(address).content.decode() for address in addresses}
    for name in NAMES[:-1]:
        address = f"/admin/library/{name}/add/"
        pages[address] = desk.get(address).content.decode()
        sent = read(pages[address]) | {"_publish": "1"}
        pages[f"{name}, refused"] = desk.post(address, sent).content.decode()
    found = {name: [words for words in read_aloud(page) if PROGRAMMERS.search(words)] for name, page in pages.items()}
    assert found == {name: [] for name in pages}
    assert PROGRAMMERS.search("Select this object for an action")
    assert "Number" in " ".join(read_aloud(pages["chapter, refused"]))


def test_no_field_and_no_column_is_called_what_the_tables_call_it(desk: Client) -> None:
    """“Key”, “Short”, “Means”: what a field is called has to say what is asked for."""
    mute = re.compile(
        r"^(?:key|short|body|supports|means|plain|see|code|label|direction|citation|none)$|_", re.IGNORECASE
    )
    rows = (SourceFactory, TermFactory, AreaFactory, ChapterFactory, ExerciseFactory, RoutineFactory)
    addresses = [f"/admin/library/{name}/{page}" for name in NAMES for page in ("", "add/")]
    for address in [*addresses[:-1], *(page_of(make.create()) for make in rows)]:
        page = desk.get(address).content.decode()
        names = re.findall(r"<(?:label|th)\b[^>]*>(.*?)</(?:label|th)>", page, re.DOTALL)
        said = [re.sub(r"<[^>]+>", " ", name).strip(" :\n") for name in names]
        assert [name for name in said if mute.search(name)] == [], address
    assert "Short name in the text" in desk.get("/admin/library/source/add/").content.decode()


def read_aloud(page: str) -> list[str]:
    """The words of a page, and those of its names and titles."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page[page.index("<body") :], flags=re.DOTALL)
    named = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', body)
    return [html.unescape(" ".join(words.split())) for words in [*re.split(r"<[^>]*>", body), *named] if words.strip()]


def test_a_date_is_read_and_shown_where_the_editor_lives_and_its_zone_is_named(desk: Client, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(time_zone="Asia/Tokyo")
    chapter = ChapterFactory.create()
    publish(desk, chapter, title="Later", publish_at="2999-01-01T06:00")
    assert Draft.objects.get().publish_at == datetime(2998, 12, 31, 21, tzinfo=UTC)
    page = desk.get(page_of(chapter)).content.decode()
    assert "publishes itself on 1 January 2999 at 06:00 JST" in page
    assert "In your time zone, Asia/Tokyo" in page
    assert open_form(desk, chapter)["publish_at"] == "2999-01-01T06:00"


@pytest.mark.parametrize(("zone", "hour"), [(None, 6), ("Europe/Berlin", 5), ("no such zone", 6)])
def test_a_form_that_waited_is_read_in_the_zone_in_which_it_was_filled_in(
    desk: Client, editor: User, zone: str | None, hour: int
) -> None:
    """Forms of before December 2026 name no zone: they said UTC."""
    User.objects.filter(pk=editor.pk).update(time_zone="Asia/Tokyo")
    chapter = ChapterFactory.create()
    data = open_form(desk, chapter) | {"title": "Later", "publish_at": "2999-01-01T06:00", "_publish": "1"}
    del data["zone"]
    desk.post(page_of(chapter), data | ({"zone": zone} if zone else {}))
    assert Draft.objects.get().publish_at == datetime(2999, 1, 1, hour, tzinfo=UTC)


def long_routine(steps: int) -> Routine:
    """A routine of so many steps."""
    routine: Routine = RoutineFactory.create()
    exercise = ExerciseFactory.create()
    for position in range(1, steps + 1):
        StepFactory.create(routine=routine, exercise=exercise, position=position)
    return routine


def test_a_routine_of_sixty_steps_saves(desk: Client) -> None:
    routine = long_routine(60)
    data = open_form(desk, routine) | {"steps-59-note": "The last of sixty.", "_save": "1"}
    assert desk.post(page_of(routine), data).status_code == 302
    steps = Draft.objects.get().document["steps"]
    assert (len(steps), steps[-1]["note"]) == (60, "The last of sixty.")


def test_a_form_is_as_long_whatever_the_number_of_exercises(desk: Client) -> None:
    routine = long_routine(3)
    before = len(desk.get(page_of(routine)).content)
    for _ in range(30):
        ExerciseFactory.create()
    assert abs(len(desk.get(page_of(routine)).content) - before) < 10


def test_an_exercise_is_shown_and_typed_by_its_title_or_its_short_name(desk: Client) -> None:
    walk = ExerciseFactory.create(slug="toe-walk", title="Toe walk")
    rise = ExerciseFactory.create(slug="heel-raise", title="Heel raise")
    step = StepFactory.create(exercise=walk)
    assert open_form(desk, step.routine)["steps-0-exercise"] == "Toe walk"
    for typed in ("Heel raise", " heel RAISE ", "heel-raise", str(rise.pk)):
        Draft.objects.all().delete()
        publish(desk, step.routine, "_save", steps__0__exercise=typed)
        assert Draft.objects.get().document["steps"][0]["exercise"] == "heel-raise"


def test_a_name_that_two_exercises_have_is_not_guessed(desk: Client) -> None:
    ExerciseFactory.create(slug="one", title="Same name")
    two = ExerciseFactory.create(slug="two", title="Same name")
    step = StepFactory.create(exercise=two)
    assert open_form(desk, step.routine)["steps-0-exercise"] == "two"
    publish(desk, step.routine, "_save", steps__0__exercise="Same name")
    assert Draft.objects.get().document["steps"][0]["exercise"] == "Same name"
    refused = publish(desk, step.routine)
    assert refused.status_code == 200
    assert "Same name" in refused.content.decode()


def test_the_server_offers_exercises_to_editors_alone(desk: Client, ana: Client) -> None:
    ExerciseFactory.create(slug="toe-walk", title="Toe walk")
    ExerciseFactory.create(slug="hop", title="Hop", status="retired")
    found = desk.get("/admin/exercises/", {"q": "toe"}).json()["found"]
    assert found == [{"value": "Toe walk", "said": "Toe walk"}]
    assert desk.get("/admin/exercises/", {"q": "ho"}).json()["found"] == [{"value": "Hop", "said": "Hop (retired)"}]
    assert ana.get("/admin/exercises/", {"q": "toe"}).status_code in (302, 403)


def test_every_column_of_rows_has_a_name_at_its_head(desk: Client) -> None:
    """Also for those who hear the table: Django's own leaves the first one empty."""
    for row in (ChapterFactory.create(), IssueFactory.create(), ExerciseFactory.create(), RoutineFactory.create()):
        page = desk.get(page_of(row)).content.decode()
        heads = re.findall(r"<th\b[^>]*>(.*?)</th>", page, re.DOTALL)
        assert heads, page_of(row)
        assert [head for head in heads if not re.sub(r"<[^>]*>", "", head).strip()] == []


def test_no_page_of_the_desk_has_two_ways_back_of_one_name(desk: Client) -> None:
    for address in (reverse("admin:desk_list", args=["drafts"]), reverse("admin:several", args=["publish"])):
        assert desk.get(address).content.decode().count('aria-label="Breadcrumbs"') == 1


def test_a_step_is_folded_to_one_line_and_one_is_open_at_a_time(desk: Client) -> None:
    routine = RoutineFactory.create()
    raise_ = ExerciseFactory.create(title="Heel raise")
    for position, seconds in ((1, 630), (2, 90)):
        StepFactory.create(
            routine=routine, exercise=raise_, position=position, time_s=seconds,
            sets_low=3, sets_high=3, reps_low=15, reps_high=15, sides="each",
        )  # fmt: skip
    page = desk.get(page_of(routine)).content.decode()
    lines = re.findall(r"<details([^>]*)><summary>([^<]+)", page[page.index('id="steps-group"') :])
    assert [line for _, line in lines] == [
        "1. Heel raise, 3 × 15, each side, 10:30", "2. Heel raise, 3 × 15, each side, 1:30", *["New step"] * 3,
    ]  # fmt: skip
    assert {said for said, _ in lines[:-1]} == {' name="step"'}
    assert "All times together: 12:00 min" in page


def test_a_step_that_is_wrong_stands_open_with_its_error_and_the_others_do_not(desk: Client) -> None:
    routine = long_routine(3)
    page = publish(desk, routine, steps__1__reps="many").content.decode()
    steps = page[page.index('id="steps-group"') :].split('<div class="inline-related')[1:]
    assert ["<details open>" in step for step in steps[:4]] == [False, True, False, False]
    assert "errorlist" in steps[1]
    assert [len(re.findall("errorlist", step)) for step in (steps[0], steps[2])] == [0, 0]


def test_what_is_in_the_way_of_publishing_comes_back_as_it_was_arranged(desk: Client) -> None:
    routine = long_routine(3)
    changes = {"steps__0__position": "3", "steps__2__position": "1", "steps__0__note": "First before", "title": ""}
    page = publish(desk, routine, **changes).content.decode()
    assert re.findall(r'id="(steps-\d)">', page) == ["steps-2", "steps-1", "steps-0", "steps-3", "steps-4"]


def test_a_number_that_nobody_can_read_comes_back_to_its_field(desk: Client) -> None:
    long = "9" * 5000
    page = publish(
        desk, long_routine(1), **{f"steps__0__{name}": long for name in ("position", "time_s", "in_stage", "reps")}
    )
    assert page.status_code == 200
    assert page.content.decode().count(f'value="{long}"') >= 3


def test_a_unit_is_one_word_everywhere(desk: Client) -> None:
    step = StepFactory.create()
    for row in (step.routine, step.exercise):
        page = desk.get(page_of(row)).content.decode()
        assert ("(seconds)" in page, "(s)" in page) == (True, False)


def test_a_routine_of_fifteen_steps_is_a_light_form_and_a_step_costs_little(desk: Client) -> None:
    """PERFORMANCE: 100 kB, with sixty steps, too. It was 368 kB with fifteen, of which 18 kB were each step."""
    sizes = {steps: len(desk.get(page_of(long_routine(steps))).content) for steps in (15, 60)}
    assert sizes[60] < 75_000
    assert (sizes[60] - sizes[15]) / 45 < 650


def test_sixty_steps_in_six_stages_with_all_that_a_step_can_say_are_no_heavy_form(desk: Client) -> None:
    routine = RoutineFactory.create()
    exercise = ExerciseFactory.create(title="Single-leg heel raise, knee straight")
    for at in range(6):
        stage = StageFactory.create(
            routine=routine, position=at, name=f"Weeks {at} and {at + 1}", note="Until it is easy."
        )
        for position in range(1, 11):
            StepFactory.create(
                routine=routine, stage=stage, exercise=exercise, position=position, time_s=900, sides="each",
                sets_low=3, sets_high=3, reps_low=8, reps_high=15, rest_s_low=120, rest_s_high=180,
                note="Stand on the edge of a step; hold the rail.", load="with a backpack so heavy that 15 is the most",
                how_often="twice a day, seven days a week", up_s=1, top_s=2, down_s=3,
            )  # fmt: skip
    assert len(desk.get(page_of(routine)).content) < 110_000


def test_any_number_of_stages_is_added_in_one_go_and_steps_stand_in_them(desk: Client) -> None:
    routine = long_routine(7)
    data = open_form(desk, routine) | {"stages-TOTAL_FORMS": "7", "_save": "1"}
    for row in range(7):
        data |= {f"stages-{row}-name": f"Week {row + 1}", f"stages-{row}-position": str(row + 1)}
        data |= {f"stages-{row}-note": "", f"steps-{row}-in_stage": str(row)}
    assert desk.post(page_of(routine), data).status_code == 302
    stages = Draft.objects.get().document["stages"]
    assert [(stage["name"], len(stage["steps"])) for stage in stages] == [(f"Week {n}", 1) for n in range(1, 8)]
    page = desk.get(page_of(routine)).content.decode()
    assert [read(page)[f"steps-{row}-held"].partition("&")[0] for row in range(7)] == [
        f"in_stage={n}" for n in range(7)
    ]
    assert set(re.findall(r'<option value="6">([^<]+)', page)) == {"7. Week 7"}
    assert len(re.findall(r"<summary>1\. [^<]+, Week 7</summary>", page)) == 1
