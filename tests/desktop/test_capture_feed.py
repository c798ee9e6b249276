from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.decode_worker import DecodeWorker
from desktop.capture.errors import CameraLostError, PictureUnreadableError
from desktop.capture.frame_source import Frame, Pixels
from tests.fakes.frame_source import FakeFrameSource


def code_picture(text: str) -> Pixels:
    barcode = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level="M")
    return np.array(barcode.to_image(scale=4), dtype=np.uint8)


@pytest.fixture
def source() -> FakeFrameSource:
    return FakeFrameSource()


@pytest.fixture
def feed(qtbot: QtBot, source: FakeFrameSource) -> Iterator[CaptureFeed]:
    feed = CaptureFeed([source])
    yield feed
    feed.close()


def test_a_code_before_the_camera_is_announced_once(
    qtbot: QtBot, feed: CaptureFeed, source: FakeFrameSource
) -> None:
    heard: list[Scan] = []
    feed.code_read.connect(heard.append)
    feed.start()

    with qtbot.waitSignal(feed.code_read):
        source.give(code_picture("YS1:ABC"))
    with qtbot.waitSignal(feed.frame_taken):
        source.give(code_picture("YS1:ABC"))

    assert [scan.text for scan in heard] == ["YS1:ABC"]


def test_a_camera_pulled_out_is_told_and_let_go(
    qtbot: QtBot, feed: CaptureFeed, source: FakeFrameSource
) -> None:
    feed.start()
    source.failure = CameraLostError(index="0")

    with qtbot.waitSignal(feed.failed) as told:
        pass

    assert isinstance(told.args[0], CameraLostError)
    assert not source.is_open


def test_nothing_is_announced_after_a_pause(qtbot: QtBot, feed: CaptureFeed, source: FakeFrameSource) -> None:
    heard: list[Scan] = []
    feed.code_read.connect(heard.append)
    feed.start()
    source.give(code_picture("YS1:ABC"))
    with qtbot.waitSignal(feed.frame_taken):
        pass
    feed.pause()

    with qtbot.waitSignal(feed._worker.decoded):
        pass

    assert heard == []


def test_a_chosen_picture_is_read_patiently(qtbot: QtBot, feed: CaptureFeed, tmp_path: Path) -> None:
    path = tmp_path / "照片.png"
    path.write_bytes(cv2.imencode(".png", code_picture("YS1:PHOTO"))[1].tobytes())

    with qtbot.waitSignal(feed.picture_read) as read:
        feed.read_picture_file(path)

    assert [scan.text for scan in read.args[0]] == ["YS1:PHOTO"]


def test_a_file_that_is_no_picture_is_told(qtbot: QtBot, feed: CaptureFeed, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no picture")

    with qtbot.waitSignal(feed.picture_failed) as told:
        feed.read_picture_file(path)

    assert isinstance(told.args[0], PictureUnreadableError)


def test_while_the_decoder_is_busy_only_the_newest_frame_waits(qtbot: QtBot) -> None:
    seen: list[int] = []

    def decode(pixels: Pixels) -> tuple[Scan, ...]:
        seen.append(int(pixels[0, 0]))
        return ()

    worker = DecodeWorker(decode)
    frames = [Frame(np.full((4, 4), number, dtype=np.uint8), 0.0) for number in (1, 2, 3)]
    done: list[Frame] = []
    worker.decoded.connect(lambda scans, frame: done.append(frame))

    worker.offer(frames[0])
    worker.offer(frames[1])
    worker.offer(frames[2])
    qtbot.waitUntil(lambda: len(done) == 2)
    worker.close()

    assert seen == [1, 3]


def test_a_frame_that_breaks_the_decoder_does_not_stop_the_next(qtbot: QtBot) -> None:
    def decode(pixels: Pixels) -> tuple[Scan, ...]:
        return (Scan(str(1 // int(pixels[0, 0])), "QRCode", is_certain=True),)

    worker = DecodeWorker(decode)
    heard: list[tuple[Scan, ...]] = []
    worker.decoded.connect(lambda scans, frame: heard.append(scans))

    worker.offer(Frame(np.zeros((4, 4), dtype=np.uint8), 0.0))
    worker.offer(Frame(np.ones((4, 4), dtype=np.uint8), 0.0))
    qtbot.waitUntil(lambda: len(heard) == 2)
    worker.close()

    assert heard[0] == ()
    assert heard[1][0].text == "1"
