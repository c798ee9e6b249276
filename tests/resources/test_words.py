import re
import tomllib

import pytest

from resources import list_names, read_text
from resources.words import LANGUAGES, Words


def placeholders_by_key(language: str) -> dict[str, set[str]]:
    words = Words(language)
    return {key: set(re.findall(r"{(\w+)", words.text(key))) for key in sorted(words._catalogue)}


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    chinese, english = (placeholders_by_key(language) for language in LANGUAGES)
    english_only_singulars = {key for key in english if key.endswith(".one")}

    assert set(english) - english_only_singulars == set(chinese)
    assert {key: chinese[key] for key in chinese if chinese[key] != english[key]} == {}


def test_each_language_has_the_same_files() -> None:
    chinese, english = (
        [name.rsplit("/", 1)[1] for name in list_names(f"messages/{language}", suffix=".toml")]
        for language in LANGUAGES
    )

    assert chinese == english


def test_chinese_words_use_full_width_punctuation() -> None:
    texts = [read_text(name) for name in list_names("messages/zh_CN", suffix=".toml")]
    values = [line for text in texts for line in text.splitlines() if re.search(r"[一-鿿]\s?[,;:?!]", line)]

    assert [line for line in values if not line.startswith("#")] == []


def test_an_error_without_words_becomes_an_apology_with_its_reference() -> None:
    apology = Words("zh_CN").error("a-code-nobody-wrote-words-for")

    assert apology.title == "程序出了点问题"
    assert "a-code-nobody-wrote-words-for" in apology.next_step


def test_a_missing_value_leaves_its_placeholder_visible() -> None:
    assert "{code}" in Words("en").text("errors.unexpected.next_step")


def test_a_language_we_do_not_ship_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")


def test_message_files_are_plain_tables_of_text() -> None:
    parsed = [
        tomllib.loads(read_text(name))
        for language in LANGUAGES
        for name in list_names(f"messages/{language}", suffix=".toml")
    ]

    assert all(set(table) <= {"errors", "screens", "terminal", "fields"} for table in parsed)
