"""Arguments, their help and what is wrong with them, in the language of whoever types.

The standard parser speaks English and looks for other languages in catalogues of the system, which
are not there. Its sentences are few, so they are recognised and said in our words; one that a later
Python adds is passed on as it is.
"""

import argparse
import re
import sys
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from quancai.exit_codes import ExitCode
from resources.words import Words

# What `argparse` of Python 3.11 says (its `error` and `ArgumentError` calls) → our name for it. Made ready
# only for whoever has to be told.
_COMPLAINTS: Final[Mapping[str, str]] = {
    "required": r"the following arguments are required: (?P<names>.+)",
    "unknown": r"unrecognized arguments: (?P<names>.+)",
    "choice": r"(?s)argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)",
    "value": r"(?s)argument (?P<name>.+?): invalid \w+ value: (?P<value>.+)",
    "needs_value": r"argument (?P<name>.+?): expected (?:one|at least one) argument",
    "not_together": r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
}


class WordedParser(argparse.ArgumentParser):
    """A parser for one language; `worded_parser` makes the class, because sub-parsers are made by it."""

    words: Words
    may_mix = False

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*arguments, **{**settings, "add_help": False})
        # The groups have no public name, and no way of making others the first two.
        self._positionals.title = self.words.text("terminal.usage.positionals")
        self._optionals.title = self.words.text("terminal.usage.optionals")
        self.add_argument("-h", "--help", action="help", help=self.words.text("terminal.usage.help"))

    def parse_known_args(self, *arguments: Any, **settings: Any) -> Any:
        """Read arguments; where `may_mix` is set, options may stand between them."""
        if not self.may_mix:
            return super().parse_known_args(*arguments, **settings)
        self.may_mix = False  # the standard parser comes through here again, once for each kind
        try:
            return self.parse_known_intermixed_args(*arguments, **settings)
        finally:
            self.may_mix = True

    def format_usage(self) -> str:
        formatter = self._get_formatter()
        prefix = self.words.text("terminal.usage.prefix")
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, prefix)
        return formatter.format_help()

    def format_help(self) -> str:
        _, separator, rest = super().format_help().partition("\n\n")
        return f"{self.format_usage()}{separator[1:]}{rest}"

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the help is, and end with the status of wrong usage."""
        self.print_usage(sys.stderr)
        said = self.words.text("terminal.usage.wrong", what=complaint(message, self.words), command=self.prog)
        self.exit(ExitCode.USAGE, f"{said}\n")


def worded_parser(words: Words) -> type[WordedParser]:
    """Give the class of parsers that speak the language of `words`."""
    return type("WordedParser", (WordedParser,), {"words": words})


def complaint(message: str, words: Words) -> str:
    """Say in our words what the standard parser says in English."""
    for name, pattern in _COMPLAINTS.items():
        found = re.fullmatch(pattern, message)
        if found is not None:
            return words.text(f"terminal.usage.{name}", **found.groupdict())
    return message
