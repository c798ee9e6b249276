"""The one stylesheet, generated from the tokens.

It covers what Qt draws itself: surfaces, text roles, inputs, lists, scroll bars and
tips. Buttons, chips and option cards paint themselves (desktop/components). Rules
select by dynamic property or class, never a bare container, because an unscoped rule
cascades into everything inside it.
"""

from collections.abc import Callable
from string import Template

from desktop.tokens import (
    HEIGHT_CONTROL,
    RADIUS_CARD,
    RADIUS_CONTROL,
    RADIUS_SMALL,
    TYPE,
    Palette,
    TextRole,
    Tone,
)
from resources import file_path

_SHEET = Template("""
QMainWindow, QWidget[surface="canvas"], QScrollArea[surface="canvas"] { background: $canvas; }
QScrollArea { border: none; background: transparent; }
QWidget[surface="clear"] { background: transparent; }
QFrame[surface="card"] { background: $surface; border: 1px solid $border; border-radius: ${card}px; }
QFrame[surface="panel"] { background: $surface; border: none; }
QFrame[surface="sunken"] { background: $sunken; border: none; border-radius: ${control}px; }
QFrame[surface="hint"] { background: $primary_soft; border: 1px solid $primary_line;
  border-radius: ${card}px; }
QFrame[surface="follow-up"] { background: $surface2; border: none; border-left: 4px solid $primary; }
QFrame[surface="rail"] { background: $nav; border: none; }
QFrame[surface="brand"] { border: none;
  background: qlineargradient(x1: 0, y1: 0, x2: 0, y2: 1, stop: 0 $brand_top, stop: 1 $brand_bottom); }
QFrame[surface="header"] { background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame[surface="footer"] { background: $surface; border: none; border-top: 1px solid $border; }
QFrame[surface="divider"] { background: $border; border: none; }
QFrame[surface="dialog"] { background: $surface; border: 1px solid $border_strong;
  border-radius: ${card}px; }
QLabel { background: transparent; color: $ink; }
QLabel[tone="ink2"] { color: $ink2; }
QLabel[tone="ink3"] { color: $ink3; }
QLabel[tone="primary"] { color: $primary; }
QLabel[tone="on-primary"] { color: $on_primary; }
QLabel[tone="nav"] { color: $nav_ink; }
$label_tones
$roles
QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox {
  background: $surface; color: $ink; border: 1px solid $border_strong; border-radius: ${control}px;
  padding: 1px ${pad}px; font-size: ${label}px; selection-background-color: $primary;
  selection-color: $on_primary; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: ${field}px; }
QPlainTextEdit { padding: ${small_pad}px ${pad}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {
  border: 2px solid $primary; padding: 0px ${pad_focus}px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
  border: 2px solid $danger; background: $invalid_fill; padding: 0px ${pad_focus}px; }
QLineEdit[invalid="true"]:focus, QPlainTextEdit[invalid="true"]:focus, QComboBox[invalid="true"]:focus {
  border: 2px solid $primary; border-bottom: 4px solid $danger; }
QLineEdit[invalid="true"]:focus, QComboBox[invalid="true"]:focus { min-height: ${field_over_line}px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $sunken; color: $ink3; }
QLineEdit[readOnly="true"] { background: $surface2; color: $ink2; border-color: $border; }
QComboBox::drop-down { border: none; width: ${arrow}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${icon}px; height: ${icon}px; }
QComboBox QAbstractItemView { background: $surface; color: $ink; border: 1px solid $border_strong;
  selection-background-color: $primary_soft; selection-color: $ink; outline: none; }
QComboBox QAbstractItemView::item { min-height: ${target}px; padding-left: ${pad}px; }
QListView { background: transparent; border: none; outline: none; }
QSlider { min-height: ${target}px; }
QSlider::groove:horizontal { height: 8px; border-radius: 4px; background: $sunken;
  border: 1px solid $border; }
QSlider::sub-page:horizontal { height: 8px; border-radius: 4px; background: $primary; }
QSlider::handle:horizontal { width: ${knob}px; margin: -${knob_over}px 0; border-radius: ${knob_round}px;
  background: $surface; border: 3px solid $primary; }
QToolTip { background: $ink; color: $surface; border: none; padding: 6px 10px; font-size: ${caption}px; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 0 0 0 8px; }
QScrollBar::handle:vertical { background: $border_strong; border-radius: 3px; min-height: 44px; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 8px 0 0 0; }
QScrollBar::handle:horizontal { background: $border_strong; border-radius: 3px; min-width: 44px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def build_stylesheet(palette: Palette, *, scale: Callable[[float], int]) -> str:
    """Fill the sheet with one palette at one text size."""
    colours = {
        name: value
        for name in palette.__dataclass_fields__
        if isinstance(value := getattr(palette, name), str)
    }
    sizes = {
        "card": RADIUS_CARD,
        "control": RADIUS_CONTROL,
        "small": RADIUS_SMALL,
        "pad": scale(16),
        "pad_focus": scale(16) - 1,
        "small_pad": scale(10),
        "field": scale(HEIGHT_CONTROL) - 4,
        "field_over_line": scale(HEIGHT_CONTROL) - 6,
        "arrow": scale(40),
        "icon": scale(20),
        "knob": scale(22),
        "knob_over": (scale(22) - 2) // 2,
        "knob_round": scale(22) // 2 + 3,
        "target": scale(44),
        "label": scale(TYPE[TextRole.LABEL][0]),
        "caption": scale(TYPE[TextRole.CAPTION][0]),
    }
    return _SHEET.substitute(
        colours | {name: str(size) for name, size in sizes.items()},
        danger=palette.tones[Tone.DANGER].text,
        chevron=chevron_path(),
        label_tones="\n".join(_label_tone(tone, palette) for tone in Tone),
        roles="\n".join(_text_role(role, scale) for role in TextRole),
    )


def chevron_path() -> str:
    """Name the picture of a combo box's arrow; a stylesheet can only point at a file."""
    return file_path("icons/combo-chevron.svg").as_posix()


def _label_tone(tone: Tone, palette: Palette) -> str:
    return f'QLabel[tone="{tone}"] {{ color: {palette.tones[tone].text}; }}'


def _text_role(role: TextRole, scale: Callable[[float], int]) -> str:
    size, weight = TYPE[role]
    return f'QLabel[role="{role}"] {{ font-size: {scale(size)}px; font-weight: {weight}; }}'
