"""Write resources/messages/first.json: what the door says, as it stands in the catalogue of words.

Run it as `python -m scripts.gather_first_words` after a change of those tables; a test holds the two equal.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from resources.words import FIRST_TABLES, FIRST_WORDS, LANGUAGES, read_sentences

DOCUMENT = Path(__file__).resolve().parents[1] / "resources" / FIRST_WORDS


def gather() -> Mapping[str, Mapping[str, str]]:
    """Give the sentences of the door in every language."""
    return {
        language: {
            key: text for key, text in read_sentences(language).items() if key.startswith(FIRST_TABLES)
        }
        for language in LANGUAGES
    }


def main() -> None:
    text = json.dumps(gather(), ensure_ascii=False, indent=1, sort_keys=True)
    DOCUMENT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
