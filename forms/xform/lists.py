"""Secondary instances: the lists a form looks things up in, written inside it or beside it.

CSV, XML and GeoJSON all become the same rows of the same nodes. Which file is
meant is the last part of its jr:// address; a form never reaches the network.
"""

import csv
import io
import json
from collections.abc import Mapping
from sys import intern
from typing import Final

from forms.errors import FormFileBrokenError, FormFileMissingError, FormNotXmlError, FormTooLargeError
from forms.instance.node import Node
from forms.instance.row import Row
from forms.namespaces import local_name, namespace_of
from forms.xform.reader import MAX_XML_BYTES, Element, attributes_of, read_xml, text_of

MAX_LIST_CELLS: Final = 3_000_000
LAST_SAVED: Final = "jr://instance/last-saved"


def read_internal_list(instance: Element) -> Node:
    """Read the rows written inside the form."""
    holder = Node("instance")
    for child in instance:
        copy_element(child, holder)
    return holder


def read_external_list(source: str, attachments: Mapping[str, bytes]) -> Node:
    """Read the file an instance names.

    Raises:
        FormFileMissingError: it was not delivered with the form.
        FormFileBrokenError: it is not what its name says.

    """
    if source == LAST_SAVED:
        return Node("instance")
    name = source.rpartition("/")[2]
    if name not in attachments:
        raise FormFileMissingError(file=name)
    return read_list(name, attachments[name])


def read_list(name: str, content: bytes) -> Node:
    """Read one list by the ending of its name."""
    if len(content) > MAX_XML_BYTES:
        raise FormTooLargeError(what=name, limit=str(MAX_XML_BYTES))
    holder = Node("instance")
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "csv":
            _read_csv(content, holder)
        elif ending in {"geojson", "json"}:
            _read_geojson(content, holder)
        else:
            copy_element(read_xml(content), holder)
    except (FormNotXmlError, ValueError, KeyError, TypeError, csv.Error, RecursionError) as error:
        raise FormFileBrokenError(file=name) from error
    return holder


def copy_element(element: Element, parent: Node) -> Node:
    """Copy an element and all below it into nodes of a list."""
    row = _read_row(element, parent)
    if row is not None:
        parent.append(row)
        return row
    node = Node(local_name(element.tag), namespace=namespace_of(element.tag), parent=parent)
    parent.append(node)
    node.text = text_of(element)
    for name, value in attributes_of(element).items():
        attribute = Node(local_name(name), namespace=namespace_of(name), parent=node)
        attribute.text = value
        node.set_attribute(attribute)
    for child in element:
        copy_element(child, node)
    return node


def _read_row(element: Element, parent: Node) -> Row | None:
    """Read an element that holds nothing but leaves of its own namespace, as nearly all rows do."""
    if element.attrib or text_of(element):
        return None
    tag = element.tag
    prefix = tag[: tag.rfind("}") + 1]
    columns: list[str] = []
    texts: list[str] = []
    for cell in element:
        if len(cell) or cell.attrib or not cell.tag.startswith(prefix) or "}" in cell.tag[len(prefix) :]:
            return None
        columns.append(cell.tag[len(prefix) :])
        texts.append(text_of(cell))
    if not columns:
        return None
    names = tuple(map(intern, columns))
    return Row(tag[len(prefix) :], parent=parent, columns=names, texts=tuple(texts), namespace=prefix[1:-1])


def _read_csv(content: bytes, holder: Node) -> None:
    root = holder.add("root")
    text = content.decode("utf-8-sig")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = tuple(name.strip() for name in next(lines, []))
    cells = 0
    for line in lines:
        if not any(line):
            continue
        cells += len(header)
        if cells > MAX_LIST_CELLS:
            raise FormTooLargeError(what="list", limit=str(MAX_LIST_CELLS))
        texts = tuple(line[: len(header)]) + ("",) * (len(header) - len(line))
        root.append(Row("item", parent=root, columns=header, texts=texts))


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _read_geojson(content: bytes, holder: Node) -> None:
    root = holder.add("root")
    for feature in json.loads(content.decode("utf-8-sig"))["features"]:
        item = root.add("item")
        item.add("geometry", _spell_geometry(feature.get("geometry") or {}))
        if "id" in feature:
            item.add("id", str(feature["id"]))
        for name, value in (feature.get("properties") or {}).items():
            item.add(name, _spell_property(value))


def _spell_property(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _spell_geometry(geometry: Mapping[str, object]) -> str:
    coordinates = geometry.get("coordinates")
    match geometry.get("type"), coordinates:
        case "Point", list():
            return _spell_point(coordinates)
        case "LineString", list():
            return ";".join(_spell_point(point) for point in coordinates)
        case "Polygon", [list() as outline, *_]:
            return ";".join(_spell_point(point) for point in outline)
        case _:
            return ""


def _spell_point(point: list[float]) -> str:
    return f"{point[1]} {point[0]} 0 0"
