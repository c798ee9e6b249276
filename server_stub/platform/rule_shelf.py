"""The rules the city asks: for doubts the newest published pack, for a form the one its officer was asked.

An officer is not stopped by a rule nobody put to them; a doubt of a newer pack sends somebody
instead. A form that names a pack we never published is held against the newest.
"""

import logging
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection

from employment import EmploymentError, RulePack, shipped_rule_pack
from forms import FormError, read_rule_version
from server_stub.platform.documents import find_document, list_documents, read_content
from sync.change import DocumentKind, FilledForm

logger = logging.getLogger(__name__)

RULE_PACK: Final = "rules"


def newest_rules(connection: Connection, *, shipped: RulePack) -> RulePack:
    """Give the newest standing pack that this program can run."""
    packs = [one for one in list_documents(connection, DocumentKind.RULES) if one.is_standing]
    for one in reversed(packs):
        pack = _read(one.version, read_content(connection, one.number))
        if pack is not None:
            return pack
    return shipped


def rules_of_form(connection: Connection, form: FilledForm, *, newest: RulePack) -> RulePack:
    """Give the pack a form says it was judged by."""
    try:
        version = read_rule_version(form.xml)
    except FormError:
        return newest
    if version in ("", newest.version):
        return newest
    if version == _shipped().version:
        return _shipped()
    held = find_document(connection, DocumentKind.RULES, RULE_PACK, version)
    pack = None if held is None else _read(version, read_content(connection, held.number))
    return pack or newest


@lru_cache(maxsize=8)
def _read(version: str, content: bytes) -> RulePack | None:
    try:
        return RulePack.parse(content.decode("utf-8-sig"))
    except (EmploymentError, UnicodeDecodeError) as error:
        logger.warning("rule pack %s passed over: %s", version, getattr(error, "code", "no-text"))
        return None


@lru_cache(maxsize=1)
def _shipped() -> RulePack:
    return shipped_rule_pack()
