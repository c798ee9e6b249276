"""The tables that ship with the rules: part of the program, so both ends read the same ones."""

from functools import cache
from pathlib import Path
from typing import Final

from employment.address_code import AddressCodes
from employment.answer_table import AnswerTable
from employment.cluster import Clusters
from employment.division_history import DivisionHistory
from employment.gig_matching import TradeWords
from employment.industry import Industries
from employment.occupation import Occupations
from employment.rule_pack import RulePack
from employment.rules.case import References

_FOLDER: Final = Path(__file__).parent


def shipped_rule_pack() -> RulePack:
    """Give the rule pack this program was released with."""
    return RulePack.parse(_text("rules"))


@cache
def shipped_references() -> References:
    """Give the tables the rules look things up in; wages and urban classes are the office's to deliver."""
    return References(address_codes=shipped_address_codes())


@cache
def shipped_answer_table() -> AnswerTable:
    """Give the table of what each shipped form begins with and edits."""
    return AnswerTable.parse(_text("answers"))


@cache
def shipped_address_codes() -> AddressCodes:
    return AddressCodes.parse(_text("address_codes"), history=shipped_division_history())


@cache
def shipped_division_history() -> DivisionHistory:
    return DivisionHistory.parse(_text("division_changes"))


@cache
def shipped_industries() -> Industries:
    return Industries.parse(_text("industries"))


@cache
def shipped_clusters() -> Clusters:
    return Clusters.parse(_text("clusters"))


@cache
def shipped_occupations() -> Occupations:
    return Occupations.parse(_text("occupations"))


@cache
def shipped_trade_words() -> TradeWords:
    """Give the words by which the title of a vacancy tells the trade of a gig worker."""
    return TradeWords.parse(_text("gig_trades"))


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
