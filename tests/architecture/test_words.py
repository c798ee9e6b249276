from pathlib import Path

import pytest

from resources.words import LANGUAGES, Words
from tests.architecture.sources import error_codes, name_of, word_keys

CODES = sorted({(code, name_of(path)) for code, path in error_codes()})
KEYS = sorted({(key, name_of(path)) for key, path in word_keys()})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "source"), CODES)
def test_every_error_code_has_words(code: str, source: str, language: str) -> None:
    words = Words(language)

    missing = [
        part for part in ("title", "explanation", "next_step") if not words.knows(f"errors.{code}.{part}")
    ]

    assert missing == [], source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "source"), KEYS)
def test_every_key_a_screen_asks_for_exists(key: str, source: str, language: str) -> None:
    words = Words(language)

    assert words.knows(key) or words.knows(f"{key}.other"), source


def test_error_codes_were_found_at_all() -> None:
    assert len(CODES) > 20


def test_the_same_error_code_is_not_used_twice() -> None:
    codes = [code for code, _ in CODES]

    assert sorted(codes) == sorted(set(codes))


def test_paths_are_inside_the_project() -> None:
    assert all(not Path(source).is_absolute() for _, source in CODES)
