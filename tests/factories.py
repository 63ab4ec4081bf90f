"""Rows for tests: each fills only what the database demands, in words that pass the checks of content."""

# factory_boy exports and annotates its declarations only in part.
# mypy: disable-error-code="attr-defined,no-untyped-call"

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import factory
from django.utils import timezone

from ankles.accounts.models import User
from library import publishing
from library.documents import store
from library.documents.schema import PAGES
from library.models import (
    AchillesHeel,
    Area,
    Article,
    ArticleExercise,
    ArticleKind,
    Checked,
    EvidenceKind,
    Exercise,
    ExerciseType,
    Position,
    Region,
    Routine,
    Seed,
    Source,
    Stage,
    Status,
    Step,
    Synonym,
    Term,
    Tissue,
    Variation,
    WarningSign,
    When,
)
from library.models.entry import Entry

PASSWORD = "soft-landings-9"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A runner."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"runner-{n}@example.org")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:  # noqa: ARG003 (factory_boy's signature)
        return User.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)


class AreaFactory(factory.django.DjangoModelFactory[Area]):
    """A place on the leg."""

    class Meta:
        model = Area

    code = factory.Sequence(lambda n: "place_" + "abcdefghijklmnopqrstuvwxyz"[n % 26] * (1 + n // 26))
    position = factory.Sequence(lambda n: n + 1)
    label = factory.Sequence(lambda n: f"Place {n}")
    region = Region.ANKLE


class SourceFactory(factory.django.DjangoModelFactory[Source]):
    """A work to cite."""

    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"somebody-{2000 + n}")
    short = factory.Sequence(lambda n: f"Somebody {2000 + n}")
    citation = factory.LazyAttribute(lambda row: f"{row.short} Journal 1:1")
    evidence = EvidenceKind.TRIAL
    checked = Checked.ABSTRACT
    supports = "What it is used for."


class TermFactory(factory.django.DjangoModelFactory[Term]):
    """A word of the glossary."""

    class Meta:
        model = Term

    term = factory.Sequence(lambda n: f"Word {n}")
    plain = "a plain word"


class SynonymFactory(factory.django.DjangoModelFactory[Synonym]):
    """Words to search with."""

    class Meta:
        model = Synonym

    words = factory.LazyFunction(lambda: ["sore"])
    means = factory.Sequence(lambda n: f"pain {n}")


class WarningSignFactory(factory.django.DjangoModelFactory[WarningSign]):
    """A sign that means: be seen today."""

    class Meta:
        model = WarningSign

    key = factory.Sequence(lambda n: f"sign-{n}")
    position = factory.Sequence(lambda n: n + 2)
    level = "today"
    text = "the foot has gone numb"


class EntryFactory(factory.django.DjangoModelFactory[Any]):
    """What pages share. Published, so that readers see it."""

    class Meta:
        abstract = True

    # Within what a page may have, however many pages the tests before have made.
    number = factory.Sequence(lambda n: n % 9_999 + 1)
    summary = "A short line about it."
    body = "Some words on this page."
    status = Status.PUBLISHED


class ChapterFactory(EntryFactory):
    """A chapter."""

    class Meta:
        model = Article

    kind = ArticleKind.CHAPTER
    slug = factory.Sequence(lambda n: f"chapter-{n}")
    title = factory.Sequence(lambda n: f"Chapter {n}")


class IssueFactory(EntryFactory):
    """A common issue."""

    class Meta:
        model = Article

    kind = ArticleKind.ISSUE
    slug = factory.Sequence(lambda n: f"issue-{n}")
    title = factory.Sequence(lambda n: f"Issue {n}")
    where = "back of the heel"
    stop_and_see = factory.LazyFunction(lambda: ["four-steps"])
    stop_note = "Leave running out until then."
    signs = factory.LazyFunction(lambda: ["It is stiff in the morning."])

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """With the warning sign that its box prints."""
        WarningSign.objects.get_or_create(
            key="four-steps", defaults={"position": 1, "level": "today", "text": "you cannot take four steps"}
        )
        return super()._create(model_class, *args, **kwargs)


class ExerciseFactory(EntryFactory):
    """An exercise: ten repetitions."""

    class Meta:
        model = Exercise

    slug = factory.Sequence(lambda n: f"exercise-{n}")
    title = factory.Sequence(lambda n: f"Exercise {n}")
    type = ExerciseType.STRENGTH
    when = factory.LazyFunction(lambda: [When.ANY_TIME.value])
    positions = factory.LazyFunction(lambda: [Position.STANDING.value])
    tissues = factory.LazyFunction(lambda: [Tissue.SOLEUS.value])
    steps = factory.LazyFunction(lambda: ["Stand tall.", "Rise up."])
    achilles_heel = AchillesHeel.YES
    reps_low = 10
    reps_high = 10
    sides = "both"


class RoutineFactory(EntryFactory):
    """A routine; it has no steps of its own."""

    class Meta:
        model = Routine

    slug = factory.Sequence(lambda n: f"routine-{n}")
    title = factory.Sequence(lambda n: f"Routine {n}")
    when = When.ANY_TIME
    how_often = "Every day"
    minutes = 5


class StageFactory(factory.django.DjangoModelFactory[Stage]):
    """A stage of a programme."""

    class Meta:
        model = Stage

    routine = factory.SubFactory(RoutineFactory)
    name = factory.Sequence(lambda n: f"Stage {n}")


class StepFactory(factory.django.DjangoModelFactory[Step]):
    """A step of a routine: ten repetitions in a minute."""

    class Meta:
        model = Step

    routine = factory.SubFactory(RoutineFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    time_s = 60
    reps_low = 10
    reps_high = 10
    sides = "both"


class SuitFactory(factory.django.DjangoModelFactory[ArticleExercise]):
    """An exercise that an article lists."""

    class Meta:
        model = ArticleExercise

    article = factory.SubFactory(IssueFactory)
    exercise = factory.SubFactory(ExerciseFactory)


class VariationFactory(factory.django.DjangoModelFactory[Variation]):
    """An easier form."""

    class Meta:
        model = Variation

    exercise = factory.SubFactory(ExerciseFactory)
    direction = Variation.Direction.EASIER
    text = "Do less of it."


class SeedFactory(factory.django.DjangoModelFactory[Seed]):
    """The mark that a release was seeded: without one there is nothing to export."""

    class Meta:
        model = Seed

    kind = "rendering"
    slug = "all"
    digest = "0"


def shown(*rows: Any) -> None:
    """Make the HTML of rows that a factory made, as saving them on the desk would."""
    publishing.render_again(rows)


def every_entry() -> Iterator[Entry]:
    """All pages, with what rendering needs loaded."""
    for kind in PAGES:
        yield from store.rows(kind)


class RunnerFactory(UserFactory):
    """Somebody who keeps a log: the consent is given."""

    consent_text = "test"
    consented_at = factory.LazyFunction(timezone.now)
