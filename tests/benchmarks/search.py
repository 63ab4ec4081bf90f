"""What a search costs: CPU time of each question and of each of its beginnings, in a guide grown to many exercises; what the
index holds in memory, and what it weighs on its way to a phone.

    python -m tests.benchmarks.search [EXERCISES] [SHARE]

Seeds the guide into a database of its own, copies exercises under other names until there are EXERCISES (300), and
prints a table; of the questions each SHARE-th is asked (1: all). The aim is 10 ms for a query; nothing here fails when it is missed.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import tracemalloc
from dataclasses import replace

import brotli
import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from library import loading  # noqa: E402  (models need Django set up)
from library.offline.words import compact  # noqa: E402 (Django is set up first)
from library.search import corpus, search_in  # noqa: E402 (Django is set up first)
from library.search.corpus import Field, Page  # noqa: E402 (Django is set up first)
from library.search.index import Index, build  # noqa: E402 (Django is set up first)
from tests.library.search.asking import questions  # noqa: E402 (Django is set up first)


def grown(pages: tuple[Page, ...], exercises: int) -> tuple[Page, ...]:
    """The pages with copies of exercises, their words mixed from two pages so that no two are alike."""
    own = [page for page in pages if page.kind == "exercise"]
    dice = random.Random(1)
    copies: list[Page] = []
    while len(own) + len(copies) < exercises:
        one, other = dice.choice(own), dice.choice(own)
        number = len(copies)
        title = f"{one.title} {other.title.split()[0]} {number}"
        passages = [(Field.TITLE, title), *one.passages[1:], *dice.sample(other.passages, len(other.passages) // 2)]
        copies.append(replace(one, slug=f"{one.slug}-{number}", title=title, passages=tuple(passages)))
    return (*pages, *copies)


def measure(exercises: int = 300, share: int = 1) -> None:
    """Print how long the index takes to make and how long searches take, in ms of CPU."""
    call_command("migrate", verbosity=0)
    loading.seed()
    guide = corpus.published_corpus()
    many = replace(guide, pages=grown(guide.pages, exercises))
    for name, given in (("the guide", guide), (f"{exercises} exercises", many)):
        started = time.process_time()
        index = build(given)
        print(f"{name}: {len(given.pages)} pages, {len(index.stem_of)} words, index made in {cpu_ms(started):.0f} ms")
        small = json.dumps(compact(index)).encode()
        print(
            f"  {held(given):.1f} MB in memory; for a phone {len(brotli.compress(small, quality=11)) / 1000:.1f} kB (br)"
        )
        asked = [question.ask for question in questions()][::share]
        typed = [ask[:length] for ask in asked for length in range(1, len(ask) + 1)]
        long = [(" ".join(asked[at : at + 6]))[:100] for at in range(0, len(asked), 3)]
        nothing = ["xqzzt wvvkk fsciatis", "kneewall zzxy", "qqzzxx " * 14]
        print(f"  {'':<28}{'queries':>9}{'median':>9}{'99 %':>9}{'longest':>9}")
        for kind, queries in (
            ("questions", asked),
            ("as they are typed", typed),
            ("of 100 characters", long),
            ("nothing found", nothing),
        ):
            took = sorted(one(index, query) for query in queries)
            row = (took[len(took) // 2], took[int(0.99 * (len(took) - 1))], took[-1])
            print(f"  {kind:<28}{len(took):>9}" + "".join(f"{ms:>9.2f}" for ms in row))


def held(given: corpus.Corpus) -> float:
    """What an index of a corpus holds in memory beside the corpus, in MB of 1,000,000 bytes."""
    tracemalloc.start()
    index = build(given)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del index
    return size / 1_000_000


def one(index: Index, query: str) -> float:
    """CPU time of one search in ms, the better of two runs."""
    times = []
    for _ in range(2):
        started = time.process_time()
        search_in(index, query)
        times.append(cpu_ms(started))
    return min(times)


def cpu_ms(started: float) -> float:
    """CPU time since an instant of `time.process_time`, in ms."""
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:]))
