"""What was verified, and by which rules, kept with the answers: `qz:` elements in the submission's `meta`.

A must-verify verdict lets a form be finished once somebody has looked again and said what
they found. That word belongs to the finished form and to nothing else, so it travels in its
XML; `meta` may carry elements of other namespaces (ODK XForms specification, "Metadata"),
and whoever does not know ours passes over it. `qz:rules` names the version of the rules that were
asked before the form was finished, so that they can be asked again of the same answers.
"""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from forms.namespaces import QUANCAI, local_name
from forms.views import Confirmation
from forms.xform.reader import Element, attributes_of, read_xml

_ELEMENT: Final = f"{{{QUANCAI}}}confirmation"
_RULES: Final = f"{{{QUANCAI}}}rules"
_MAX_VERSION: Final = 128


def add_confirmations(submission: Element, confirmations: Iterable[Confirmation]) -> None:
    """Write confirmations into the `meta` of a submission; a form always has one."""
    meta = next(child for child in submission if local_name(child.tag) == "meta")
    for confirmation in confirmations:
        element = etree.SubElement(meta, _ELEMENT)
        element.set("reference", confirmation.reference)
        element.set("code", confirmation.code)
        element.text = confirmation.note


def add_rule_version(submission: Element, version: str) -> None:
    """Write which rules were asked into the `meta` of a submission."""
    meta = next(child for child in submission if local_name(child.tag) == "meta")
    etree.SubElement(meta, _RULES).set("version", version)


def read_rule_version(xml: bytes) -> str:
    """Give the version of the rules that were asked before a form was finished; blank where none says so.

    Raises:
        FormError: no XML, or over a limit.

    """
    metas = [child for child in read_xml(xml) if local_name(child.tag) == "meta"]
    said = [
        attributes_of(element).get("version", "") for meta in metas for element in meta.iterchildren(_RULES)
    ]
    return next((version[:_MAX_VERSION] for version in said if version), "")


def read_confirmations(xml: bytes) -> tuple[Confirmation, ...]:
    """Give what was verified in a submission, in the order it was written; one without a note says nothing.

    Raises:
        FormError: no XML, or over a limit.

    """
    metas = [child for child in read_xml(xml) if local_name(child.tag) == "meta"]
    elements = [element for meta in metas for element in meta if element.tag == _ELEMENT]
    return tuple(_read(element) for element in elements if (element.text or "").strip())


def _read(element: Element) -> Confirmation:
    attributes = attributes_of(element)
    return Confirmation(
        attributes.get("reference", ""), attributes.get("code", ""), (element.text or "").strip()
    )
