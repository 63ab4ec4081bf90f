"""Who is logged in: allauth's way in, and the person of a session read with a prepared query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from ankles.accounts import passwords
from ankles.accounts.models import User
from ankles.prepared import Prepared

FIELDS = [field.attname for field in User._meta.concrete_fields]


def _person(number: int) -> QuerySet[Any, Any]:
    return User.objects.filter(pk=number).values_list(*FIELDS)


PERSON = Prepared(_person)


class Backend(AuthenticationBackend):
    """Lets people in with address and password, and knows them again on every page."""

    def _mitigate_timing_attack(self, password: str) -> None:
        """Work as long for an address without an account as for one with it: a password has one form, or several."""
        for form in passwords.stored_forms_of_password(password):
            super()._mitigate_timing_attack(form)

    def get_user(self, user_id: Any) -> User | None:
        """The person with this number, if there is one who may log in."""
        for row in PERSON(int(user_id)):
            user = User.from_db(DEFAULT_DB_ALIAS, FIELDS, row)
            return user if self.user_can_authenticate(user) else None
        return None
