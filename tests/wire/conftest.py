"""The real server with everybody of the stranger test in its tables, and every address there is."""

from __future__ import annotations

import json
import re
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import resolve

from tests.conventions.test_routes import PUBLIC, address
from tests.journeys.site import Site, running

# In the site's own process, on its own tables. The pages are asked over the wire; only the doors are opened here.
MAKE_EVERYBODY = """
import json
from django.test.utils import override_settings, setup_test_environment
from tests.strangers import addresses, cast

setup_test_environment()
with override_settings(
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], ACCOUNT_RATE_LIMITS=False
):
    everybody = cast.build()
    found, complaints = addresses.addresses(everybody, addresses.private_routes())
print(json.dumps({
    "day": everybody.day.isoformat(),
    "cookies": everybody.browsers,
    "private": [[address.route, address.path] for address in found],
    "complaints": complaints,
}))
"""


@dataclass(frozen=True)
class Scene:
    """The running site. `private` and `public` are routes with a path that leads to each."""

    site: Site
    port: int
    day: str
    cookies: dict[str, dict[str, str]]
    private: list[tuple[str, str]]
    public: list[tuple[str, str]]

    def cookie(self, who: str) -> list[str]:
        """The line of a request that says who asks; none for a visitor."""
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies[who].items())
        return [f"Cookie: {pairs}"] if pairs else []

    @property
    def printed(self) -> str:
        """All that the server has written to its operator since it was started."""
        return self.site.data.with_name(f"{self.site.data.name}.txt").read_text(errors="replace")


@pytest.fixture(scope="session")
def scene(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A site with Ana, who has a row of every kind, and those who come to look."""
    data = tmp_path_factory.mktemp("wire") / "data"
    shutil.copytree(ready_made_site, data)
    with running(data) as site:
        made = json.loads(site.manage("shell", "--no-imports", "-c", MAKE_EVERYBODY).strip().splitlines()[-1])
        assert made["complaints"] == []
        port = int(site.address.rpartition(":")[2])
        private = [(route, path) for route, path in made["private"]]
        yield Scene(site, port, made["day"], made["cookies"], private, public_addresses(port))


def public_addresses(port: int) -> list[tuple[str, str]]:
    """Every public route with a path that has a page, where the sitemap knows one, and one that has none."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sitemap.xml") as answer:
        paths = re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", answer.read().decode())
    found = {resolve(path).route: path for path in [*paths, *(f"{path}play/" for path in paths if "routines/" in path)]}
    listed = [(route, address(route)) for route in sorted(PUBLIC)]
    return [*listed, *((route, path) for route, path in sorted(found.items()) if route in PUBLIC)]
