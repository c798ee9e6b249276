"""The tree over the devices, against the tree hash RFC 9162 publishes and its own definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import RegistryUntrustedError
from sync.keys.device_tree import DeviceTree, require_listed
from tests.second_implementation.device_list import path_to, tree_of

# The leaves and roots of Certificate Transparency's reference tests, which RFC 6962 and RFC 9162 share.
LEAVES = tuple(
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
lists = st.lists(st.binary(max_size=8), min_size=1, max_size=70)
different = st.lists(st.binary(max_size=8), min_size=2, max_size=70, unique=True)


@pytest.mark.parametrize("size", ROOTS)
def test_the_root_is_the_published_one(size: int) -> None:
    assert DeviceTree.grow(LEAVES[:size]).seal.root.hex() == ROOTS[size]


def test_the_tree_of_nobody_is_the_hash_of_nothing() -> None:
    assert DeviceTree.grow(()).seal.root == hashlib.sha256(b"").digest()


@given(lists, st.data())
def test_paths_are_those_of_the_definition_and_prove_their_entry(
    entries: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    tree = DeviceTree.grow(entries)

    assert (tree.seal.root, list(tree.path(at))) == (tree_of(entries), path_to(entries, at))
    require_listed(entries[at], index=at, path=tree.path(at), seal=tree.seal)


@given(lists, st.binary(max_size=9), st.data())
def test_an_entry_that_is_not_in_the_tree_is_never_proven(
    entries: list[bytes], stranger: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    tree = DeviceTree.grow([one for one in entries if one != stranger] or [b"somebody"])
    at %= tree.seal.size

    with pytest.raises(RegistryUntrustedError):
        require_listed(stranger, index=at, path=tree.path(at), seal=tree.seal)


@given(st.integers(-3, 80), st.lists(st.binary(min_size=32, max_size=32), max_size=9))
def test_any_path_at_any_place_is_refused_and_ends(at: int, path: list[bytes]) -> None:
    seal = DeviceTree.grow([bytes([number]) for number in range(70)]).seal

    with pytest.raises(RegistryUntrustedError):
        require_listed(b"stranger", index=at, path=path, seal=seal)


@given(different, st.integers(1, 80), st.data())
def test_a_good_path_proves_its_entry_at_its_own_place_only(
    entries: list[bytes], away: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    elsewhere = data.draw(st.sampled_from([at - away, at + away]))
    tree = DeviceTree.grow(entries)

    with pytest.raises(RegistryUntrustedError):
        require_listed(entries[at], index=elsewhere, path=tree.path(at), seal=tree.seal)


@given(lists, st.data())
def test_a_path_with_a_step_too_many_is_refused(entries: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    tree = DeviceTree.grow(entries)

    with pytest.raises(RegistryUntrustedError):
        require_listed(entries[at], index=at, path=(*tree.path(at), bytes(32)), seal=tree.seal)


@pytest.mark.parametrize("index", [-1, 1, 7])
def test_a_list_of_one_has_one_place(index: int) -> None:
    tree = DeviceTree.grow([b"alone"])

    with pytest.raises(RegistryUntrustedError):
        require_listed(b"alone", index=index, path=(), seal=tree.seal)
