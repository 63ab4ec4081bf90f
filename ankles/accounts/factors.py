"""What stands behind a log-in beside the password: passkeys, an authenticator app, recovery codes."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from ankles.accounts.models import User


@dataclass(frozen=True)
class Factors:
    """How many passkeys there are, whether an app gives codes, how many recovery codes are unused (none: not made)."""

    passkeys: int
    app: bool
    codes: int | None


def factors_of(user: User) -> Factors:
    """The second factors of an account, from one query."""
    rows: dict[str, list[Authenticator]] = {}
    for row in Authenticator.objects.filter(user=user):
        rows.setdefault(row.type, []).append(row)
    recovery = rows.get(Authenticator.Type.RECOVERY_CODES, [])
    return Factors(
        passkeys=len(rows.get(Authenticator.Type.WEBAUTHN, [])),
        app=bool(rows.get(Authenticator.Type.TOTP)),
        codes=len(recovery[0].wrap().get_unused_codes()) if recovery else None,
    )


def take_away(user: User) -> int:
    """Remove every second factor of an account whose owner lost them; returns how many rows went."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    return int(count)
