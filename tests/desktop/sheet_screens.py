"""The sheets that lie over a form: taking a photo, covering it, and asking how to print."""

from collections.abc import Callable

import numpy as np

from desktop.capture.picture_source import read_picture
from desktop.codecard.card_painter import CardFace, write_card
from desktop.codecard.photographed import photograph
from desktop.form_entry.form_page import FormPage
from desktop.form_entry.print_sheet import PrintSheet
from desktop.form_entry.questions.camera_sheet import CameraSheet
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.photo import PhotoInput
from desktop.form_entry.questions.redaction import RedactionSheet
from tests.desktop.form_screens import line, opened, own_form
from tests.desktop.stage import Stage
from tests.fakes.frame_source import FakeFrameSource
from tests.scenario.form_scenario import bind

PHOTO = '<upload ref="/data/photo" mediatype="image/*"><label>门牌照片</label></upload>'


def photographing(stage: Stage) -> CameraSheet:
    """The camera looks at the plate of a door."""
    camera = FakeFrameSource()
    definition = own_form("<photo/>", bind("photo", type="binary"), body=(PHOTO,))
    page = opened(stage, definition, ports=InputPorts(cameras=(camera, FakeFrameSource())))
    section = page.view.section
    assert section is not None
    photo = section.panels["/data/photo"].input
    assert isinstance(photo, PhotoInput)
    photo.camera.click()
    sheet = stage.window.findChild(CameraSheet)
    assert isinstance(sheet, CameraSheet)
    face = CardFace("象山路 12 号", "350582001014-0921", "青阳街道象山社区  0921")
    plate = read_picture(write_card(face, stage.folder / "plate.png"))
    camera.give(photograph(plate, np.random.default_rng(3)))
    sheet.look()
    return sheet


def form_photo_camera(stage: Stage) -> None:
    photographing(stage)


def form_photo_cover(stage: Stage) -> None:
    photographing(stage).shoot.click()
    sheet = stage.window.findChild(RedactionSheet)
    assert isinstance(sheet, RedactionSheet)
    sheet.canvas.add_cover()


def printing(stage: Stage) -> PrintSheet:
    page = reviewed(stage)
    page.view.print_chosen.emit()
    sheet = stage.window.findChild(PrintSheet)
    assert isinstance(sheet, PrintSheet)
    return sheet


def reviewed(stage: Stage) -> FormPage:
    """A short form at its review."""
    page = opened(stage, own_form("<job/>", body=(line("job", "上一份工作做什么"),)))
    page.presenter.answer("/data/job", "在鞋厂开针车")
    page.presenter.go_on()
    return page


def form_print_masked(stage: Stage) -> None:
    printing(stage)


def form_print_full(stage: Stage) -> None:
    sheet = printing(stage)
    sheet.full.click()
    sheet.paper.click()


SCREENS: tuple[Callable[[Stage], None], ...] = (
    form_photo_camera,
    form_photo_cover,
    form_print_masked,
    form_print_full,
)
