"""What a form asks for that this engine passes over: said to its author, never to the officer.

None of it changes an answer a person gives, so the form still works; but nobody
should find out on the road that no position was recorded.
"""

from collections.abc import Iterator
from typing import Final

from forms.errors import FormFeatureIgnoredError
from forms.namespaces import local_name
from forms.xform.reader import Element

_ACTIONS: Final = {"setgeopoint": "odk:setgeopoint", "recordaudio": "odk:recordaudio"}
_APPEARANCES: Final = ("ex:", "search(", "printer:")  # other apps, Collect's own databases, printers
_ATTRIBUTES: Final = frozenset({"appearance", "base64RsaPublicKey", "intent", "query"})
_CONTENT: Final = frozenset({"instance", "itext"})  # answers, lists and words, which ask for nothing


def find_ignored(document: Element) -> Iterator[FormFeatureIgnoredError]:
    """Give one warning for each thing passed over, in document order."""
    waiting = [document]
    while waiting:
        element = waiting.pop()
        name = local_name(element.tag)
        if name in _CONTENT:
            continue
        if name in _ACTIONS or not _ATTRIBUTES.isdisjoint(element.keys()):
            for feature in _ignored_at(element):
                yield FormFeatureIgnoredError(feature=feature, where=_reference(element))
        waiting.extend(reversed(element))


def _ignored_at(element: Element) -> Iterator[str]:
    name = local_name(element.tag)
    if name in _ACTIONS:
        yield _ACTIONS[name]
    if name == "submission" and element.get("base64RsaPublicKey"):
        yield "submission encryption"
    if element.get("query"):
        yield "query"
    if element.get("intent"):
        yield "intent"
    appearance = element.get("appearance", "")
    yield from (f"appearance {start}…" for start in _APPEARANCES if start in appearance)


def _reference(element: Element) -> str:
    return element.get("ref") or element.get("nodeset") or local_name(element.tag)
