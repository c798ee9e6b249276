"""Somebody of a household is named by what they are to its head, and never as 女 · 女."""

import pytest

from desktop.caseload.people import PersonRow
from desktop.caseload.record_words import RecordWords
from desktop.code_lists import CodeLists
from desktop.relation_words import say_relation
from resources.words import Words


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("0", "zh_CN", "户主"),
        ("1", "zh_CN", "配偶"),
        ("2", "zh_CN", "儿子"),
        ("3", "zh_CN", "女儿"),
        ("3", "en", "Daughter"),
        ("", "zh_CN", ""),
        ("17", "zh_CN", "17"),
    ],
)
def test_a_relation_is_a_word_that_stands_alone(code: str, language: str, said: str) -> None:
    assert say_relation(code, words=Words(language), lists=CodeLists(language)) == said


def somebody(relation: str) -> PersonRow:
    return PersonRow(
        id="p-1",
        name="蔡*珊",
        sex="female",
        age=22,
        id_tail="0029",
        address="象山路 12 号",
        household_no="0921",
        emp_status="1",
        changed_at_ms=0,
        relation=relation,
    )


def test_a_daughter_is_said_once() -> None:
    words = RecordWords(Words("zh_CN"), CodeLists("zh_CN"), {})

    assert words.member(somebody("3"), "").detail == "女儿 · 22 岁 · 尾号 0029"


def test_a_grandchild_is_not_said_to_be_a_girl_or_a_boy_by_the_relation() -> None:
    words = RecordWords(Words("zh_CN"), CodeLists("zh_CN"), {})

    assert words.member(somebody("4"), "").detail.startswith("孙子女或外孙子女 · 女")
