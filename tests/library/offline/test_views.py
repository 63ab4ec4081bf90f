"""What a phone is given to keep: the whole guide, as it is under its own addresses, the same for everybody."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from ankles import caching, middleware
from library import places, publishing, views
from library.documents import store
from library.models import Exercise, PictureFile, Routine
from library.offline import addresses
from library.search.words import stem
from tests.conventions.test_budgets import stylesheet

KB = 1000
# The whole guide on a phone, over the wire (PERFORMANCE.md).
MOST = 800 * KB


def asked(client: Client, path: str) -> Any:
    """An answer of the worker's, as data; public, and nobody's."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, caching.PUBLIC_CACHE_CONTROL)
    assert not answer.cookies
    return json.loads(answer.content)


def every_part(client: Client) -> list[dict[str, str]]:
    """The pages of all parts."""
    count = asked(client, "/offline/list.json")["parts"]
    return [page for number in range(1, count + 1) for page in asked(client, f"/offline/parts/{number}.json")["pages"]]


def test_every_page_of_the_sitemap_and_every_player_is_kept(client: Client, guide: object) -> None:
    kept = asked(client, "/offline/list.json")["pages"]
    listed = re.findall(r"<loc>http://localhost:8000(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(listed) > 80
    assert set(listed) - set(kept) == set()
    played = [row.get_absolute_url() for model in (Exercise, Routine) for row in model.objects.published()]
    assert {f"{path}play/" for path in played} - set(kept) == set()
    assert {"/search/", "/offline/", "/exercises/play/", "/routines/calf-and-achilles-strength/play/?stage=1"} <= set(
        kept
    )
    assert [path for path in kept if path.startswith(middleware.PRIVATE)] == []


def test_of_a_guide_that_grew_every_page_of_the_list_is_kept(
    client: Client, guide: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [path for path in asked(client, "/offline/list.json")["pages"] if "?page=" in path] == []
    for module in (addresses, views):
        monkeypatch.setattr(module, "EXERCISES_ON_A_PAGE", 12)
    kept = [path for path in addresses.kept_addresses() if "?page=" in path]
    assert kept == ["/exercises/?page=2", "/exercises/?page=3"]
    assert [client.get(path).context["shown"].number for path in kept] == [2, 3]


def test_a_page_in_a_part_is_the_page_under_its_own_address(client: Client, guide: object) -> None:
    pages = every_part(client)
    assert [page["path"] for page in pages] == asked(client, "/offline/list.json")["pages"]
    for page in pages[::12]:
        answer = client.get(page["path"])
        assert (answer.content.decode(), answer.headers["ETag"]) == (page["text"], page["mark"]), page["path"]
        assert answer.headers["Content-Type"] == page["type"]


def test_the_whole_guide_weighs_about_what_is_said_beside_the_button(client: Client, guide: object) -> None:
    count = asked(client, "/offline/list.json")["parts"]
    paths = [f"/offline/parts/{number}.json" for number in range(1, count + 1)]
    answers = [
        client.get(path, headers={"accept-encoding": "br"})
        for path in [*paths, "/offline/words.json", "/offline/list.json"]
    ]
    texts = [brotli.decompress(answer.content).decode() for answer in answers]
    named = {path for text in texts for path in re.findall(r"/figures/[\w.-]+\.css", text)}
    drawn = sum(len(client.get(path, headers={"accept-encoding": "br"}).content) for path in named)
    # As the worker looks for files: after a quote or a blank, hence never the picture that a link is shown with.
    own = {path for text in texts for path in re.findall(r"[\"'(,\s\\]/static/(ankles/[\w./-]+)", text)}
    assert [name for name in own if "img/links" in name] == []
    own -= {"ankles/css/site.css"}
    files = sum(len(brotli.compress(Path(str(finders.find(name))).read_bytes())) for name in own)
    weight = sum(len(answer.content) for answer in answers) + drawn + stylesheet() + files
    assert len(named) > 20
    said = asked(client, "/offline/list.json")["bytes"]
    assert 0.8 < said / weight < 1.2
    assert 250 * KB < weight < MOST


def test_what_is_said_beside_the_button_counts_pictures_by_their_smallest_file(guide: object) -> None:
    before = addresses.about_bytes([])
    name = "a" * 16 + "-960x640"
    for width, size in ((480, 30_000), (960, 90_000)):
        PictureFile.objects.create(name=name, width=width, height=1, content=b"x" * size)
    assert addresses.about_bytes([]) == before
    Exercise.objects.filter(slug="toe-walk").update(picture=name)
    assert addresses.about_bytes([]) == before + 30_000


def test_an_edit_and_a_release_are_another_edition(client: Client, guide: object, settings: Settings) -> None:
    before = addresses.edition()
    assert asked(client, "/offline/list.json")["edition"] == before == asked(client, "/offline/parts/1.json")["edition"]
    publishing.begin_version()
    caching.content_version_file().write("another", None)
    edited = addresses.edition()
    caching.hash_of_release.cache_clear()
    settings.OPERATOR_NAME = "Other people"
    released = addresses.edition()
    caching.hash_of_release.cache_clear()
    assert len({before, edited, released}) == 3


def test_what_an_editor_takes_off_the_site_is_no_longer_kept(client: Client, guide: object) -> None:
    path = "/exercises/ankle-circles/"
    row = store.find("exercise", "ankle-circles")
    assert row is not None
    document = store.document(row)
    store.write("exercise", "ankle-circles", document | {"status": "retired"})
    kept = addresses.kept_addresses()
    assert (path in kept, f"{path}play/" in kept) == (False, False)


def test_the_list_asks_no_more_of_the_database_for_more_pages(
    client: Client, guide: object, django_assert_max_num_queries: Any
) -> None:
    addresses.kept_addresses()
    with django_assert_max_num_queries(8):
        addresses.kept_addresses()


@pytest.mark.parametrize("number", [0, 99])
def test_a_part_that_there_is_none_of_is_not_found(client: Client, guide: object, number: int) -> None:
    assert client.get(f"/offline/parts/{number}.json").status_code == 404


def test_the_words_to_search_in_name_pages_that_are_kept(client: Client, guide: object) -> None:
    words = asked(client, "/offline/words.json")
    kept = set(addresses.kept_addresses())
    assert {url.partition("#")[0] for _, url, *_ in words["pages"]} - kept == set()
    heel = words["stems"]["heel"]
    assert len(heel) % 2 == 0
    titles = {words["pages"][number][0] for number in heel[::2]}
    assert {"Plantar heel pain", "Achilles pain"} <= titles
    assert all(1 <= weight <= 100 for weight in heel[1::2])
    # "the" begins like "therapy", and says nothing.
    assert {"in", "the"} <= set(words["little"])


def test_the_words_to_search_in_name_the_lists_and_the_places_of_the_foot_map(client: Client, guide: object) -> None:
    words = asked(client, "/offline/words.json")
    named = {
        words["pages"][number][1]: (is_place, {tuple(name) for name in names})
        for number, is_place, names in words["ways"]
    }
    assert {url for url, (is_place, _) in named.items() if is_place} == {region["url"] for region in places.regions()}
    assert {"/exercises/", "/places/", "/privacy/"} <= {url for url, (is_place, _) in named.items() if not is_place}
    assert (stem("cookies"),) in named["/privacy/"][1]
    # Who says "offline" means the site; "routine" is a word of the guide, too.
    assert (stem("offline") in words["site"], stem("routine") in words["site"]) == (True, False)
    assert (stem("numb") in words["trouble"], stem("stretch") in words["task"]) == (True, True)
    # "Snap" is a sign, "sore" is none; what no sign is a matter of are all exercises and routines.
    assert (stem("snap") in words["signs"], stem("sore") in words["signs"]) == (True, False)
    drills = {words["pages"][number][1] for number in words["drills"]}
    assert {"/exercises/pogo-hops/", "/routines/strength/"} <= drills
    assert all(url.startswith(("/exercises/", "/routines/")) for url in drills)
    # They are found by their names alone: no word of the guide leads to them.
    assert not {number for number, *_ in words["ways"]} & {at for found in words["stems"].values() for at in found[::2]}
