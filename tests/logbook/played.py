"""A session as the player sends it, and the sending of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from ankles.accounts.models import User

KEY = "5f0c2a4e-6a44-4c9e-9d86-0a3f1be6c001"
ANSWER_KEY = "5f0c2a4e-6a44-4c9e-9d86-0a3f1be6c002"
WRITTEN_KEY = "5f0c2a4e-6a44-4c9e-9d86-0a3f1be6c003"


def step(**more: Any) -> dict[str, Any]:
    """One side of an exercise, done."""
    return {"exercise": "toe-walk", "name": "Toe walk", "dose": "20 s", "side": "left", "outcome": "done",
            "duration_s": 20} | more  # fmt: skip


def session(runner: User, **more: Any) -> dict[str, Any]:
    """A session of today, played in the runner's account."""
    day = runner.today().isoformat()
    return {"entry_key": KEY, "account": runner.badge, "day": day, "started_at": f"{day}T12:00:30.250Z",
            "ended_at": f"{day}T12:05:00.000Z", "zone": runner.time_zone, "routine": "", "stage": "", "active_s": 241,
            "steps": [step()]} | more  # fmt: skip


def written_down(runner: User, **more: Any) -> dict[str, Any]:
    """A session of today, written down without a network in the runner's account."""
    done = {"exercise": "toe-walk", "name": "Toe walk", "dose": "20 s", "outcome": "done"}
    return {"entry_key": WRITTEN_KEY, "account": runner.badge, "day": in_days(runner, 0), "routine": "", "stage": "",
            "minutes": 12, "steps": [done]} | more  # fmt: skip


def answers(runner: User, **more: Any) -> dict[str, Any]:
    """An effort after that session."""
    return {"entry_key": ANSWER_KEY, "account": runner.badge, "session_key": KEY, "effort": 4, "symptoms": []} | more


def send(client: Client, body: object, path: str = "/log/played/") -> Any:
    """Send it as the player does."""
    return client.post(path, body, content_type="application/json")


def in_days(runner: User, days: int) -> str:
    """A day so many days from the runner's today."""
    return (runner.today() + timedelta(days=days)).isoformat()
