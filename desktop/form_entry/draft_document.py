"""What a draft keeps: the form session, and beside it what the engine has no place for.

That is the texts that were refused as answers ("2026-13-40"), which would be gone when the form
is put aside, the officer's words on what had to be verified, and the photos and signatures. Drafts
of programs before this one, the bare session or without words or files, are still read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.form_entry.problems import Rejected
from desktop.form_entry.remarks import OfficerWord, RemarkKey
from forms.errors import DraftUnreadableError

_MARK: Final = b"quancai-draft "  # a bare session begins with a brace
_VERSION: Final = b"1"
_VERSION_WITH_WORDS: Final = b"2"  # a program that knows only version 1 would lose the words
_VERSION_WITH_FILES: Final = b"3"


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """A session as bytes, refused texts by reference, words by remark, and files by name."""

    session: bytes
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    said: Mapping[RemarkKey, OfficerWord] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def write_document(kept: DraftDocument) -> bytes:
    """Put everything into one document."""
    refused = {reference: [each.text, each.code] for reference, each in kept.rejected.items()}
    if not kept.said and not kept.files:
        return b"\n".join((_MARK + _VERSION, _line(refused), kept.session))
    words = [[*key, word.note, word.is_confirmed, dict(word.grounds)] for key, word in kept.said.items()]
    if kept.files:
        sizes = {name: len(content) for name, content in kept.files.items()}
        body = b"".join((*kept.files.values(), kept.session))
        return b"\n".join((_MARK + _VERSION_WITH_FILES, _line(refused), _line(words), _line(sizes), body))
    return b"\n".join((_MARK + _VERSION_WITH_WORDS, _line(refused), _line(words), kept.session))


def read_document(document: bytes) -> DraftDocument:
    """Take apart what `write_document` made.

    Raises:
        DraftUnreadableError: damaged, or written by a newer program.

    """
    if not document.startswith(_MARK):
        return DraftDocument(document)
    head, _, body = document.partition(b"\n")
    try:
        if head == _MARK + _VERSION:
            refused, session = body.split(b"\n", 1)
            return DraftDocument(session, _read_refused(refused))
        if head == _MARK + _VERSION_WITH_WORDS:
            refused, words, session = body.split(b"\n", 2)
            return DraftDocument(session, _read_refused(refused), _read_words(words))
        if head == _MARK + _VERSION_WITH_FILES:
            refused, words, sizes, body = body.split(b"\n", 3)
            files, session = _take_files(json.loads(sizes), body)
            return DraftDocument(session, _read_refused(refused), _read_words(words), files)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DraftUnreadableError from error
    raise DraftUnreadableError


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


def _line(content: object) -> bytes:
    return json.dumps(content).encode("ascii")


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
