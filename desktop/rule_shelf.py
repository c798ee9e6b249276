"""The rules that are asked on this computer: the newest pack the city delivered that this program can run.

A pack with a rule this program does not have is passed over as a whole, with a word in the
log: half a pack would find less here than at the city, which asks the pack a form names.
"""

import logging
from functools import lru_cache
from typing import Final

from desktop.delivered import Delivered, is_newer
from employment import EmploymentError, RulePack, shipped_rule_pack
from store import Store
from sync.change import DocumentKind

logger = logging.getLogger(__name__)

RULE_PACK: Final = "rules"


def newest_rules(store: Store) -> RulePack:
    """Give the rules to ask of a form that is begun or finished now."""
    delivered, shipped = Delivered(store), _shipped()
    for document in delivered.standing(DocumentKind.RULES, RULE_PACK):
        pack = _read(document.version, delivered.content(document))
        if pack is not None:
            return shipped if is_newer(shipped.version, pack.version) else pack
    return shipped


@lru_cache(maxsize=4)
def _read(version: str, content: bytes) -> RulePack | None:
    try:
        return RulePack.parse(content.decode("utf-8-sig"))
    except EmploymentError as error:
        logger.warning("rule pack %s passed over: %s", version, error.code)
    except UnicodeDecodeError:
        logger.warning("rule pack %s passed over: no text", version)
    return None


@lru_cache(maxsize=1)
def _shipped() -> RulePack:
    return shipped_rule_pack()
