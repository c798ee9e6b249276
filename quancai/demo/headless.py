"""The whole journey without a person: exit 0 only if the record and its task really arrived.

Two facts decide, both read from where they must be: the person's record in the
platform's database, and the task in the device's own encrypted replica. The network
is taken away twice by killing the server's process.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from quancai.demo.server_process import ServerProcess
from quancai.demo.story import HOUSEHOLD, OPERATOR, PASSPHRASE, PERSON, SCOPE, UNKNOWN_NUMBER
from quancai.exit_codes import ExitCode
from resources.words import Words
from server_stub.platform.inspection import list_tasks, read_city_record

Say = Callable[..., None]


def run_headless(folder: Path, words: Words, *, as_json: bool) -> ExitCode:
    """Walk through the journey in `folder` and leave screenshots there."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Imported after the platform is chosen: Qt reads the variable when it loads.
    from desktop.application import end_application  # noqa: PLC0415
    from desktop.journey.first_light import Cast, FirstLight  # noqa: PLC0415
    from quancai.demo.supplies import prepare_supplies  # noqa: PLC0415
    from server_stub.demo import lay_out_day  # noqa: PLC0415

    journey_folder = folder / "journey"
    _start_anew(journey_folder)
    steps: list[str] = []

    def say(key: str, **values: object) -> None:
        sentence = words.text(f"terminal.demo.{key}", **values)
        steps.append(sentence)
        if not as_json:
            print(f"{len(steps):2d}. {sentence}", flush=True)

    say("folder", folder=journey_folder)
    server = ServerProcess(journey_folder / "server")
    try:
        say("server_up", url=server.start())
        lay_out_day(server.folder)
        supplies = prepare_supplies(
            server.folder, journey_folder, scope=SCOPE, household_id=HOUSEHOLD, words=words
        )
        cast = Cast(OPERATOR, PASSPHRASE, HOUSEHOLD, PERSON, UNKNOWN_NUMBER)
        light = FirstLight(journey_folder, words, cast=cast, pictures=folder)
        with light:
            light.join(supplies.invitation, say)
            light.scan(supplies.photograph, say)
            server.kill()
            say("server_down")
            light.fill_offline(say)
            server.start()
            say("server_back")
            task_id = light.exchange(say)
    finally:
        server.stop()
        end_application()
    record = read_city_record(server.folder, "person", PERSON)
    arrived = has_arrived(record, task_id, tasks=list_tasks(server.folder))
    say("screens", folder=folder)
    say("ids", record_id=PERSON, task_id=task_id or "–")
    if arrived:
        say("passed")
    if as_json:
        print(json.dumps({"record_id": PERSON, "task_id": task_id, "ok": arrived}, ensure_ascii=False))
    return ExitCode.OK if arrived else ExitCode.FAILED


def _start_anew(folder: Path) -> None:
    """Forget the last journey: it holds invented people only, and a marker says that it is ours."""
    marker = folder / "DEMONSTRATION"
    if marker.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for picture in folder.parent.glob("*.png"):
        picture.unlink()
    marker.write_text("invented residents; made anew by every headless demonstration\n", encoding="utf-8")


def has_arrived(
    record: dict[str, object] | None, task_id: str | None, *, tasks: list[dict[str, object]]
) -> bool:
    """Judge the journey by the platform's record and the task both ends hold, never by what was printed."""
    fields = record["fields"] if record else None
    is_recorded = isinstance(fields, dict) and fields.get("emp_status") == "1"
    return is_recorded and task_id is not None and task_id in {task["id"] for task in tasks}
