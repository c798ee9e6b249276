"""Words of another computer on this terminal: signs that would steer it are shown as signs that were there.

A device says its own name, version and system. Escape sequences in them could clear the screen, rewrite the
lines above or turn a line round (ECMA-48; Unicode Standard Annex 9), so none of them reaches the terminal.
"""

import unicodedata
from typing import Final

_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
# Controls, formats (marks of direction among them), halves of signs, and ends of lines and paragraphs.
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def still(text: str) -> str:
    """Give a text that stays in its line and steers nothing; each sign of it takes a sign."""
    return "".join(_REPLACED if unicodedata.category(sign) in _STEERING else sign for sign in text)
