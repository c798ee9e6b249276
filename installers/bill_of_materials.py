"""What a package is made of, for machines (CycloneDX 1.6) and for people (every licence with its words).

The bill has the commit's moment and a number made of its name, so a second build writes the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from installers.bundle import Bundle
from installers.compose import put
from installers.materials import Material, Origin

BILL: Final = "sbom.cdx.json"
LICENCES: Final = "licences.txt"
_OURS: Final = "Apache-2.0"
_RULE: Final = "=" * 78


def write_bill(bundle: Bundle, materials: Iterable[Material], place: Path) -> Path:
    """Write the bill of one bundle."""
    commit, licences = bundle.commit, LicenseFactory()
    bill = Bom(serial_number=uuid5(NAMESPACE_URL, f"quancai:{bundle.edition.name}:{commit.id}"))
    bill.metadata.timestamp = datetime.fromtimestamp(commit.at_s, UTC)
    bill.metadata.tools.components.clear()
    bill.metadata.component = whole = Component(
        name=bundle.edition.name,
        version=f"{commit.version}+{commit.id}",
        type=ComponentType.APPLICATION,
        bom_ref=bundle.edition.name,
        licenses=[licences.make_from_string(_OURS)],
    )
    parts = [_component(material, licences) for material in materials]
    for part in parts:
        bill.components.add(part)
    bill.register_dependency(whole, parts)
    return put(place / BILL, JsonV1Dot6(bill).output_as_string(indent=1) + "\n")


def _component(material: Material, licences: LicenseFactory) -> Component:
    address = PackageURL(material.origin.value, _maker(material), material.name, material.version)
    return Component(
        name=material.name,
        version=material.version,
        type=ComponentType.LIBRARY,
        bom_ref=address.to_string(),
        purl=address,
        licenses=[licences.make_from_string(material.licence)] if material.licence else [],
    )


def write_licences(bundle: Bundle, materials: Iterable[Material], place: Path) -> Path:
    """Write who made what, under which licence, with the words of each licence that came with it."""
    pieces = [f"{bundle.edition.name} {bundle.commit.version} ({_OURS})\n", _shared_by_hand(bundle)]
    for material in materials:
        said = material.licence or "see below"
        pieces.append(f"{_RULE}\n{material.name} {material.version} ({material.origin}) — {said}\n")
        pieces += [
            f"\n{text.read_text(encoding='utf-8', errors='replace').strip()}\n" for text in material.texts
        ]
    return put(place / LICENCES, "\n".join(pieces))


def _shared_by_hand(bundle: Bundle) -> str:
    """Give what was copied into the repository itself: fonts, outlines, lists."""
    told = [bundle.folder / "_internal" / "licences" / "THIRD_PARTY.md"]
    shelf = bundle.folder / "_internal" / "resources"
    told += [shelf / "fonts" / "OFL.txt", shelf / "icons" / "LICENSE"]
    return "\n".join(
        f"{_RULE}\n{path.read_text(encoding='utf-8').strip()}\n" for path in told if path.is_file()
    )


def _maker(material: Material) -> str | None:
    return "debian" if material.origin is Origin.SYSTEM_PACKAGE else None
