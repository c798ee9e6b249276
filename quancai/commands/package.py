"""`quancai package …`: the publisher's desk: keys, releases and how far they go, profiles for counties."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.package_arguments import Part, add_act, system_of
from quancai.commands.package_provision import add_provisioning
from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from updates.publishing import Publisher
    from updates.release import Release

_HERE = "quancai package"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("package", help=words.text("terminal.package.help"))
    acts = parser.add_subparsers(required=True, metavar="ACT")

    keys = add_act(acts, words, "keys", f"{_HERE} keys /media/safe/keys", (), run=_keys)
    keys.add_argument("folder", type=Path, metavar="FOLDER", help=words.text("terminal.package.keys_folder"))
    keys.add_argument("--only", action="append", metavar="KEY", help=words.text("terminal.package.keys_only"))

    begin = add_act(
        acts, words, "begin", f"{_HERE} begin REPO --keys DIR", (Part.PLACE, Part.KEYS), run=_begin
    )
    begin.add_argument(
        "--root-out",
        type=Path,
        required=True,
        metavar="FILE",
        help=words.text("terminal.package.root_out"),
    )

    release = add_act(
        acts,
        words,
        "release",
        f"{_HERE} release REPO --keys DIR --content dist/quancai --version 0.2.0 --ring pilot",
        (Part.PLACE, Part.KEYS, Part.RELEASE, Part.SYSTEM),
        run=_release,
    )
    release.add_argument(
        "--content",
        type=Path,
        required=True,
        metavar="FOLDER|FILE.deb",
        help=words.text("terminal.package.content"),
    )
    _add_reach(release, words, ring="pilot")
    release.add_argument(
        "--carries-from", metavar="VERSION", help=words.text("terminal.package.carries_from")
    )

    promote = add_act(
        acts,
        words,
        "publish",
        f"{_HERE} publish REPO --keys DIR --version 0.2.0 --ring all --share 25",
        (Part.PLACE, Part.KEYS, Part.RELEASE, Part.SYSTEM),
        run=_publish,
    )
    _add_reach(promote, words, ring="all")

    withdraw = f"{_HERE} withdraw REPO --keys DIR --version 0.2.0"
    add_act(
        acts, words, "withdraw", withdraw, (Part.PLACE, Part.KEYS, Part.RELEASE, Part.SYSTEM), run=_withdraw
    )
    add_act(acts, words, "renew", f"{_HERE} renew REPO --keys DIR", (Part.PLACE, Part.KEYS), run=_renew)
    add_act(
        acts,
        words,
        "renew-root",
        f"{_HERE} renew-root REPO --keys DIR",
        (Part.PLACE, Part.KEYS),
        run=_renew_root,
    )
    listing = add_act(acts, words, "list", f"{_HERE} list REPO --json", (Part.PLACE,), run=_list)
    listing.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))

    lay_out = add_act(
        acts,
        words,
        "lay-out",
        f"{_HERE} lay-out dist/quancai /media/stick/quancai --version 0.2.0",
        (),
        run=_lay_out,
    )
    lay_out.add_argument("content", type=Path, metavar="FOLDER", help=words.text("terminal.package.content"))
    lay_out.add_argument("folder", type=Path, metavar="NEW", help=words.text("terminal.package.lay_out_new"))
    lay_out.add_argument("--version", required=True, help=words.text("terminal.package.version"))
    lay_out.add_argument("--keeps-data", action="store_true", help=words.text("terminal.package.keeps_data"))
    add_provisioning(acts, words)


def _add_reach(parser: argparse.ArgumentParser, words: Words, *, ring: str) -> None:
    parser.add_argument(
        "--ring", choices=("pilot", "early", "all"), default=ring, help=words.text("terminal.package.ring")
    )
    parser.add_argument(
        "--share",
        type=int,
        default=100,
        choices=range(101),
        metavar="PER_CENT",
        help=words.text("terminal.package.share"),
    )


def _publisher(arguments: argparse.Namespace) -> "Publisher":
    from sync.adapters.system import SystemClock  # noqa: PLC0415
    from updates.moments import moment_of  # noqa: PLC0415
    from updates.publishing import Publisher  # noqa: PLC0415 - signing is heavy to load

    return Publisher(arguments.repository, arguments.keys, moment_of(SystemClock().now_ms()))


def _keys(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.publisher_keys import KeyName, make_keys, read_key_name  # noqa: PLC0415

    names = tuple(KeyName) if arguments.only is None else tuple(map(read_key_name, arguments.only))
    make_keys(arguments.folder, names)
    for name in names:
        print(words.text("terminal.package.key_made", path=arguments.folder / f"{name}.key"))
    print(words.text("terminal.package.ceremony"))
    return ExitCode.OK


def _begin(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.digests import shown_digest  # noqa: PLC0415

    root = _publisher(arguments).begin()
    arguments.root_out.write_bytes(root)
    print(words.text("terminal.package.begun", path=arguments.root_out, digest=shown_digest(root)))
    return ExitCode.OK


def _release(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.debian_package import check_package  # noqa: PLC0415
    from updates.packing import add_differences, pack_tree  # noqa: PLC0415
    from updates.release import Kind, Release, read_ring  # noqa: PLC0415
    from updates.version import parse_version  # noqa: PLC0415

    publisher = _publisher(arguments)
    publisher.root()  # before anything is packed into a folder that is none
    version = parse_version(arguments.version)
    carries = version if arguments.carries_from is None else parse_version(arguments.carries_from)
    release = Release(version, system_of(arguments), read_ring(arguments.ring), arguments.share, carries)
    if release.system.kind is Kind.DEB:
        check_package(arguments.content, release)
    manifest = pack_tree(arguments.content, publisher.folder)
    before = publisher.before(release)
    if before is not None:
        add_differences(before, manifest, publisher.folder)
    publisher.release(release, manifest)
    print(words.text("terminal.package.released", **_facts(release), files=len(manifest.files)))
    return ExitCode.OK


def _publish(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.release import read_ring  # noqa: PLC0415
    from updates.version import parse_version  # noqa: PLC0415

    moved = _publisher(arguments).promote(
        parse_version(arguments.version),
        system_of(arguments),
        ring=read_ring(arguments.ring),
        share=arguments.share,
    )
    print(words.text("terminal.package.published", **_facts(moved)))
    return ExitCode.OK


def _withdraw(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.version import parse_version  # noqa: PLC0415

    gone = _publisher(arguments).withdraw(parse_version(arguments.version), system_of(arguments))
    print(words.text("terminal.package.withdrawn", **_facts(gone)))
    return ExitCode.OK


def _renew(arguments: argparse.Namespace, words: Words) -> ExitCode:
    until = _publisher(arguments).renew_list()
    print(words.text("terminal.package.renewed", until=f"{until:%Y-%m-%d}"))
    return ExitCode.OK


def _renew_root(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.digests import shown_digest  # noqa: PLC0415

    root = _publisher(arguments).renew_root()
    print(words.text("terminal.package.root_renewed", digest=shown_digest(root)))
    return ExitCode.OK


def _list(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.publishing import releases_in  # noqa: PLC0415
    from updates.release import release_to_plain  # noqa: PLC0415

    releases = releases_in(arguments.repository)
    if arguments.json:
        print(json.dumps([release_to_plain(one) for one in releases], sort_keys=True))
        return ExitCode.OK
    for one in releases:
        print(words.text("terminal.package.line", **_facts(one)))
    if not releases:
        print(words.text("terminal.package.none"))
    return ExitCode.OK


def _lay_out(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from quancai.portable_folder import lay_out_portable  # noqa: PLC0415

    place = lay_out_portable(
        arguments.content, arguments.folder, version=arguments.version, keeps_data=arguments.keeps_data
    )
    print(words.text("terminal.package.laid_out", path=place))
    return ExitCode.OK


def _facts(release: "Release") -> dict[str, object]:
    system = release.system
    return {
        "version": str(release.version),
        "system": f"{system.platform} {system.arch} {system.kind}",
        "ring": release.ring.value,
        "share": release.share,
        "carries": str(release.carries_from),
    }
