"""What a draft keeps: the form session, and beside it what the engine has no place for.

That is the texts that were refused as answers ("2026-13-40"), which would be gone when the form
is put aside, the officer's words on what had to be verified, and where in the form they were.
Photos and signatures lie beside the document, in rows of their own. Drafts of programs before
this one, the bare session or with the files inside, are still read.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field
from types import MappingProxyType
from typing import Final

from desktop.form_entry.problems import Rejected
from desktop.form_entry.remarks import OfficerWord, RemarkKey
from desktop.form_entry.whereabouts import Whereabouts
from forms.errors import DraftUnreadableError

_MARK: Final = b"quancai-draft "  # a bare session begins with a brace
_VERSION: Final = b"4"
_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """A session as bytes, refused texts by reference, words by remark, the place, and files by name.

    Files that are no part of the document are named in `beside`.
    """

    session: bytes
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    said: Mapping[RemarkKey, OfficerWord] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    beside: frozenset[str] = frozenset()
    stopped_at: Whereabouts | None = None


def write_document(kept: DraftDocument) -> bytes:
    """Put everything but the files into one document."""
    refused = {reference: [each.text, each.code] for reference, each in kept.rejected.items()}
    words = [[*key, word.note, word.is_confirmed, dict(word.grounds)] for key, word in kept.said.items()]
    place = None if kept.stopped_at is None else astuple(kept.stopped_at)
    lines = (json.dumps(part).encode("ascii") for part in (refused, words, place))
    return b"\n".join((_MARK + _VERSION, *lines, kept.session))


def read_document(document: bytes, beside: Mapping[str, bytes] = _NOTHING) -> DraftDocument:
    """Take apart what `write_document` made, or an earlier program; `beside` are the files in their rows.

    Raises:
        DraftUnreadableError: damaged, or written by a newer program.

    """
    if not document.startswith(_MARK):
        return DraftDocument(document)
    head, _, body = document.partition(b"\n")
    read = _READERS.get(head.removeprefix(_MARK))
    if read is None:
        raise DraftUnreadableError
    try:
        return read(body, beside)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DraftUnreadableError from error


def _read_first(body: bytes, _beside: Mapping[str, bytes]) -> DraftDocument:
    refused, session = body.split(b"\n", 1)
    return DraftDocument(session, _read_refused(refused))


def _read_with_words(body: bytes, _beside: Mapping[str, bytes]) -> DraftDocument:
    refused, words, session = body.split(b"\n", 2)
    return DraftDocument(session, _read_refused(refused), _read_words(words))


def _read_with_files_inside(body: bytes, _beside: Mapping[str, bytes]) -> DraftDocument:
    refused, words, sizes, rest = body.split(b"\n", 3)
    files, session = _take_files(json.loads(sizes), rest)
    return DraftDocument(session, _read_refused(refused), _read_words(words), files)


def _read_with_place(body: bytes, beside: Mapping[str, bytes]) -> DraftDocument:
    refused, words, place, session = body.split(b"\n", 3)
    return DraftDocument(
        session,
        _read_refused(refused),
        _read_words(words),
        files=beside,
        beside=frozenset(beside),
        stopped_at=_read_place(place),
    )


_READERS: Final[Mapping[bytes, Callable[[bytes, Mapping[str, bytes]], DraftDocument]]] = {
    b"1": _read_first,
    b"2": _read_with_words,
    b"3": _read_with_files_inside,
    _VERSION: _read_with_place,
}


def _take_files(sizes: Mapping[str, int], body: bytes) -> tuple[Mapping[str, bytes], bytes]:
    """Cut the files off the front of what follows them.

    Raises:
        ValueError: they are longer than what there is.

    """
    files, start = {}, 0
    for name, size in sizes.items():
        files[str(name)] = body[start : start + int(size)]
        start += int(size)
    if start > len(body) or min(sizes.values(), default=0) < 0:
        raise ValueError(start)
    return files, body[start:]


def _read_refused(line: bytes) -> Mapping[str, Rejected]:
    return {
        str(reference): Rejected(str(text), str(code)) for reference, (text, code) in json.loads(line).items()
    }


def _read_words(line: bytes) -> Mapping[RemarkKey, OfficerWord]:
    return {
        (str(code), str(reference)): OfficerWord(
            str(note),
            is_confirmed=is_confirmed is True,
            grounds={str(name): str(text) for name, text in grounds.items()},
        )
        for code, reference, note, is_confirmed, grounds in json.loads(line)
    }


def _read_place(line: bytes) -> Whereabouts | None:
    parts = json.loads(line)
    return None if parts is None else Whereabouts(*(str(part) for part in parts))
