"""The site as an app on a home screen: its icons, its shortcuts, its colours, and a way back from every page."""

from __future__ import annotations

import math
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.ankles.test_views import manifest

TOKENS = Path(__file__).resolve().parents[2] / "ankles" / "static" / "ankles" / "css" / "tokens.css"


def test_a_phone_that_cuts_an_icon_to_a_circle_leaves_the_mark_whole(client: Client) -> None:
    (icon,) = [one for one in manifest(client)["icons"] if one["purpose"] == "maskable"]
    with Image.open(str(finders.find(icon["src"].removeprefix("/static/")))) as image:
        picture = image.convert("RGB")
    paper, middle = picture.getpixel((0, 0)), picture.width / 2
    marked = [
        (x, y)
        for x in range(0, picture.width, 3)
        for y in range(0, picture.height, 3)
        if picture.getpixel((x, y)) != paper
    ]
    # The safe zone of a maskable icon: a circle of four fifths.
    assert 0.2 < max(math.dist(one, (middle, middle)) for one in marked) / picture.width < 0.4


def test_the_home_screen_leads_to_today_to_the_usual_and_to_search(client: Client) -> None:
    found = {one["name"]: one["url"] for one in manifest(client)["shortcuts"]}
    assert found == {"Today": "/log/", "Play the usual": "/log/usual/", "Search": "/search/"}


def test_opened_as_an_app_every_page_has_a_way_back(client: Client, guide: object) -> None:
    paths = ["/", "/guide/", "/guide/why-ankles/", "/issues/ankle-sprain/", "/exercises/", "/exercises/toe-walk/", "/places/",
             "/exercises/toe-walk/play/", "/exercises/play/", "/routines/before-a-run/", "/routines/before-a-run/play/",
             "/routines/calf-and-achilles-strength/play/", "/routines/before-a-run/sheet/", "/guide/when-to-see-somebody/sheet/",
             "/search/?q=heel", "/sources/", "/words/", "/about/", "/privacy/", "/accessibility/", "/offline/", "/nowhere/",
             "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]  # fmt: skip
    pages = {path: client.get(path).content.decode() for path in paths}
    ways = ('class="brand" href="/"', 'href="/guide/"', 'href="/log/"', 'href="/search/"')
    assert {path: [way for way in ways if way not in page] for path, page in pages.items()} == {
        path: [] for path in paths
    }
    # The player hides all of that while it runs; what it was opened from stands before and after.
    players = [path for path in paths if "play-data" in pages[path]]
    assert {path for path in players if pages[path].count(f'href="{path.removesuffix("play/")}"') < 2} == set()
    assert len(players) == 2


def test_the_colours_of_the_frame_are_those_of_the_page_in_light_and_dark(client: Client, guide: object) -> None:
    css = TOKENS.read_text(encoding="utf-8")
    page = client.get("/").content.decode()
    for scheme, token in (("light", "--sand-1"), ("dark", "--night-0")):
        colour = re.search(rf"{token}: (#\w+);", css)
        assert colour
        assert (
            f'<meta name="theme-color" content="{colour[1].upper()}" media="(prefers-color-scheme: {scheme})">' in page
        )
    assert manifest(client)["background_color"] == manifest(client)["theme_color"] == "#FAF5EA"
