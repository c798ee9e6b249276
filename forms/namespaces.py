"""The XML namespaces of an XForm, and names without them.

References and expressions match by local name: real forms write the same node
with and without its prefix, and both reference engines accept that.
"""

from functools import lru_cache
from typing import Final

XFORMS: Final = "http://www.w3.org/2002/xforms"
XML: Final = "http://www.w3.org/XML/1998/namespace"
XHTML: Final = "http://www.w3.org/1999/xhtml"
JAVAROSA: Final = "http://openrosa.org/javarosa"
OPENROSA: Final = "http://openrosa.org/xforms"
ODK: Final = "http://www.opendatakit.org/xforms"
ENTITIES: Final = "http://www.opendatakit.org/xforms/entities"
QUANCAI: Final = "urn:quanjiuye:xlsform:1"

_PREFIXES: Final = {
    JAVAROSA: "jr",
    OPENROSA: "orx",
    ODK: "odk",
    ENTITIES: "entities",
    QUANCAI: "qz",
}


@lru_cache(maxsize=1024)
def local_name(qualified: str) -> str:
    """Strip `{namespace}` from the reader's spelling of a name."""
    return qualified.rpartition("}")[2]


def namespace_of(qualified: str) -> str:
    return qualified[1:].partition("}")[0] if qualified.startswith("{") else ""


def prefixed(qualified: str) -> str:
    """Spell a qualified name with the prefix people know it by: `jr:preload`, `qz:pii`."""
    prefix = _PREFIXES.get(namespace_of(qualified))
    name = local_name(qualified)
    return f"{prefix}:{name}" if prefix else name


def jr(name: str) -> str:
    return f"{{{JAVAROSA}}}{name}"
