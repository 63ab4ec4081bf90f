"""The closed vocabularies of the guide. A word that is not here cannot be stored."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    """Where an object of the library stands. Readers see only what is published."""

    # Off the site, and not taken back for good. (What an editor is working on is a `Draft`, beside whatever this says.)
    DRAFT = "draft", "Not published"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Kind(models.TextChoices):
    """The kinds of object that the guide is made of, as an editor calls them."""

    CHAPTER = "chapter", "Chapter"
    ISSUE = "issue", "Issue"
    EXERCISE = "exercise", "Exercise"
    ROUTINE = "routine", "Routine"
    SOURCE = "source", "Source"
    AREA = "area", "Area"
    WARNING = "warning", "Warning sign"
    TERM = "term", "Glossary entry"
    SYNONYM = "synonym", "Synonym"


class ArticleKind(models.TextChoices):
    """The two kinds of article."""

    CHAPTER = "chapter", "Chapter"
    ISSUE = "issue", "Issue"


class ExerciseType(models.TextChoices):
    """What an exercise is, by what it asks of the body (FACTS B, categories)."""

    DYNAMIC = "dynamic", "Dynamic"
    STATIC = "static", "Static"
    STRENGTH = "strength", "Strength"
    BALANCE = "balance", "Balance"
    PLYOMETRIC = "plyometric", "Plyometric"


class When(models.TextChoices):
    """When an exercise or a routine fits into a runner's day."""

    PRE_RUN = "pre_run", "Before a run"
    POST_RUN = "post_run", "After a run"
    ANY_TIME = "any_time", "Any time"
    STRENGTH_DAY = "strength_day", "Strength day"


class Sides(models.TextChoices):
    """Whose work it is (the words of `library.doses`)."""

    EACH = "each", "Each side, one after the other"
    BOTH = "both", "Both sides together"
    TURNS = "turns", "Left and right by turns, so many on each"
    SORE = "sore", "The sore side only"


class Position(models.TextChoices):
    """How the body is placed."""

    STANDING = "standing", "Standing"
    SEATED = "seated", "Sitting on a chair"
    LONG_SITTING = "long_sitting", "Sitting on the floor"
    KNEELING = "kneeling", "Kneeling"
    WALKING = "walking", "Walking"
    LYING = "lying", "Lying"


class Equipment(models.TextChoices):
    """What has to be at hand; an empty list means nothing."""

    WALL = "wall", "Wall"
    CHAIR = "chair", "Chair"
    STEP = "step", "Step"
    TOWEL = "towel", "Towel"
    BAND = "band", "Band"
    MAT = "mat", "Mat"
    BALL = "ball", "Ball"
    WEIGHT = "weight", "Weight"
    RAIL = "rail", "Rail"
    CUSHION = "cushion", "Cushion"


class Tissue(models.TextChoices):
    """What stretches or works."""

    GASTROCNEMIUS = "gastrocnemius", "Upper calf (gastrocnemius)"
    SOLEUS = "soleus", "Lower calf (soleus)"
    ACHILLES = "achilles", "Achilles tendon"
    PLANTAR_FASCIA = "plantar_fascia", "Plantar fascia"
    TIBIALIS_ANTERIOR = "tibialis_anterior", "Shin muscle (tibialis anterior)"
    TOE_EXTENSORS = "toe_extensors", "Toe lifters"
    PERONEALS = "peroneals", "Outer ankle muscles (peroneals)"
    TIBIALIS_POSTERIOR = "tibialis_posterior", "Inner ankle muscle (tibialis posterior)"
    TOE_FLEXORS = "toe_flexors", "Toe benders"
    FOOT_INTRINSICS = "foot_intrinsics", "Small muscles of the foot"
    ANKLE_JOINT = "ankle_joint", "Ankle joint"
    SUBTALAR_JOINT = "subtalar_joint", "Joint below the ankle (subtalar)"
    QUADRICEPS = "quadriceps", "Front of the thigh"
    HIP = "hip", "Hip"


class Movement(models.TextChoices):
    """What the joint does."""

    DORSIFLEXION = "dorsiflexion", "Toes towards the shin (dorsiflexion)"
    PLANTARFLEXION = "plantarflexion", "Toes away (plantarflexion)"
    INVERSION = "inversion", "Sole turning in (inversion)"
    EVERSION = "eversion", "Sole turning out (eversion)"
    TOE_EXTENSION = "toe_extension", "Toes bending up"
    TOE_FLEXION = "toe_flexion", "Toes curling"
    BALANCE = "balance", "Holding balance"


class BodyPart(models.TextChoices):
    """Where an exercise works, in five places a runner can point at."""

    CALF = "calf", "Calf and Achilles"
    SHIN = "shin", "Shin"
    SOLE = "sole", "Sole and toes"
    JOINT = "joint", "Ankle joint"
    SIDES = "sides", "Sides of the ankle"


BODY_PART_OF: dict[str, BodyPart] = {
    Tissue.GASTROCNEMIUS: BodyPart.CALF,
    Tissue.SOLEUS: BodyPart.CALF,
    Tissue.ACHILLES: BodyPart.CALF,
    Tissue.TIBIALIS_ANTERIOR: BodyPart.SHIN,
    Tissue.TOE_EXTENSORS: BodyPart.SHIN,
    Tissue.PLANTAR_FASCIA: BodyPart.SOLE,
    Tissue.TOE_FLEXORS: BodyPart.SOLE,
    Tissue.FOOT_INTRINSICS: BodyPart.SOLE,
    Tissue.ANKLE_JOINT: BodyPart.JOINT,
    Tissue.SUBTALAR_JOINT: BodyPart.JOINT,
    Tissue.PERONEALS: BodyPart.SIDES,
    Tissue.TIBIALIS_POSTERIOR: BodyPart.SIDES,
}


class AchillesHeel(models.TextChoices):
    """Load on the heel end of the Achilles: the answer to "with pain there?"; never a promise (FACTS B-matrix)."""

    YES = "yes", "Fits"
    CHANGE = "change", "Fits with a change"
    NO = "no", "Leave out"


class EvidenceKind(models.TextChoices):
    """What kind of work a source is."""

    REVIEW = "review", "Review of several studies"
    TRIAL = "trial", "Trial"
    COHORT = "cohort", "Study that followed people over time"
    GUIDELINE = "guideline", "Guideline or expert agreement"
    LABORATORY = "laboratory", "Laboratory or one-time measurement"
    PRACTICE = "practice", "Common practice"


class Checked(models.TextChoices):
    """How far a source was checked before it was cited."""

    ABSTRACT = "abstract", "Abstract or record read"
    SECOND_HAND = "second-hand", "Read about in another work"
    MEMORY = "memory", "From memory, not looked up again"


class WarningLevel(models.TextChoices):
    """How soon a warning sign wants somebody to look: three levels, the same words everywhere, the most pressing first."""

    AMBULANCE = "ambulance", "Call an ambulance"
    TODAY = "today", "Get help today"
    DAYS = "days", "See somebody within days"


class Region(models.TextChoices):
    """Parent of an area."""

    LOWER_LEG = "lower_leg", "Lower leg"
    ANKLE = "ankle", "Ankle"
    FOOT = "foot", "Foot"
    NONE = "none", "No region"
