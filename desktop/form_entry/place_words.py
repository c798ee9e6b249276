"""Places as people read them, on the review and on paper: degrees and metres, or the points of a line."""

from typing import Final

from desktop.form_entry.questions.coordinates import read_points
from forms import QuestionKind, QuestionView
from resources.words import Words

_LINES: Final = {QuestionKind.GEOTRACE: "line_closed", QuestionKind.GEOSHAPE: "area_closed"}


def is_place(question: QuestionView) -> bool:
    return question.kind is QuestionKind.GEOPOINT or question.kind in _LINES


def say_place(question: QuestionView, words: Words) -> str:
    """Write a kept place, line or area in words."""
    points = read_points(question.value)
    if not points:
        return question.value
    if question.kind in _LINES:
        # An area says its first point twice.
        number = len(points) - (question.kind is QuestionKind.GEOSHAPE and points[0] == points[-1])
        return words.text(f"screens.form.place.{_LINES[question.kind]}", number=number)
    point = points[0]
    return words.text(
        f"screens.form.place.{'point_within' if point.accuracy else 'point'}",
        latitude=point.latitude,
        longitude=point.longitude,
        accuracy=point.accuracy,
    )
