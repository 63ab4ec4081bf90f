"""Slows down whoever guesses passwords: per e-mail and address, kept in the cache that all workers share."""

from __future__ import annotations

import hashlib
import time

from allauth.core.internal.ratelimit import truncate_ip
from django.core.cache import cache

ATTEMPTS = 5
WINDOW_S = 15 * 60


class Throttle:
    """Failed log-ins of one e-mail from one address. Neither is kept in the clear."""

    def __init__(self, email: str, address: str) -> None:
        # Whoever has one address of IPv6 has a whole network of them.
        named = f"{email.strip().lower()}\n{truncate_ip(address)}"
        self.key = f"log-in-{hashlib.sha256(named.encode()).hexdigest()}"

    def is_closed(self) -> bool:
        """Say whether the next attempt is refused, without looking at the password."""
        return len(self._recent()) >= ATTEMPTS

    def note_failure(self) -> None:
        """Count one wrong password."""
        cache.set(self.key, [*self._recent(), time.time()], WINDOW_S)

    def forget(self) -> None:
        """Begin anew after a right one."""
        cache.delete(self.key)

    def _recent(self) -> list[float]:
        since = time.time() - WINDOW_S
        return [at for at in cache.get(self.key, []) if at > since]
