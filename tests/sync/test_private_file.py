import stat
from pathlib import Path

import pytest

from server_stub.errors import FileNotWrittenError
from server_stub.key_files import write_private
from sync.adapters.private_file import write_private_file


def test_only_the_owner_may_read_a_secret_whatever_was_left_behind(tmp_path: Path) -> None:
    left_behind = tmp_path / "city.key.new"
    left_behind.write_bytes(b"half a key")
    left_behind.chmod(0o644)

    write_private_file(tmp_path / "city.key", b"whole key")

    assert (tmp_path / "city.key").read_bytes() == b"whole key"
    assert stat.S_IMODE((tmp_path / "city.key").stat().st_mode) == 0o600
    assert not left_behind.exists()


def test_a_place_that_cannot_be_written_is_said_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_bytes(b"a file, not a folder")

    with pytest.raises(FileNotWrittenError):
        write_private(tmp_path / "occupied" / "join.qjy", b"invitation")
