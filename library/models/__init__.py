"""The tables of the guide."""

from library.models.article import Article, ArticleExercise
from library.models.draft import Draft, Moved, Preview
from library.models.entry import Entry
from library.models.exercise import DOSE_COLUMNS, Dosed, Exercise, Variation
from library.models.picture import PictureFile
from library.models.record import Citation, ContentVersion, Revision, Seed, Waiting
from library.models.routine import Routine, Stage, Step
from library.models.source import Area, Source, Synonym, Term, WarningSign
from library.models.vocabulary import (
    BODY_PART_OF,
    AchillesHeel,
    ArticleKind,
    BodyPart,
    Checked,
    Equipment,
    EvidenceKind,
    ExerciseType,
    Kind,
    Movement,
    Position,
    Region,
    Sides,
    Status,
    Tissue,
    WarningLevel,
    When,
)

__all__ = [
    "BODY_PART_OF",
    "DOSE_COLUMNS",
    "AchillesHeel",
    "Area",
    "Article",
    "ArticleExercise",
    "ArticleKind",
    "BodyPart",
    "Checked",
    "Citation",
    "ContentVersion",
    "Dosed",
    "Draft",
    "Entry",
    "Equipment",
    "EvidenceKind",
    "Exercise",
    "ExerciseType",
    "Kind",
    "Moved",
    "Movement",
    "PictureFile",
    "Position",
    "Preview",
    "Region",
    "Revision",
    "Routine",
    "Seed",
    "Sides",
    "Source",
    "Stage",
    "Status",
    "Step",
    "Synonym",
    "Term",
    "Tissue",
    "Variation",
    "Waiting",
    "WarningLevel",
    "WarningSign",
    "When",
]
