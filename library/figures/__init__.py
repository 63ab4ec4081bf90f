"""Drawn figures of Ankles: exercises from pose files, anatomy plates and the foot map, all as SVG without inline styles.

Nothing here imports Django. The site calls the names below and no others.
"""

from library.figures.errors import PoseError
from library.figures.exercises import (
    drawings,
    drawn_as,
    figure,
    has_amber,
    has_pose,
    marks,
    movement_css,
    slugs,
    title_of_pose,
)
from library.figures.footmap import VIEWS, FootMapRegion, css_rule, foot_map, labels_stylesheet, lights_stylesheet
from library.figures.movements import movements
from library.figures.plates import PLATES, plate

__all__ = [
    "PLATES",
    "VIEWS",
    "FootMapRegion",
    "PoseError",
    "css_rule",
    "drawings",
    "drawn_as",
    "figure",
    "foot_map",
    "has_amber",
    "has_pose",
    "labels_stylesheet",
    "lights_stylesheet",
    "marks",
    "movement_css",
    "movements",
    "plate",
    "slugs",
    "title_of_pose",
]
