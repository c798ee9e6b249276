"""Which widget answers which kind of question: one table, refined by the form's appearances.

Whatever a widget gives, the form engine checks, so nothing wrong can pass.
"""

from collections.abc import Callable, Mapping
from typing import Final

from desktop.form_entry.filled_files import is_drawn
from desktop.form_entry.questions.barcode import BarcodeInput
from desktop.form_entry.questions.choice_pictures import ChoicePictures
from desktop.form_entry.questions.counter import CounterInput
from desktop.form_entry.questions.file import FileInput
from desktop.form_entry.questions.geopoint import GeopointInput
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.media import choice_pictures
from desktop.form_entry.questions.moment import MomentInput
from desktop.form_entry.questions.note import FixedAnswer, NoteInput
from desktop.form_entry.questions.number import NumberInput
from desktop.form_entry.questions.option_columns import needs_list, needs_search, wanted_columns
from desktop.form_entry.questions.photo import PhotoInput
from desktop.form_entry.questions.photo_encoding import max_pixels_of
from desktop.form_entry.questions.point_list import PointListInput
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.questions.range import MOST_RATED, RangeInput, figures_between
from desktop.form_entry.questions.rank import RankInput
from desktop.form_entry.questions.select_many import SelectMany
from desktop.form_entry.questions.select_many_search import SelectManySearch
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.select_search import SelectOneSearch
from desktop.form_entry.questions.signature import SignatureInput
from desktop.form_entry.questions.text import LongTextInput, TextInput
from forms import Choice, QuestionKind, QuestionView
from resources.words import Words

Build = Callable[[QuestionView, Words, InputPorts], QuestionInput]


def build_input(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    """Make the widget for one question as it stands now."""
    if question.is_readonly and question.kind is not QuestionKind.NOTE:
        return FixedAnswer()
    return _TABLE.get(question.kind, _text)(question, words, ports)


def _text(question: QuestionView, _words: Words, _ports: InputPorts) -> QuestionInput:
    if "multiline" in question.appearance:
        return LongTextInput()
    return TextInput(is_digits="numbers" in question.appearance, is_hidden="masked" in question.appearance)


def _number(question: QuestionView, words: Words, _ports: InputPorts) -> QuestionInput:
    if "counter" in question.appearance:
        return CounterInput(words)
    return NumberInput(example=words.text("screens.form.number_example"), label=question.label)


def _moment(question: QuestionView, words: Words, _ports: InputPorts) -> QuestionInput:
    shape: str = question.kind
    if question.kind is QuestionKind.DATE:
        shape = next((name for name in ("year", "month-year") if name in question.appearance), shape)
    return MomentInput(example=words.text(f"screens.form.example.{shape}"))


def _range(question: QuestionView, words: Words, _ports: InputPorts) -> QuestionInput:
    figures = [Choice(figure, figure) for figure in figures_between(question.binds)]
    if "rating" in question.appearance and 0 < len(figures) <= MOST_RATED:
        return SelectOneCards(figures, columns=len(figures))
    if "picker" in question.appearance and figures:
        return SelectOneList(figures, invitation=words.text("screens.form.choose"))
    return RangeInput(question.binds)


def _select_one(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    choices, appearance = question.choices, question.appearance
    if "label" in appearance:  # the head of a table of questions: its choices are words to read
        return NoteInput()
    if needs_search(choices, appearance):
        listed = ChoicePictures(choices, ports.read_picture)
        return SelectOneSearch(choices, invitation=words.text("screens.form.search"), pictures=listed)
    columns = wanted_columns(choices, appearance)
    pictures = choice_pictures(choices, ports.read_picture)
    if not columns and not pictures and needs_list(choices, appearance):
        return SelectOneList(choices, invitation=words.text("screens.form.choose"))
    return SelectOneCards(choices, columns=columns, pictures=pictures)


def _select_many(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    if "label" in question.appearance:
        return NoteInput()
    if needs_search(question.choices, question.appearance):
        listed = ChoicePictures(question.choices, ports.read_picture)
        return SelectManySearch(question.choices, words, pictures=listed)
    return SelectMany(
        question.choices,
        columns=wanted_columns(question.choices, question.appearance),
        pictures=choice_pictures(question.choices, ports.read_picture),
    )


def _rank(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    return RankInput(question.choices, words, pictures=ChoicePictures(question.choices, ports.read_picture))


def _note(_question: QuestionView, _words: Words, _ports: InputPorts) -> QuestionInput:
    return NoteInput()


def _acknowledge(question: QuestionView, words: Words, _ports: InputPorts) -> QuestionInput:
    return SelectMany((Choice("OK", question.hint or words.text("screens.form.acknowledge")),))


def _geopoint(_question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    return GeopointInput(words, village_centre=ports.village_centre)


def _geoline(question: QuestionView, words: Words, _ports: InputPorts) -> QuestionInput:
    return PointListInput(words, is_area=question.kind is QuestionKind.GEOSHAPE)


def _barcode(_question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    return BarcodeInput(words, ports)


def _image(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    max_pixels = max_pixels_of(question.binds)
    if is_drawn(question):
        return SignatureInput(words, max_pixels=max_pixels)
    return PhotoInput(words, ports, max_pixels=max_pixels)


def _file(question: QuestionView, words: Words, ports: InputPorts) -> QuestionInput:
    return FileInput(question.kind, words, ports)


_TABLE: Final[Mapping[QuestionKind, Build]] = {
    QuestionKind.INTEGER: _number,
    QuestionKind.DECIMAL: _number,
    QuestionKind.RANGE: _range,
    QuestionKind.DATE: _moment,
    QuestionKind.TIME: _moment,
    QuestionKind.DATE_TIME: _moment,
    QuestionKind.SELECT_ONE: _select_one,
    QuestionKind.SELECT_MANY: _select_many,
    QuestionKind.RANK: _rank,
    QuestionKind.NOTE: _note,
    QuestionKind.ACKNOWLEDGE: _acknowledge,
    QuestionKind.GEOPOINT: _geopoint,
    QuestionKind.GEOTRACE: _geoline,
    QuestionKind.GEOSHAPE: _geoline,
    QuestionKind.BARCODE: _barcode,
    QuestionKind.IMAGE: _image,
    QuestionKind.AUDIO: _file,
    QuestionKind.VIDEO: _file,
    QuestionKind.FILE: _file,
}
