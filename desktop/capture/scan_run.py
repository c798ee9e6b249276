"""The list continuous scanning makes: every code once, the newest on top, each a way back to its card."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from desktop.capture.scan_screen import RecentScan
from desktop.components.chip import Chip
from desktop.components.icon_label import Icon
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.rows import RowButton, TwoLines
from desktop.tokens import TextRole, Tone
from resources.words import Words


class ScanRun(ScrollBody):
    """Shows one run; `chosen` gives the place of a scan, counted from the newest."""

    chosen = Signal(int)

    def __init__(self, scans: tuple[RecentScan, ...], words: Words) -> None:
        super().__init__(spacing=8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        title = words.count("screens.scan.run_title", len(scans))
        self.body.addWidget(Label(title, role=TextRole.H3))
        quiet = words.text("screens.scan.run_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.SMALL, tone="ink2", wrap=True))
        for place, scan in enumerate(scans):
            row = RowButton(
                TwoLines(scan.label, scan.time),
                leading=Icon(scan.icon, size=20),
                trailing=(Chip(scan.state, tone=Tone.OK if scan.is_known else Tone.OFF),),
            )
            row.clicked.connect(lambda _on=False, place=place: self.chosen.emit(place))
            self.body.addWidget(row)
        self.body.addStretch(1)
