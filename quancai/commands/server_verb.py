"""How a verb of `quancai server` about an office's own folder is added, once for all of them."""

import argparse
from pathlib import Path

from resources.words import Words


def add_verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words, name: str, example: str
) -> argparse.ArgumentParser:
    """Add a verb with its words and the folder it works on."""
    verb = verbs.add_parser(
        name, help=words.text(f"terminal.help.server_{name.replace('-', '_')}"), epilog=example
    )
    verb.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    return verb
