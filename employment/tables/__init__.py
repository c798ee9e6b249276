"""The tables that ship with the rules: part of the program, so both ends read the same ones."""

from pathlib import Path
from typing import Final

from employment.rule_pack import RulePack

_FOLDER: Final = Path(__file__).parent


def shipped_rule_pack() -> RulePack:
    """Give the rule pack this program was released with."""
    return RulePack.parse((_FOLDER / "rules.tsv").read_text(encoding="utf-8"))
