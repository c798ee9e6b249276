"""A command loads its own side only: whoever asks how a server stands waits for no form and no replica."""

import subprocess
import sys

from forms.conversion_child import CHILD_ARGUMENT
from quancai.__main__ import CONVERSION


def loaded_by(statement: str, *packages: str) -> list[str]:
    """Name those of some packages that a fresh interpreter has loaded after a statement."""
    program = f"import sys; {statement}; print(*[one for one in {packages!r} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    return done.stdout.split()


def test_the_door_loads_neither_forms_nor_databases_nor_screens() -> None:
    knock = "import quancai.__main__, quancai.door, resources.words as words"
    ask = "quancai.door.build_parser(words.Words('en'))"

    assert loaded_by(f"{knock}; {ask}", "forms", "store", "sqlalchemy", "PySide6", "uvicorn", "numpy") == []


def test_the_window_waits_for_no_other_command_and_not_for_all_words() -> None:
    no_window = "import desktop.start, quancai.door; desktop.start.run_window = lambda *_, **__: 0"
    others = ("quancai.commands.server", "quancai.commands.scan", "quancai.commands.update", "tomllib")

    assert loaded_by(f"{no_window}; quancai.door.run(['app'])", "quancai.commands.app", *others) == [
        "quancai.commands.app"
    ]


def test_a_server_loads_no_replica() -> None:
    assert loaded_by("import server_stub.service", "store", "desktop", "PySide6", "numpy") == []


def test_the_entry_point_knows_the_argument_of_the_conversion() -> None:
    assert CONVERSION == CHILD_ARGUMENT
