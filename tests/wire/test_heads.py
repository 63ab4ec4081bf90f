"""Nothing follows the head of an answer that has no body: the next bytes are the next answer, or there are none."""

from __future__ import annotations

import re

import pytest

from tests.wire.conftest import Scene
from tests.wire.talking import Answer, NotAnAnswer, Wire

# Addresses that no route answers: the handler, the middleware and the files do.
OTHERS = ["/nowhere/", "/guide", "//", "/static/nothing.css", "/media/nothing.png", "/%00", "/%ff/", "/log", "/admin"]


def next_answer(wire: Wire, before: Answer) -> Answer | bytes:
    """The answer to a second request on a connection; what still came where the server ended it."""
    if before.closes:
        return wire.rest()
    return wire.ask("GET /robots.txt HTTP/1.1")


def everything(scene: Scene) -> list[str]:
    """Every address of the URLconf, and those that lead past it."""
    return [path for _, path in [*scene.public, *scene.private]] + [*OTHERS, *static_files(scene)]


def static_files(scene: Scene) -> list[str]:
    """A stylesheet and a picture of the first page."""
    with Wire(scene.port) as wire:
        page = wire.ask("GET / HTTP/1.1").body.decode()
    found = re.findall(r'"(/static/[^"]+\.(?:css|png|svg))"', page)
    assert found
    return sorted(set(found))[:2]


@pytest.mark.parametrize("who", ["visitor", "ana"])
@pytest.mark.parametrize("more", [[], ["Accept-Encoding: br, gzip"], ["HX-Request: true"]], ids=["", "packed", "htmx"])
def test_whatever_is_asked_by_head_the_next_answer_on_the_connection_is_its_own(
    scene: Scene, who: str, more: list[str]
) -> None:
    wrong, statuses = [], set()
    with Wire(scene.port) as wire:
        robots = wire.ask("GET /robots.txt HTTP/1.1").body
    for path in everything(scene):
        with Wire(scene.port) as wire:
            first = wire.ask(f"HEAD {path} HTTP/1.1", *more, *scene.cookie(who))
            statuses.add(first.status)
            try:
                second = next_answer(wire, first)
            except (NotAnAnswer, EOFError) as error:
                wrong.append(f"{path}: {first.status}, and then {error}")
                continue
            if isinstance(second, bytes):
                wrong += [f"{path}: {second[:100]!r}"] if second else []
            elif (second.status, second.body) != (200, robots):
                wrong.append(f"{path}: the answer to the second request was {second}")
    assert wrong == []
    assert {200, 302, 404} <= statuses


def test_a_head_says_the_length_that_a_get_would_have(scene: Scene) -> None:
    found = {}
    for path in [*(path for _, path in scene.public), *OTHERS, *static_files(scene)]:
        with Wire(scene.port) as wire:
            head = wire.ask(f"HEAD {path} HTTP/1.1").headers.get("content-length")
        with Wire(scene.port) as wire:
            found[path] = (head, str(len(wire.ask(f"GET {path} HTTP/1.1").body)))
    assert {path: lengths for path, lengths in found.items() if lengths[0] != lengths[1]} == {}
    assert len(found) > 50


def test_what_has_not_changed_is_a_head_alone(scene: Scene) -> None:
    for path in ["/", "/guide/", "/exercises/"]:
        with Wire(scene.port) as wire:
            tag = wire.ask(f"GET {path} HTTP/1.1").headers["etag"]
            for method in ("GET", "HEAD"):
                with Wire(scene.port) as again:
                    answer = again.ask(f"{method} {path} HTTP/1.1", f"If-None-Match: {tag}")
                    assert (answer.status, "content-length" in answer.headers) == (304, False)
                    second = next_answer(again, answer)
                    assert second == b"" if isinstance(second, bytes) else second.status == 200


def test_a_file_that_never_changes_has_no_tag_to_ask_about(scene: Scene) -> None:
    for path in static_files(scene):
        with Wire(scene.port) as wire:
            headers = wire.ask(f"GET {path} HTTP/1.1").headers
        assert "immutable" in headers["cache-control"], path
        assert "etag" not in headers, path


@pytest.mark.parametrize(
    ("path", "host"),
    [("/", "evil.example"), ("/log/", "evil.example"), ("/guide", "localhost"), ("/x\\y", "localhost")],
)
def test_refusals_and_redirects_of_the_handler_are_heads_too(scene: Scene, path: str, host: str) -> None:
    with Wire(scene.port) as wire:
        first = wire.ask(f"HEAD {path} HTTP/1.1", host=host)
        assert first.status >= 300
        second = next_answer(wire, first)
        assert second == b"" if isinstance(second, bytes) else second.status == 200
