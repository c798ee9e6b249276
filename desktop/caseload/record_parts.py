"""The parts a record is shown in: facts, members of the household, forms, files, the line of time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import Fact, FileLine, FormCard, HistoryLine, Member, TwinCard
from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.chip import Chip
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import ElidedLabel, Label
from desktop.components.rows import Row, RowButton, TwoLines
from desktop.tokens import TextRole, Tone


def fact_line(fact: Fact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon(fact.icon, size=18))
    row.addWidget(Label(fact.label, role=TextRole.SMALL, tone="ink2"))
    value = ElidedLabel(fact.value, role=TextRole.BODY)
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(value, 1)
    return row


def member_row(member: Member, *, here: str, choose: Callable[[str], None]) -> QWidget:
    """Give a row that opens somebody of the household; whose page it is, is named and not pressed."""
    words, avatar = TwoLines(member.name, member.detail), Avatar(member.name, tone=Tone.PRIMARY)
    chip = Chip(member.status, tone=member.status_tone)
    if member.is_this:
        return Row(words, leading=avatar, trailing=[Chip(here, tone=Tone.PRIMARY), chip])
    button = RowButton(words, leading=avatar, trailing=[chip, Icon("chevron-right", size=18)])
    button.clicked.connect(lambda: choose(member.id))
    return button


def twin_row(twin: TwinCard, *, act: str, choose: Callable[[str], None]) -> QWidget:
    """Give a record beside this one with what can be done about it."""
    button = Button(act, kind=ButtonKind.SOFT, size=ButtonSize.SMALL)
    button.setAccessibleDescription(f"{twin.name}，{twin.reason}")
    button.clicked.connect(lambda: choose(twin.id))
    return Row(TwoLines(twin.name, f"{twin.reason} · {twin.detail}"), trailing=[button])


def form_block(form: FormCard) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(form.title, role=TextRole.LABEL), 1)
    head.addWidget(Label(form.by, role=TextRole.CAPTION, tone="ink2"))
    column.addLayout(head)
    column.addWidget(DeliveryStepper(form.steps))
    if form.problem:
        column.addWidget(IconLabel(form.problem, icon="undo-2", tone=Tone.DANGER))
    return panel


def file_row(file: FileLine) -> QWidget:
    state = Chip(file.state, tone=file.tone, icon=file.icon, is_filled=False)
    return Row(TwoLines(file.name, file.detail), leading=Icon("image", size=24), trailing=[state])


def history_block(line: HistoryLine) -> QWidget:
    panel = QWidget()
    row = QHBoxLayout(panel)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon("history", tone=line.tone, size=18), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(line.source, role=TextRole.SMALL), 1)
    head.addWidget(Label(line.moment, role=TextRole.CAPTION, tone="ink2"))
    column.addLayout(head)
    for change in line.changes:
        column.addWidget(Label(change, role=TextRole.CAPTION, tone="ink2", wrap=True))
    row.addLayout(column, 1)
    return panel


def short_history(lines: Sequence[HistoryLine]) -> list[QWidget]:
    """Give one line for each of these: whose word, and when."""
    return [_short_line(line) for line in lines]


def _short_line(line: HistoryLine) -> QWidget:
    panel = QWidget()
    row = QHBoxLayout(panel)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(10)
    row.addWidget(Icon("circle", tone=line.tone, size=12))
    row.addWidget(ElidedLabel(line.source, role=TextRole.SMALL), 1)
    row.addWidget(Label(line.moment, role=TextRole.CAPTION, tone="ink2"))
    return panel
