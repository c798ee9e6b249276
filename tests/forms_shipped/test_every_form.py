"""What holds for each form: two languages, classes, sources, order; and consent where people are asked."""

import csv
import re

import pytest

from forms import FormNotFinishedError, load_form
from forms.xlsform import convert_with_warnings
from resources import read_bytes, read_text
from tests.forms_shipped.shipped import (
    EN,
    EVERY_FORM,
    FORMS,
    ZH,
    asked,
    lists,
    opened,
    questions,
    workbook_rows,
)

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")
SENSITIVE_GATE = re.compile(r"\$\{consent_sensitive\} = '1' or \$\{consent\} = '2'|\$\{sensitive\} = 'yes'")

every_form = pytest.mark.parametrize("form_id", EVERY_FORM)
form_that_asks_people = pytest.mark.parametrize("form_id", FORMS)


def texts(form_id: str, kind: str, language: str) -> list[str]:
    return [row.get(f"{kind}::{language}", "") for row in workbook_rows(form_id)]


def relevances(form_id: str) -> dict[str, str]:
    """Give for every question the conditions it stands under, its own and those of the groups around it."""
    found: dict[str, str] = {}
    around: list[str] = []
    for row in workbook_rows(form_id):
        found[row["name"]] = " | ".join([*around, row["relevant"]])
        around += [row["relevant"]] * row["type"].startswith("begin_")
        around = around[: len(around) - row["type"].startswith("end_")]
    return found


@every_form
def test_the_form_is_what_its_workbook_converts_to_without_a_warning(form_id: str) -> None:
    workbook = read_bytes(f"forms/{form_id}.xlsx")

    assert convert_with_warnings(workbook, form_name=form_id) == (read_bytes(f"forms/{form_id}.xml"), ())


@every_form
def test_our_engine_finds_no_fault(form_id: str) -> None:
    definition = load_form(read_bytes(f"forms/{form_id}.xml"), attachments=lists())

    # Which validators are registered is the program's business, not the form's.
    warnings = [each for each in definition.warnings if each.code != "form-validator-unknown"]
    assert (definition.faults, warnings) == ((), [])
    assert (definition.form_id, definition.default_language) == (form_id, ZH)


@every_form
def test_whatever_is_asked_or_shown_has_both_languages(form_id: str) -> None:
    pages = [row for row in workbook_rows(form_id) if row["type"].startswith("begin_")]

    bare = [
        row["name"] for row in [*asked(form_id), *pages] if not (row[f"label::{ZH}"] and row[f"label::{EN}"])
    ]

    assert bare == []


@every_form
@pytest.mark.parametrize("kind", ["label", "hint", "constraint_message", "required_message"])
def test_a_text_in_one_language_is_there_in_the_other(form_id: str, kind: str) -> None:
    assert [bool(text) for text in texts(form_id, kind, ZH)] == [
        bool(text) for text in texts(form_id, kind, EN)
    ]


@every_form
def test_every_text_of_the_converted_form_exists_in_both_languages(form_id: str) -> None:
    spoken = load_form(read_bytes(f"forms/{form_id}.xml"), attachments=lists()).translations.by_language

    assert set(spoken[ZH]) == set(spoken[EN])


@every_form
def test_every_constraint_says_what_to_do(form_id: str) -> None:
    silent = [
        row["name"]
        for row in questions(form_id)
        if bool(row["constraint"]) != bool(row[f"constraint_message::{ZH}"])
    ]

    assert silent == []


@every_form
@pytest.mark.parametrize("kind", ["label", "hint", "constraint_message", "required_message"])
def test_chinese_has_full_width_punctuation_and_english_has_none(form_id: str, kind: str) -> None:
    chinese = "".join(re.sub(r"\$\{\w+\}", "", text) for text in texts(form_id, kind, ZH))
    chinese = re.sub(r"（\d-\d+）", "", chinese)

    assert re.findall(r"[,;:?!()]", chinese) == []
    assert re.findall(r"[，。；：？！（）、]", "".join(texts(form_id, kind, EN))) == []


