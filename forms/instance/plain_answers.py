"""The answers of a finished form as they stand in its XML, without the form.

Whoever looks at thousands of submissions for one or two answers each cannot begin a session for
every one. Nothing is checked here and nothing is calculated; what is asked of the answers again
goes through `FormSession.from_submission`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from forms.namespaces import local_name
from forms.xform.reader import Element, read_xml


def read_answers(xml: bytes) -> Mapping[str, str]:
    """Give the answers that are not blank by reference; a name that repeats gets its position, from 1.

    Raises:
        FormError: no XML, or over a limit.

    """
    root = read_xml(xml)
    return dict(_answers(root, f"/{local_name(root.tag)}"))


def _answers(parent: Element, reference: str) -> Iterator[tuple[str, str]]:
    names = [local_name(child.tag) for child in parent]
    times, seen = Counter(names), Counter[str]()
    for child, name in zip(parent, names, strict=True):
        seen[name] += 1
        place = f"{reference}/{name}" + (f"[{seen[name]}]" if times[name] > 1 else "")
        if len(child):
            yield from _answers(child, place)
        elif child.text:
            yield place, child.text
