"""What a save at the desk holds up: how long others wait for the lock, and the first search afterwards, in seconds.

    python -m tests.benchmarks.desk [EXERCISES]

Seeds the guide into a database of its own, copies exercises under other names until there are EXERCISES (1,000), all
citing one source, and saves. Meanwhile somebody else writes every 10 ms and says how long the longest write took.
The aims are 1 s and 0.3 s (PERFORMANCE). Nothing here fails when they are missed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="ankles-desk-")
os.environ["DATA_DIR"] = FOLDER.name
if "postgres" not in os.environ.get("DATABASE_URL", ""):
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(FOLDER.name) / 'desk.sqlite3'}"
django.setup()

from django.contrib.sessions.models import Session  # noqa: E402  (models need Django set up)
from django.db import connection, transaction  # noqa: E402 (Django is set up first)
from django.utils import timezone  # noqa: E402 (Django is set up first)

from ankles.serving import TURN_S  # noqa: E402 (Django is set up first)
from library import loading, publishing  # noqa: E402 (Django is set up first)
from library.documents import store  # noqa: E402 (Django is set up first)
from library.models import Exercise, Source, Synonym  # noqa: E402 (Django is set up first)
from library.search import search  # noqa: E402 (Django is set up first)

SOURCE = "radford-2006"


def fill(exercises: int) -> None:
    """The guide, grown to so many exercises; each cites the source."""
    call_command("migrate", verbosity=0)
    loading.seed()
    own = [store.document(row) for row in store.rows("exercise")]
    with transaction.atomic():
        for number in range(len(own), exercises):
            document = own[number % len(own)] | {"number": number % 999 + 1, "easier": [], "harder": []}
            document |= {"title": f"{document['title']} {number}", "body": f"{document['body']}\n\nMore.[@{SOURCE}]"}
            store.write("exercise", f"copy-{number}", document)
        for row in store.rows("exercise"):
            publishing.record_change(row, None)
    publishing.catch_up()


class Other:
    """Somebody else who writes all the time; `longest_s` is how long a write took at most."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self.ends = threading.Event()

    def write(self) -> None:
        """Until it ends."""
        while not self.ends.is_set():
            began = time.perf_counter()
            Session.objects.update_or_create(pk="other", defaults={"session_data": "", "expire_date": timezone.now()})
            self.longest_s = max(self.longest_s, time.perf_counter() - began)
            time.sleep(0.01)
        connection.close()


@contextmanager
def beside() -> Iterator[Other]:
    """Somebody else writes meanwhile."""
    other = Other()
    thread = threading.Thread(target=other.write)
    thread.start()
    try:
        yield other
    finally:
        other.ends.set()
        thread.join()


def change(row: Exercise | Source | Synonym, **fields: str) -> Callable[[], None]:
    """An act: these fields of a row, saved."""

    def act() -> None:
        with transaction.atomic():
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
            publishing.record_change(row, None)

    return act


def measure(exercises: int) -> None:
    """Print what each kind of save costs the others."""
    sys.setswitchinterval(TURN_S)  # as in a worker of the server
    fill(exercises)
    search("heel")
    print(f"{connection.vendor}, {exercises} exercises, all citing one source; seconds")
    print(f"| {'saved':<34} | {'save':>6} | {'others wait':>11} | {'all shown':>9} | {'first search':>12} |")
    walk = Exercise.objects.get(slug="toe-walk")
    acts = {
        "a synonym": change(Synonym.objects.all()[0], means="toe walk"),
        "a sentence of an exercise": change(walk, summary="Walk tall."),
        "the title of an exercise": change(walk, title="Tiptoe walks"),
        "a source that every page cites": change(Source.objects.get(key=SOURCE), supports="What it says now."),
        "an exercise that is taken back": lambda: publishing.retire(walk, None),
    }
    for name, act in acts.items():
        with beside() as other:
            began = time.perf_counter()
            act()
            saved_s = time.perf_counter() - began
            began_search = time.perf_counter()
            search("sore heel in the morning")
            search_s = time.perf_counter() - began_search
            while publishing.next_due() is not None:
                publishing.keep_current()
            shown_s = time.perf_counter() - began
        print(f"| {name:<34} | {saved_s:6.2f} | {other.longest_s:11.2f} | {shown_s:9.2f} | {search_s:12.2f} |")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    FOLDER.cleanup()
