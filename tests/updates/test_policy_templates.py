"""The templates for group policy: whole, in both languages, and of the very names the program reads."""

from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from tests.architecture.sources import ROOT
from updates.adapters.windows_registry import NAMES, POLICY_KEY
from updates.release import Ring

FOLDER = ROOT / "installers" / "windows" / "policy"
SPACE = {"p": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
LANGUAGES = ("zh-CN", "en-US")


def texts(path: Path, question: str) -> list[str]:
    """Give what an XPath finds in a file, `p:` being the namespace of templates."""
    tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    return [str(one) for one in cast("list[object]", tree.xpath(question, namespaces=SPACE))]


def said(question: str) -> list[str]:
    return texts(FOLDER / "quancai.admx", question)


def in_words(language: str, question: str) -> list[str]:
    return texts(FOLDER / language / "quancai.adml", question)


def test_the_template_writes_the_values_the_program_reads_and_no_others() -> None:
    assert set(said("//@valueName")) == set(NAMES)
    assert set(said("//@key")) == {POLICY_KEY}
    assert set(said("//p:policy/@class")) == {"Machine"}


def test_the_rings_are_those_of_the_program() -> None:
    assert said("//p:enum[@valueName='Ring']//p:string/text()") == [ring.value for ring in Ring]


def test_switching_updates_off_writes_nought() -> None:
    assert said("//p:policy[@name='Updates']/p:disabledValue/p:decimal/@value") == ["0"]
    assert said("//p:policy[@name='Updates']/p:enabledValue/p:decimal/@value") == ["1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_template_names_has_words_and_no_word_is_left_over(language: str) -> None:
    named = {one[len("$(string.") : -1] for one in said("//@*[starts-with(., '$(string.')]")}

    assert set(in_words(language, "//p:string/@id")) == named
    assert in_words(language, "//p:string[not(normalize-space())]/@id") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_shown_and_shows_a_field(language: str) -> None:
    presentations = in_words(language, "//p:presentation/@id")

    assert in_words(language, "//p:presentation/*/@refId") == said("//p:elements/*/@id")
    assert [f"$(presentation.{one})" for one in presentations] == said("//@presentation")


@pytest.mark.parametrize("kind", ["parentCategory", "supportedOn"])
def test_what_policies_refer_to_is_there(kind: str) -> None:
    defined = {"parentCategory": "//p:category/@name", "supportedOn": "//p:definition/@name"}

    assert set(said(f"//p:policy/p:{kind}/@ref")) == set(said(defined[kind]))
