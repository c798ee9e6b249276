"""What a frozen program starts gets the person's environment, not that of PyInstaller's starter."""

from installers.own_environment import give_back

STARTED = {"_PYI_ARCHIVE_FILE": "/opt/quancai/quancai", "_PYI_PARENT_PROCESS_LEVEL": "0", "HOME": "/root"}


def test_libraries_of_the_program_are_not_handed_on() -> None:
    environment = {**STARTED, "LD_LIBRARY_PATH": "/opt/quancai/_internal"}

    give_back(environment)

    assert environment == {"HOME": "/root"}


def test_what_the_person_had_set_is_there_again() -> None:
    environment = {
        **STARTED,
        "LD_LIBRARY_PATH": "/opt/quancai/_internal:/opt/theirs",
        "LD_LIBRARY_PATH_ORIG": "/opt/theirs",
    }

    give_back(environment)

    assert environment == {"HOME": "/root", "LD_LIBRARY_PATH": "/opt/theirs"}


def test_a_program_run_from_its_sources_keeps_what_it_was_given() -> None:
    environment = {"HOME": "/root", "LD_LIBRARY_PATH": "/opt/theirs"}

    give_back(environment)

    assert environment == {"HOME": "/root", "LD_LIBRARY_PATH": "/opt/theirs"}
