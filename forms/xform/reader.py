"""Bytes → elements, and the only place where XML is parsed.

A form, a list or a submission may come from anywhere, so nothing in it is
expanded or fetched: no document type, no entities, no network, and limits on
size, depth and number of elements before anything is built from it.
"""

from typing import Final

from lxml import etree

from forms.errors import FormDoctypeError, FormNotXmlError, FormTooDeepError, FormTooLargeError
from forms.namespaces import local_name

MAX_XML_BYTES: Final = 32 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 1_000_000
MAX_ATTRIBUTE_CHARACTERS: Final = 65_536

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name


def read_xml(content: bytes) -> Element:
    """Parse a document and give its root.

    Raises:
        FormNotXmlError: not well-formed.
        FormDoctypeError: a document type is declared.
        FormTooLargeError, FormTooDeepError: over a limit.

    """
    if len(content) > MAX_XML_BYTES:
        raise FormTooLargeError(what="file", limit=str(MAX_XML_BYTES))
    # Before parsing, because libxml2 expands entities inside attributes whatever it is told;
    # without the zero bytes, because the file may be UTF-16.
    if b"<!DOCTYPE" in content.replace(b"\0", b"").upper():
        raise FormDoctypeError
    root = _parse(content)
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormDoctypeError
    _check_limits(root)
    return root


def _parse(content: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content.strip(), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise FormTooDeepError(what="elements", limit=str(MAX_DEPTH)) from error
        raise FormNotXmlError(line=str(error.lineno or 0)) from error
    except ValueError as error:
        raise FormNotXmlError(line="0") from error


def _check_limits(root: Element) -> None:
    # Counted by libxml2, because a loop here costs as much as understanding the form.
    if root.xpath(f"count(//*) > {MAX_ELEMENTS}"):
        raise FormTooLargeError(what="elements", limit=str(MAX_ELEMENTS))
    # Level by level: asking every leaf for its ancestors takes as long as parsing does.
    if root.xpath(f"boolean({'/*' * (MAX_DEPTH + 1)})"):
        raise FormTooDeepError(what="elements", limit=str(MAX_DEPTH))
    if root.xpath(f"boolean(/descendant::*/@*[string-length() > {MAX_ATTRIBUTE_CHARACTERS}])"):
        raise FormTooLargeError(what="attribute", limit=str(MAX_ATTRIBUTE_CHARACTERS))


def text_of(element: Element) -> str:
    """The text directly in a leaf; white space alone is layout, not an answer."""
    text = element.text or ""
    return text if text.strip() else ""


def first_children(element: Element) -> dict[str, Element]:
    """The first child of each local name."""
    found: dict[str, Element] = {}
    for child in element:
        found.setdefault(local_name(child.tag), child)
    return found


def attributes_of(element: Element) -> dict[str, str]:
    """The attributes by qualified name, as text."""
    return {str(name): str(value) for name, value in element.items()}
