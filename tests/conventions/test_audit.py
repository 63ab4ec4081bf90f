"""`.ci/audit` lists a known fault, says when there is none, and says when nobody could look."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.journeys.site import ROOT

# Both have had advisories for years, and no release of theirs will lose them.
VULNERABLE = "urllib3==1.24.1\n"
FOUND = 'echo "Found 2 known vulnerabilities in 1 package"; echo "urllib3 1.24.1 CVE-2019-11324 1.24.2"; exit 1'
# What stands in for pip-audit: whoever asks about the Django of 2021 hears of its faults, as from a real index.
STAND_IN = """#!/bin/sh
for last; do :; done
if grep -q django==3.2.0 "$last"; then echo "Found 40 known vulnerabilities in 1 package"; exit 1; fi
"""


def audit(file: Path, tool: Path | None = None) -> tuple[int, str]:
    """What it ends with, and says, of the packages in a file."""
    env = dict(os.environ) | ({"ANKLES_AUDIT_TOOL": str(tool)} if tool else {})
    done = subprocess.run([ROOT / ".ci" / "audit", file], env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def stand_in(folder: Path, says: str) -> Path:
    """A pip-audit that says this of every file but the one it is proved with."""
    program = folder / "tool" / "bin" / "pip-audit"
    program.parent.mkdir(parents=True)
    program.write_text(STAND_IN + says + "\n")
    program.chmod(0o755)
    return folder / "tool"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A requirements file with one old package."""
    file = tmp_path / "requirements.txt"
    file.write_text(VULNERABLE)
    return file


def test_a_known_fault_is_listed_and_is_a_failure(file: Path, tmp_path: Path) -> None:
    code, said = audit(file, stand_in(tmp_path, FOUND))
    assert (code, "CVE-2019-11324" in said) == (1, True)


def test_none_is_said_to_be_none(file: Path, tmp_path: Path) -> None:
    code, said = audit(file, stand_in(tmp_path, 'echo "No known vulnerabilities found"'))
    assert (code, said) == (0, "audit: no known fault in the pinned packages.\n")


def test_an_index_that_does_not_answer_is_not_taken_for_one_without_faults(file: Path, tmp_path: Path) -> None:
    code, said = audit(file, stand_in(tmp_path, 'echo "urllib3: connection refused" >&2; exit 1'))
    assert (code, "so nobody looked" in said) == (3, True)


@pytest.mark.skipif(os.environ.get("ANKLES_AUDIT") != "1", reason="asks the index: .ci/slow sets ANKLES_AUDIT=1")
def test_the_real_advisories_know_an_old_package(file: Path) -> None:
    code, said = audit(file)
    if code == 3:
        pytest.skip(said.strip().splitlines()[-1])
    assert (code, "urllib3" in said) == (1, True)
