"""Commands as an operator gives them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command

from ankles import erased


def do(command: str, *arguments: Any) -> str:
    said = io.StringIO()
    call_command(command, *map(str, arguments), stdout=said)
    return said.getvalue()


def lose_everything(folder: Path) -> None:
    """Another machine: no rows, no list of what was erased."""
    call_command("flush", interactive=False, verbosity=0)
    erased.path_of_list().unlink(missing_ok=True)
    (folder / "media" / "a" / "foot.png").unlink()
