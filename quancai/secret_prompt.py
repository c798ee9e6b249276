"""Asking for a passphrase or PIN: from the keyboard without an echo, or a line of standard input.

Never an argument and never the environment: other people on the computer can read both.
"""

import getpass
import sys

from resources.words import Words


class SecretsDifferError(Exception):
    """The second time something else was typed; nothing was changed."""

    code = "secrets-differ"


def ask_secret(words: Words) -> str:
    """Ask for the secret that opens."""
    return _ask(words.text("terminal.custody.secret"))


def ask_new_secret(words: Words) -> str:
    """Ask for a new secret, twice where a person types it.

    Raises:
        SecretsDifferError: the two are not the same.

    """
    first = _ask(words.text("terminal.custody.new_secret"))
    if sys.stdin.isatty() and _ask(words.text("terminal.custody.again")) != first:
        raise SecretsDifferError
    return first


def _ask(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")
