"""Which files a form names: what has to be delivered with it before anybody can begin it.

An instance names its file by address, `pulldata()` by its first argument. A name that an
expression puts together is not seen here; the form then says itself what it lacks.
"""

import re
from typing import Final

from forms.namespaces import local_name
from forms.xform.lists import LAST_SAVED
from forms.xform.reader import read_xml

_PICTURES: Final = frozenset({"image", "big-image"})
_PULLED: Final = re.compile(r"""pulldata\(\s*['"]([^'"]+)['"]""")


def named_files(xml: bytes) -> frozenset[str]:
    """Name the files of a form, without their addresses.

    Raises:
        FormError: no XML, or over a limit.

    """
    found: set[str] = set()
    for element in read_xml(xml).iter("*"):
        source = element.get("src", "")
        if local_name(element.tag) == "instance" and source and source != LAST_SAVED:
            found.add(source.rpartition("/")[2])
        for text in element.attrib.values():
            found.update(f"{name}.csv" for name in _PULLED.findall(str(text)))
    return frozenset(found)


def named_pictures(xml: bytes) -> frozenset[str]:
    """Name the pictures of labels and choices; a form can be begun without them.

    Raises:
        FormError: no XML, or over a limit.

    """
    written = (
        element.text or ""
        for element in read_xml(xml).iter("*")
        if local_name(element.tag) == "value" and element.get("form") in _PICTURES
    )
    return frozenset(name for text in written if (name := text.strip().rpartition("/")[2]))
