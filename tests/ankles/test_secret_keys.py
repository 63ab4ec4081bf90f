"""The secret key: made once, readable by its owner alone, renewed without making anybody's work void."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ankles import secret_keys


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = secret_keys.secret_key_from("", tmp_path)
    assert secret_keys.secret_key_from("", tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_key_of_the_operator_wins_and_is_not_written_down(tmp_path: Path) -> None:
    assert secret_keys.secret_key_from("x" * 40, tmp_path) == "x" * 40
    assert list(tmp_path.iterdir()) == []


def test_keys_that_were_renewed_are_kept_in_their_order_and_each_once(tmp_path: Path) -> None:
    first = secret_keys.secret_key_from("", tmp_path)
    secret_keys.renew_key(tmp_path)
    second = secret_keys.secret_key_from("", tmp_path)
    secret_keys.renew_key(tmp_path)
    assert len({first, second, secret_keys.secret_key_from("", tmp_path)}) == 3
    said = "y" * 40
    assert secret_keys.earlier_keys_from(said, tmp_path) == [said, second, first]
    secret_keys.forget_earlier_keys(tmp_path)
    assert secret_keys.earlier_keys_from("", tmp_path) == []


ROOT = Path(__file__).resolve().parents[2]
KEY = "import sys; from pathlib import Path; from ankles.secret_keys import secret_key_from as f; print(f('', Path(sys.argv[1])))"


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", KEY, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=180)[0].strip() for process in started}
    assert len(keys) == 1
    assert keys == {(tmp_path / "secret_key").read_text()}


def test_many_threads_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: secret_keys.secret_key_from("", tmp_path), range(64)))
    assert len(keys) == 1
