"""What docs/deploy/ ships, as far as a machine without containers and without a running systemd can try it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.urls import URLResolver, get_resolver

from ankles.configuration import NEEDS_A_HAND, VARIABLES
from tests.journeys.site import ROOT

DEPLOY = ROOT / "docs" / "deploy"
# Where systemd's own scale (0 is best, 10 worst) must not rise again.
MOST_EXPOSED = 2.0


def program(name: str) -> str:
    """A program to check with. Without it this is skipped, except in CI."""
    found = shutil.which(name) or shutil.which(name, path=f"{Path(sys.executable).parent}:/usr/sbin")
    if found is None:
        if os.environ.get("ANKLES_REQUIRE_NGINX") == "1":
            pytest.fail(f"{name} is missing.")
        pytest.skip(f"{name} is missing.")
    return found


@pytest.mark.parametrize("unit", ["ankles.service", "ankles-backup.service"])
def test_a_unit_reaches_little_by_systemds_own_measure(unit: str) -> None:
    limit = str(int(MOST_EXPOSED * 10))
    command = [program("systemd-analyze"), "security", "--offline=true", "--no-pager", f"--threshold={limit}"]
    judged = subprocess.run([*command, str(DEPLOY / unit)], capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout[-2000:] + judged.stderr
    assert "Unknown" not in judged.stderr


def test_what_needs_a_hand_is_not_started_again_and_again() -> None:
    assert f"RestartPreventExitStatus={NEEDS_A_HAND}" in (DEPLOY / "ankles.service").read_text().splitlines()


def test_a_careless_unit_is_seen(tmp_path: Path) -> None:
    (tmp_path / "careless.service").write_text("[Service]\nExecStart=/bin/true\n")
    command = [program("systemd-analyze"), "security", "--offline=true", "--no-pager", "--threshold=20"]
    assert subprocess.run([*command, str(tmp_path / "careless.service")], capture_output=True, check=False).returncode


def test_the_containerfile_is_clean(tmp_path: Path) -> None:
    command = [program("hadolint"), "--failure-threshold", "info"]
    judged = subprocess.run([*command, str(DEPLOY / "Containerfile")], capture_output=True, text=True, check=False)
    assert (judged.returncode, judged.stdout) == (0, "")
    (tmp_path / "Containerfile").write_text("FROM python:latest\nRUN cd /tmp && apt-get install nginx\n")
    assert subprocess.run([*command, str(tmp_path / "Containerfile")], capture_output=True, check=False).returncode


def test_the_image_holds_all_that_the_site_is_made_of() -> None:
    copied = set(re.findall(r"^COPY (\w[\w.]*) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE))
    assert copied == {"manage.py", "ankles", "library", "logbook", "templates"}
    needed = {path.name for path in ROOT.glob("requirements*.txt")} - {"requirements-test.txt"}
    assert needed <= set(re.findall(r"requirements[\w-]*\.txt", (DEPLOY / "Containerfile").read_text()))


def test_whatever_sets_are_installed_together_they_ask_for_the_same_releases() -> None:
    """pip refuses two sets that pin a package differently, and so the image could not be built."""
    pins: dict[str, set[str]] = {}
    for file in ROOT.glob("requirements*.txt"):
        for name, release in re.findall(r"^([\w.-]+)==(\S+)", file.read_text(), re.MULTILINE):
            pins.setdefault(name, set()).add(release)
    assert len(pins) > 50
    assert {name: releases for name, releases in pins.items() if len(releases) > 1} == {}


def test_every_variable_in_the_files_is_one_that_the_site_reads() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(composed["services"]["site"]["environment"]) <= set(VARIABLES)
    assert list(composed["services"]["site"]["ports"]) == ["127.0.0.1:8000:8000"]  # nobody reaches it past nginx
    assert "ports" not in composed["services"]["database"] | composed["services"]["cache"]
    guide = (DEPLOY / "README.md").read_text()
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)[=`]", guide)) - {"BACKUP_TO", "BACKUP_KEY"}
    assert named <= set(VARIABLES)


def test_every_file_the_guide_names_is_there_and_every_file_is_named() -> None:
    guide = (DEPLOY / "README.md").read_text()
    shipped = {path.name for path in DEPLOY.iterdir()} - {"README.md"}
    assert set(re.findall(r"\]\(([\w.-]+)\)", guide)) == shipped


@pytest.fixture
def server(tmp_path: Path) -> dict[str, str]:
    """What the backup script finds on a server; age and rsync are stand-ins that keep what they were given."""
    programs, folder = tmp_path / "bin", tmp_path / "backups"
    programs.mkdir()
    folder.mkdir()
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "erased.jsonl").write_text("{}\n")
    stand_ins = {
        "python": 'shift 2; printf "entries of everybody" >"$1"',
        "age": 'shift 4; printf sealed >"$1"; [ ! -f "$FAIL" ]',
        "rsync": 'ls "$BACKUP_FOLDER" >"$SENT"',
    }
    for name, body in stand_ins.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    return {
        "PATH": f"{programs}:/usr/bin:/bin", "PYTHON": str(programs / "python"), "BACKUP_FOLDER": str(folder), "SENT": str(tmp_path / "sent"),
        "BACKUP_TO": "b@elsewhere:a/", "BACKUP_KEY": "age1x", "DATA_DIR": str(tmp_path / "var"), "FAIL": str(tmp_path / "fail"),
    }  # fmt: skip


def test_a_night_leaves_one_sealed_backup_and_sweeps_the_old_ones(server: dict[str, str]) -> None:
    folder = Path(server["BACKUP_FOLDER"])
    for name, days in (("ankles-old.zip.age", 30), ("ankles-young.zip.age", 28)):
        (folder / name).write_text("sealed")
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    subprocess.run([DEPLOY / "back-up"], env=server, check=True, capture_output=True)
    left = sorted(path.name for path in folder.iterdir())
    assert [re.sub(r"\d", "0", name) for name in left] == [
        "ankles-0000-00-00T000000.zip.age", "ankles-young.zip.age", "erased.jsonl",
    ]  # fmt: skip
    assert Path(server["SENT"]).read_text().split() == left
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("ankles-2*"))


def test_a_night_on_which_sealing_fails_leaves_nothing_readable_and_sends_nothing(server: dict[str, str]) -> None:
    Path(server["FAIL"]).touch()
    failed = subprocess.run([DEPLOY / "back-up"], env=server, check=False, capture_output=True)
    assert (failed.returncode != 0, list(Path(server["BACKUP_FOLDER"]).iterdir())) == (True, [])
    assert not Path(server["SENT"]).exists()


def every_route(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """All routes, as they are written."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from every_route(one, route)
        else:
            yield route


def cut(path: str) -> str:
    """A path as the access log has it."""
    block = (DEPLOY / "nginx.conf").read_text().partition("map $uri $ankles_path {")[2].partition("}")[0]
    for rule, door in re.findall(r'"~(\S+)"\s+"\$(\w+)-"', block):
        if found := re.match(rule.replace("(?<", "(?P<"), path):
            return f"{found[door]}-"
    return path


def test_every_route_whose_path_opens_something_is_cut_in_the_log() -> None:
    opens = {route for route in every_route(get_resolver()) if re.search(r"token>|<uid|<key>", route)}
    assert len(opens) >= 4
    for route in opens:
        path = "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "zqtoken", route).replace("^", "").replace("$", "")
        assert "zqtoken" not in cut(path), path
    assert cut("/guide/how-the-ankle-works/") == "/guide/how-the-ankle-works/"
