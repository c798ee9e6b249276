"""The interoperability protocol: a script of answers in, the states it leads to out, one JSON object a line.

It exists so that engines can be compared on the same forms; docs/form-protocol.md
is its description. Nothing is finished or kept, the clock stands still at the
job's `now`, and a form that cannot be run is an answer, not the end of the service.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from forms import DeviceProperties, FormDefinition, FormError, FormSession, NodeView, load_form
from forms.errors import (
    FormFileMissingError,
    QuestionNotRelevantError,
    QuestionReadonlyError,
    QuestionUnknownError,
)
from quancai.form_tools.files import read_lists

MAX_CHOICES_SHOWN: Final = 150
DEVICE: Final = DeviceProperties(
    "oracle:device", username="oracle", phone_number="5550100", email="oracle@example.org"
)
_SKIPPED: Final[dict[type[FormError], str]] = {
    QuestionNotRelevantError: "irrelevant",
    QuestionReadonlyError: "readonly",
    QuestionUnknownError: "missing",
}

_BLANK_LISTS: Final = {".csv": b"", ".geojson": b'{"features": []}', ".json": b'{"features": []}'}

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _StandingClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def serve(lines: Iterable[str]) -> Iterator[str]:
    """Answer jobs in order, one line each."""
    forms = _LastForm()
    return (json.dumps(_answer(line, forms), ensure_ascii=False) for line in lines if line.strip())


class _LastForm:
    """Keeps one definition: scripts for the same form come one after another."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._definition: FormDefinition | None = None

    def load(self, form: str, media: str) -> FormDefinition:
        if self._definition is None or self._key != (form, media):
            self._definition = _load(Path(form).read_bytes(), read_lists(Path(media)) if media else {})
            self._key = (form, media)
        return self._definition


def _load(content: bytes, attachments: Mapping[str, bytes]) -> FormDefinition:
    """Understand a form; a list nobody delivered is a blank one, as other engines take it."""
    definition = load_form(content, attachments=attachments)
    absent = [
        fault.parameters["file"] for fault in definition.faults if isinstance(fault, FormFileMissingError)
    ]
    if not absent:
        return definition
    blank = {name: _BLANK_LISTS.get(Path(name).suffix.lower(), b"<root/>") for name in absent}
    return load_form(content, attachments={**attachments, **blank})


def _answer(line: str, forms: _LastForm) -> Json:
    try:
        job = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "no JSON"}
    if not isinstance(job, dict):
        return {"id": None, "error": "no job"}
    try:
        return {"id": job.get("id"), "state": _replay(job, forms)}
    except FormError as error:
        return {"id": job.get("id"), "error": str(error)}
    except (OSError, KeyError, ValueError, TypeError) as error:  # a job that is no job
        return {"id": job.get("id"), "error": f"{type(error).__name__}: {error}"}


def _replay(job: Mapping[str, object], forms: _LastForm) -> Json:
    definition = forms.load(str(job["form"]), str(job.get("media") or ""))
    clock = _StandingClock(_read_now(str(job["now"])))
    session = FormSession.start(definition, clock=clock, device=DEVICE)
    initial = _state(session)
    steps = job.get("steps") or []
    if not isinstance(steps, list):
        raise TypeError("steps is a list")
    outcomes = [_take_step(session, step) for step in steps]
    return {
        "init": initial,
        "steps": outcomes,
        "final": _state(session),
        "valid": not session.violations(),
        "xml": session.answers_xml().decode(),
    }


def _read_now(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _take_step(session: FormSession, step: Mapping[str, str]) -> str:
    acts: dict[str, Callable[[], object]] = {
        "set": lambda: session.answer(step["ref"], step["value"]),
        "add": lambda: session.add_repeat(step["ref"]),
        "remove": lambda: session.remove_repeat(step["ref"]),
        "lang": lambda: session.set_language(step["lang"]),
    }
    try:
        acts[step["op"]]()
    except FormError as error:
        return _SKIPPED.get(type(error), error.code)
    return "ok"


def _state(session: FormSession) -> Json:
    return {
        "nodes": {view.reference: _node(view) for view in session.nodes()},
        "can_add": {repeat.reference: True for repeat in session.repeats() if repeat.can_change},
    }


def _node(view: NodeView) -> Json:
    node: dict[str, object] = {"rel": view.is_relevant}
    if not view.is_leaf:
        return node
    node["v"] = view.value
    if view.is_required:
        node["req"] = True
    if view.is_readonly:
        node["ro"] = True
    if view.meets_constraint is not None:
        node["con"] = view.meets_constraint
    if view.kind is not None:
        node |= {"q": view.kind.value, "lbl": view.label}
    if view.choices is not None:
        node["ch"] = [[choice.value, choice.label] for choice in view.choices[:MAX_CHOICES_SHOWN]]
        if len(view.choices) > MAX_CHOICES_SHOWN:
            node["ch_n"] = len(view.choices)
    return node
