"""What the office publishes while forms are open at doors: a form's next version, a list, a pack of rules.

What was published is written down here, so that at the end every device can be asked for it,
and so that the office can publish again what a backup of the city does not know.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

import employment
from bench.photo_form import FORM, photo_form
from bench.simulation.arming import maybe_arm
from bench.simulation.publication import Publication
from bench.simulation.world import World
from server_stub.platform.documents import NewDocument, keep_document, withdraw_document
from server_stub.platform.rule_shelf import RULE_PACK
from sync.change import DocumentKind

_RULES: Final = Path(employment.__file__).parent / "tables" / "rules.tsv"
_LIST: Final = "wishes.csv"
_FIRST_VERSION: Final = 2027010100


def publish(world: World) -> None:
    """Publish the next version of something."""
    version = str(_FIRST_VERSION + world.steps)
    document = world.chance.pick((photo_form, photo_form, _list, _rules))(version)
    maybe_arm(world, world.city.fuse)
    keep(world, Publication(document))
    world.tell(f"office: publishes {document.kind} {document.name} {version}")


def withdraw(world: World) -> None:
    """Let nothing new be begun with some version."""
    standing = [one for one in world.published if not one.is_withdrawn]
    if not standing:
        return
    one = world.chance.pick(standing)
    world.tell(f"office: withdraws {one.name} {one.document.version} {_withdraw(world, one) or ''}")


def publish_again(world: World) -> None:
    """Do once more what the city's backup does not know, in the order it was done."""
    for one in world.published:
        world.city.act(lambda connection, one=one: _write(connection, world, one.document))  # type: ignore[misc]
        if one.is_withdrawn:
            _withdraw(world, one)


def expected_form(world: World, *, shipped: str) -> str:
    """Say which version of the form everybody begins with in the end."""
    standing = [one.document.version for one in world.published if _is_form(one) and not one.is_withdrawn]
    return max([shipped, *standing])


def _is_form(one: Publication) -> bool:
    return one.document.kind is DocumentKind.FORM and one.document.name == FORM


def keep(world: World, one: Publication) -> None:
    """Publish something and remember it, if it happened."""
    world.city.act(lambda connection: _write(connection, world, one.document))
    world.city.fuse.disarm()
    kind, name = one.name
    if world.city.rows(
        f"SELECT 1 FROM city_documents WHERE kind = '{kind}' AND name = '{name}'"  # noqa: S608 - our own words
        f" AND version = '{one.document.version}'"
    ):
        world.published.append(one)


def _write(connection: Connection, world: World, document: NewDocument) -> None:
    keep_document(connection, document, now_ms=world.city.clock.now_ms())


def _withdraw(world: World, one: Publication) -> str | None:
    document = one.document

    def write(connection: Connection) -> None:
        now_ms = world.city.clock.now_ms()
        withdraw_document(connection, document.kind, document.name, document.version, now_ms=now_ms)

    code = world.city.act(write)
    one.is_withdrawn = one.is_withdrawn or code is None
    return code


def _list(version: str) -> NewDocument:
    content = f"name,label\nsewing,缝纫\nof-{version},电焊\n".encode()
    return NewDocument(DocumentKind.LIST, _LIST, version, content)


def _rules(version: str) -> NewDocument:
    _, _, table = _RULES.read_text(encoding="utf-8").partition("\n")
    return NewDocument(DocumentKind.RULES, RULE_PACK, version, f"#version\t{version}\n{table}".encode())
