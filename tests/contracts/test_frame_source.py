"""What every frame source promises, real or fake."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop.capture.camera_source import CameraSource
from desktop.capture.errors import CameraLostError, CameraUnavailableError
from desktop.capture.frame_source import FrameSource, Pixels
from desktop.capture.picture_source import PictureSource
from tests.fakes.camera import FakeCapture
from tests.fakes.frame_source import FakeFrameSource

PICTURE: Pixels = np.full((48, 64, 3), 200, dtype=np.uint8)
Make = Callable[[], FrameSource]


def picture_source(folder: Path) -> FrameSource:
    path = folder / "户码.png"
    path.write_bytes(cv2.imencode(".png", PICTURE)[1].tobytes())
    return PictureSource([path], monotonic_s=lambda: 1.0)


def fake_source(folder: Path) -> FrameSource:
    source = FakeFrameSource()
    source.open()
    source.give(PICTURE)
    return source


@pytest.fixture(params=[picture_source, fake_source], ids=["picture", "fake"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FrameSource]:
    made: FrameSource = request.param(tmp_path)
    yield made
    made.close()


def test_an_opened_source_gives_a_frame_with_its_size(source: FrameSource) -> None:
    source.open()

    frame = source.latest()

    assert frame is not None
    assert (frame.width, frame.height) == (64, 48)


def test_the_same_frame_is_not_given_twice(source: FrameSource) -> None:
    source.open()
    source.latest()

    assert source.latest() is None


def test_a_closed_source_gives_nothing(source: FrameSource) -> None:
    source.open()
    source.close()

    assert source.latest() is None


def test_closing_twice_changes_nothing(source: FrameSource) -> None:
    source.open()
    source.close()
    source.close()

    assert source.latest() is None


def camera_with(capture: FakeCapture) -> CameraSource:
    return CameraSource(0, monotonic_s=lambda: 1.0, open_capture=lambda index: capture)


def wait_for_end(camera: CameraSource) -> None:
    thread = camera._thread
    assert thread is not None
    thread.join(60)


def test_a_camera_that_does_not_open_is_told_by_asking_not_by_opening() -> None:
    capture = FakeCapture([], is_open=False)
    camera = camera_with(capture)

    camera.open()
    wait_for_end(camera)

    with pytest.raises(CameraUnavailableError):
        camera.latest()
    assert capture.was_released.is_set()


def test_a_driver_that_throws_while_opening_is_an_unavailable_camera() -> None:
    def explode(index: int) -> FakeCapture:
        raise cv2.error("no such device")

    camera = CameraSource(0, monotonic_s=lambda: 1.0, open_capture=explode)
    camera.open()
    wait_for_end(camera)

    with pytest.raises(CameraUnavailableError):
        camera.latest()


def test_an_unplugged_camera_gives_its_last_frame_and_then_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.capture.camera_source._PAUSE_AFTER_MISS_S", 0.0)
    camera = camera_with(FakeCapture([PICTURE]))
    camera.open()
    wait_for_end(camera)

    last = camera.latest()

    assert last is not None
    with pytest.raises(CameraLostError):
        camera.latest()


def test_a_slow_reader_gets_the_newest_frame_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.capture.camera_source._PAUSE_AFTER_MISS_S", 0.0)
    newest = np.zeros((10, 20, 3), dtype=np.uint8)
    camera = camera_with(FakeCapture([PICTURE, PICTURE, newest]))
    camera.open()
    wait_for_end(camera)

    frame = camera.latest()

    assert frame is not None
    assert (frame.width, frame.height) == (20, 10)


def test_closing_a_camera_releases_the_device() -> None:
    capture = FakeCapture([PICTURE])
    camera = camera_with(capture)
    camera.open()
    capture.gave_all.wait(60)

    camera.close()

    assert capture.was_released.wait(60)
