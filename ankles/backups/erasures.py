"""What was erased stays erased: tombstones of the site that is replaced, of its list on disk and of the backup, applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models

from ankles import erased
from ankles.accounts.models import Tombstone, tombstone_of

What = Tombstone.What
BATCH = 500


@dataclass(frozen=True)
class ErasedAgain:
    """What a restore erased once more: accounts, logs emptied, single entries."""

    accounts: int = 0
    logs: int = 0
    entries: int = 0


def known_erasures() -> dict[erased.Named, datetime]:
    """What this site knows to be erased, from its table and from the list beside it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if Tombstone._meta.db_table not in tables:
        return erased.erased_here()
    try:
        return erased.merged_lists(_rows(), erased.erased_here())
    except DatabaseError:
        return erased.erased_here()


def erase_again(here: dict[erased.Named, datetime], made_at: datetime) -> ErasedAgain:
    """Erase in a restored database what was erased after the backup was made; keep all tombstones there and on the list.

    What was erased before is not in the backup, unless its owner took it in again: then it stays. An account never comes
    back.
    """
    whole = erased.merged_lists(here, _rows())
    later = {named for named, at in whole.items() if at >= made_at}
    again = ErasedAgain(
        accounts=_erase_accounts({digest for what, digest in whole if what == What.ACCOUNT}),
        logs=_empty_logs({digest for what, digest in later if what == What.ENTRIES}),
        entries=_erase_entries({digest for what, digest in later if what == What.ENTRY}),
    )
    Tombstone.objects.bulk_create(
        [Tombstone(what=what, digest=digest, erased_at=at) for (what, digest), at in whole.items()],
        update_conflicts=True, unique_fields=["digest", "what"], update_fields=["erased_at"], batch_size=BATCH,
    )  # fmt: skip
    listed = erased.erased_here()
    for (what, digest), at in whole.items():
        if (what, digest) not in listed:
            erased.add_tombstones(what, [digest], at)
    return again


def private_tables() -> list[type[models.Model]]:
    """The tables whose rows belong to a runner, as the apps registry knows them."""
    person = get_user_model()
    return [
        model
        for model in apps.get_models()
        for link in model._meta.concrete_fields
        if link.name == "runner" and link.related_model is person
    ]


def _rows() -> dict[erased.Named, datetime]:
    found = Tombstone.objects.values_list("what", "digest", "erased_at")
    return {(what, digest): at for what, digest, at in found}


def _people(digests: set[str]) -> Iterator[Any]:
    if digests:
        for person in get_user_model()._base_manager.only("pk", "key"):
            if tombstone_of(person.key) in digests:
                yield person


def _erase_accounts(digests: set[str]) -> int:
    people = list(_people(digests))
    for person in people:
        person.delete()
    return len(people)


def _empty_logs(digests: set[str]) -> int:
    people = list(_people(digests))
    for person in people:
        for model in private_tables():
            model._base_manager.filter(runner=person).delete()
    return len(people)


def _erase_entries(digests: set[str]) -> int:
    gone = 0
    for model in private_tables() if digests else ():
        # A receipt has a key too; what tells an entry is that it says when it was logged.
        if {"entry_key", "logged_at"} <= {column.name for column in model._meta.concrete_fields}:
            doomed = [row.pk for row in _keyed(model) if tombstone_of(row.entry_key, row.runner) in digests]
            for batch in _batches(doomed):
                model._base_manager.filter(pk__in=batch).delete()
            gone += len(doomed)
    return gone


def _keyed(model: type[models.Model]) -> Iterable[Any]:
    found = model._base_manager.select_related("runner").only("pk", "entry_key", "runner__key")
    return found.iterator(chunk_size=2_000)


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
