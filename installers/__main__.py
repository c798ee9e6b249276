"""`python -m installers build|windows|compare`: what `make package` and the packaging tests call."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from installers.comparing import compare
from installers.making import ALL, make
from installers.msi import compile_msi
from installers.nsis import compile_installer
from installers.stamp import read_commit

ROOT: Final = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    parsed = _parser().parse_args(arguments)
    return int(parsed.run(parsed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m installers", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    build = verbs.add_parser("build", help="build HEAD: bundles, packages, archive, bills")
    build.add_argument("what", nargs="*", choices=[*ALL, []], default=[], metavar=f"{{{','.join(ALL)}}}")
    build.add_argument("--place", type=Path, default=ROOT / "build" / "package")
    build.set_defaults(run=_build)
    windows = verbs.add_parser("windows", help="pack what was built on Windows: setup.exe and .msi")
    windows.add_argument("source", type=Path, help="dist/quancai, as PyInstaller made it there")
    windows.add_argument("--place", type=Path, default=ROOT / "build" / "package")
    windows.set_defaults(run=_pack_for_windows)
    comparing = verbs.add_parser("compare", help="do two folders, packages or archives hold the same?")
    comparing.add_argument("one", type=Path)
    comparing.add_argument("other", type=Path)
    comparing.set_defaults(run=_compare)
    return parser


def _build(parsed: argparse.Namespace) -> int:
    made = make(ROOT, parsed.place.resolve(), what=parsed.what or ALL)
    if made.commit.has_more:
        sys.stderr.write("Changes that are not committed were not built.\n")
    print(json.dumps(made.plain(), indent=1))
    return 0


def _pack_for_windows(parsed: argparse.Namespace) -> int:
    commit, place = read_commit(ROOT), parsed.place.resolve()
    for pack in (compile_installer, compile_msi):
        print(pack(parsed.source.resolve(), commit=commit, place=place))
    return 0


def _compare(parsed: argparse.Namespace) -> int:
    found = compare(parsed.one, parsed.other)
    for one in found:
        print(f"{one.what}\t{one.path}\t{one.excuse}")
    unexcused = [one for one in found if not one.excuse]
    print(f"{len(unexcused)} differences, {len(found) - len(unexcused)} exceptions")
    return 1 if unexcused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