@every_form
def test_every_question_says_how_private_it_is_and_where_its_truth_lies(form_id: str) -> None:
    rows = questions(form_id)

    assert [row["name"] for row in rows if row["bind::qz:pii"] not in {"无", "一般", "敏感"}] == []
    assert [row["name"] for row in rows if not row["bind::qz:source"]] == []


@form_that_asks_people
def test_class_and_source_reach_the_screen(form_id: str) -> None:
    scenario = opened(form_id)

    question = scenario.question(f"/{form_id}/consent_grp/consent")

    assert question.binds["qz:pii"] == "一般"
    assert "本人" in question.binds["qz:source"]


@every_form
def test_sensitive_information_is_asked_only_with_separate_consent_or_by_statutory_duty(form_id: str) -> None:
    under = relevances(form_id)

    ungated = [
        row["name"]
        for row in questions(form_id)
        if row["bind::qz:pii"] == "敏感" and not SENSITIVE_GATE.search(under[row["name"]])
    ]

    assert ungated == []


@form_that_asks_people
def test_consent_comes_first_and_the_notice_is_whole_in_both_languages(form_id: str) -> None:
    notice, consent = asked(form_id)[:2]
    page = next(row for row in workbook_rows(form_id) if row["type"] == "begin_group")

    assert (page["name"], notice["name"], consent["name"]) == ("consent_grp", "consent_note", "consent")
    assert all(word in notice[f"label::{ZH}"] for word in ("处理目的", "保存期限", "撤回同意", "0595-12333"))
    assert all(
        word in notice[f"label::{EN}"]
        for word in ("Purposes", "at most 5 years", "withdraw consent", "0595-12333")
    )


@every_form
def test_pages_are_numbered_in_reading_order(form_id: str) -> None:
    pages = [row for row in workbook_rows(form_id) if row["type"].startswith("begin_")]

    chinese = [row[f"label::{ZH}"].partition("、")[0] for row in pages]
    english = [row[f"label::{EN}"].partition(". ")[0] for row in pages]

    assert chinese == list(NUMERALS[: len(pages)])
    assert english == [str(number) for number in range(1, len(pages) + 1)]


@every_form
def test_every_list_comes_from_the_one_source_of_codes(form_id: str) -> None:
    source = {
        (row["list_name"], row["code"], row["label_zh"], row["label_en"])
        for row in csv.DictReader(read_text("lists/choices.tsv").splitlines(), delimiter="\t")
    }
    used = {
        found.group(1)
        for row in questions(form_id)
        if (found := re.fullmatch(r"select_(?:one|multiple) (\w+)", row["type"]))
    }

    offered = {
        (row["list_name"], row["name"], row[f"label::{ZH}"], row[f"label::{EN}"])
        for row in workbook_rows(form_id, "choices")
    }

    assert {name for name, *_ in offered} == used
    assert offered == {row for row in source if row[0] in used}
    assert all(zh and en for _, _, zh, en in offered)


@every_form
def test_every_list_beside_the_form_is_shipped(form_id: str) -> None:
    named = {row["type"].partition(" ")[2] for row in questions(form_id) if "_from_file" in row["type"]}

    assert named <= set(lists())


@form_that_asks_people
def test_a_refused_consent_stops_the_form(form_id: str) -> None:
    scenario = opened(form_id)

    scenario.answer(f"/{form_id}/consent_grp/consent", "0")

    with pytest.raises(FormNotFinishedError) as stopped:
        scenario.finish()
    refused = [each for each in stopped.value.violations if each.code == "answer-refused"]
    assert [each.reference for each in refused] == [f"/{form_id}/consent_grp/consent"]
    assert "不同意" in refused[0].message or "拒绝" in refused[0].message


@form_that_asks_people
def test_a_finished_part_survives_saving(form_id: str) -> None:
    scenario = opened(form_id)
    scenario.answer(f"/{form_id}/consent_grp/consent", "2")

    again = scenario.resumed()

    assert again.value(f"/{form_id}/consent_grp/consent") == "2"
