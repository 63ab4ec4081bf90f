"""A new exercise with a photo, on a phone: from nothing to live, and into the player."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.site import Site, running
from tests.journeys.test_accounts import sign_up
from tests.journeys.test_pages import Witness, violations_in_four_views
from tests.library.pictures.making import drawn, encoded_as

TITLE, SLUG = "Box tap", "box-tap"
TYPED = {
    "number": "77",
    "summary": "Step down from a box, slowly, and tap the floor with your heel.",
    "sets": "2",
    "reps": "10",
    "rep_s": "4",
    "steps": "Stand on a box with one foot.\nLower the other heel to the floor.",
    "picture_alt": "A runner stands on a box, one heel below its edge.",
    "body": "It works the calf [practice].",
    "evidence": "[practice]",
    # What stands empty is asked about.
    "mistakes": "Dropping the last inch: lower it all the way.",
    "cautions": "Stop if the front of the ankle pinches.",
}
# The photo as large as a step shows it at this width; the list of steps shows a smaller file of it.
PLATE_IS_HERE = """() => performance.getEntriesByType("resource").some(
    ({ name, responseEnd }) => /[/]pictures[/].*[/]1080[.]webp$/.test(name) && responseEnd > 0)"""


@pytest.fixture
def site(chromium: str, ready_made_site: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of this journey's own: it publishes, and other journeys count the pages of theirs."""
    shutil.copytree(ready_made_site, tmp_path / "data")
    with running(tmp_path / "data") as site:
        yield site


def choose(page: Page, content: bytes) -> None:
    """Choose a file as a phone does, by its picker."""
    chosen: Any = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.locator("[data-picture] input[type=file]").set_input_files(chosen)


def test_a_new_exercise_with_a_photo_goes_live_from_a_phone(open_page: Open, site: Site) -> None:
    page = open_page(None, width=390, still=True)
    site.manage("make_editor", sign_up(page))
    page.goto("/admin/library/exercise/add/")
    page.locator("[name=title]").press_sequentially(TITLE)
    for name, words in TYPED.items():
        page.locator(f"[name={name}]").fill(words)
    for name, value in (("sides", "each"), ("achilles_heel", "yes"), ("type", "strength")):
        page.locator(f"[name={name}]").select_option(value)
    for name in ("when", "positions", "tissues"):
        page.locator(f"[name={name}]").first.check()

    said = page.locator(".picture-said")
    choose(page, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    expect(said).to_contain_text("Drawings in SVG are not taken")
    choose(page, b"\xff\xd8\xff" + b"x" * (12 * 2**20 + 1))
    expect(said).to_contain_text("larger than 12 MB")
    choose(page, encoded_as("JPEG", drawn(3024, 4032)))
    expect(said).to_contain_text("The picture is here")
    expect(page.locator(".picture-shown img")).to_be_visible()
    name = page.locator("[name=picture]").input_value()
    # Over a socket, past the browser's own look at the size: 413 in words.
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    large: Any = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"x" * (13 * 2**20)}
    refused = page.request.post(
        "/admin/library/exercise/picture/",
        headers={"Accept": "application/json", "X-CSRFToken": token, "Referer": page.url},
        multipart={"file": large},
    )
    assert (refused.status, "larger than 12 MB" in refused.json()["words"]) == (413, True)

    page.locator("[name=_publish]").first.click()
    expect(page.locator(".messagelist")).to_contain_text(f"“{TITLE}” is published.")
    assert page.locator("[name=picture]").input_value() == name

    reader = open_page(None, width=390, still=True)
    witness = Witness(reader, site.address)
    reader.goto(f"/exercises/{SLUG}/")
    photo = reader.get_by_role("img", name=TYPED["picture_alt"])
    expect(photo).to_have_js_property("complete", value=True)
    assert re.search(rf"/pictures/{name}/\d+\.webp$", photo.evaluate("image => image.currentSrc"))
    assert photo.evaluate("image => image.naturalWidth") > 0
    assert {view: lines for view, lines in violations_in_four_views(reader).items() if lines} == {}
    assert witness.complaints == []
    # The player asks for a worker of its own, which this browser blocks and says so: it is not listened to here.
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto(f"/exercises/{SLUG}/play/")
    reader.get_by_role("button", name="Start").click()
    expect(reader.locator("#figure img")).to_be_visible()

    # Of three steps it is the last. Larger than the list before the start needs it, it is fetched with the first step.
    runner = open_page(f"/exercises/play/?exercise=toe-walk&exercise=heel-walk&exercise={SLUG}", width=1280, still=True)
    runner.get_by_role("button", name="Start").click()
    expect(runner.locator("#step-of")).to_have_text("Step 1 of 3")
    runner.wait_for_function(PLATE_IS_HERE)
