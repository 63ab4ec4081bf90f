"""Files of earlier releases: a page that was opened before an upgrade still finds its own."""

from __future__ import annotations

import json
from pathlib import Path

from ankles.former_files import forget_old_files, names_in_force


def collect(root: Path, *names: str) -> list[str]:
    """What a release does: its files with their compressed forms, its manifest, and what is too old goes."""
    before = names_in_force(root)
    for name in names:
        for end in ("", ".br", ".gz"):
            path = root / (name + end)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
    paths = {name.replace(name.split(".")[1] + ".", ""): name for name in names}
    (root / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    return forget_old_files(root, before)


def hashed(number: int) -> str:
    return f"css/site.{number:012x}.css"


def here(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*.css")}


def test_the_files_of_two_releases_before_stay_and_older_ones_go(tmp_path: Path) -> None:
    gone = [collect(tmp_path, hashed(number), "icon.0123456789ab.svg") for number in (1, 2, 3, 4)]
    assert here(tmp_path) == {hashed(2), hashed(3), hashed(4)}
    assert gone == [[], [], [], [hashed(1), f"{hashed(1)}.br", f"{hashed(1)}.gz"]]
    assert (tmp_path / "icon.0123456789ab.svg").exists()


def test_a_release_that_starts_again_is_no_other_release(tmp_path: Path) -> None:
    for number in (1, 2, 3, 3, 3, 3):
        collect(tmp_path, hashed(number))
    assert here(tmp_path) == {hashed(1), hashed(2), hashed(3)}


def test_who_goes_back_to_the_release_before_keeps_the_one_that_they_left(tmp_path: Path) -> None:
    for number in (1, 2, 1, 2, 1):
        collect(tmp_path, hashed(number))
    assert here(tmp_path) == {hashed(1), hashed(2)}


def test_what_a_release_without_this_list_left_behind_counts_as_the_one_before(tmp_path: Path) -> None:
    collect(tmp_path, hashed(1))
    (tmp_path / "former.json").unlink()
    collect(tmp_path, hashed(2))
    assert here(tmp_path) == {hashed(1), hashed(2)}


def test_files_without_a_hash_and_a_broken_list_are_left_alone(tmp_path: Path) -> None:
    collect(tmp_path, hashed(1))
    (tmp_path / "robots.css").write_text("")
    (tmp_path / "former.json").write_text("{")
    assert collect(tmp_path, hashed(2)) == []
    assert here(tmp_path) == {hashed(1), hashed(2), "robots.css"}
