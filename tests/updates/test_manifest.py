"""A table of files is held to its form even when its digest is right: it decides where files are written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updates.errors import ReleaseMalformedError
from updates.manifest import FileEntry, LinkEntry, Manifest, decode_manifest, encode_manifest

DIGEST = "ab" * 32


def table(path: str = "quancai", *, links: list[list[str]] | None = None, files: object = None) -> bytes:
    rows = [[path, DIGEST, 3, 9, True]] if files is None else files
    return json.dumps({"files": rows, "links": links or []}).encode()


def test_what_was_spelled_is_read() -> None:
    manifest = Manifest(
        (FileEntry("_internal/资源.toml", DIGEST, 3, 9, False),), (LinkEntry("a/b/lib.so", "../lib.so.6"),)
    )

    assert decode_manifest(encode_manifest(manifest)) == manifest


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "./a",
        "a/",
        "C:x",
        "a\\b",
        "a\x00b",
        "nul?",
        "a.",
        "lib /x",
    ],
)
def test_a_path_that_leaves_the_tree_or_fits_no_disk_is_refused(path: str) -> None:
    with pytest.raises(ReleaseMalformedError):
        decode_manifest(table(path))


@pytest.mark.parametrize("to", ["/etc/passwd", "../../x", "..", "a/../../..", "../.."])
def test_a_link_that_leaves_the_tree_is_refused(to: str) -> None:
    with pytest.raises(ReleaseMalformedError):
        decode_manifest(table(links=[["lib/x.so", to]]))


@pytest.mark.parametrize(
    "files",
    [
        [["a", DIGEST, 3, 9, True], ["A", DIGEST, 3, 9, True]],
        [["a", DIGEST, 3, 9, True], ["a/b", DIGEST, 3, 9, True]],
        [["a", DIGEST, -1, 9, True]],
        [["a", DIGEST, 3, 0, True]],
        [["a", DIGEST.upper(), 3, 9, True]],
        [["a", DIGEST, True, 9, 1]],
        [["a"]],
        "a",
        None,
    ],
)
def test_entries_that_make_no_tree_are_refused(files: object) -> None:
    encoded = json.dumps({"files": files, "links": []}).encode()

    with pytest.raises(ReleaseMalformedError):
        decode_manifest(encoded)


def test_a_link_cannot_stand_where_a_folder_of_files_does() -> None:
    with pytest.raises(ReleaseMalformedError):
        decode_manifest(table("lib/a.so", links=[["lib", "."]]))


def test_a_link_through_another_cannot_leave_the_tree() -> None:
    # Read part by part it stays inside; on a disk the first link makes the second one end a folder higher.
    links = [["p/q/d", ".."], ["p/e", "q/d/../../x"]]

    with pytest.raises(ReleaseMalformedError):
        decode_manifest(table("p/q/f", links=links))


def test_links_beside_each_other_are_read() -> None:
    links = [["lib/a.so", "a.so.1"], ["lib/b.so", "../lib/b.so.1"]]

    assert [one.to for one in decode_manifest(table(links=links)).links] == ["a.so.1", "../lib/b.so.1"]


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_and_break_nothing(encoded: bytes) -> None:
    with pytest.raises(ReleaseMalformedError):
        decode_manifest(encoded)
