"""The Windows installer a domain hands out (MSI), from a folder PyInstaller made: wixl, which runs on Linux.

The files become a second source of components, each with an id made of its path, so that a file is the same
component in every version. What wixl cannot say is written into the finished tables with msibuild. As with
NSIS, nothing of it was run on Windows; docs/packaging.md says what was looked at instead.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

from installers.nsis import ICON, NoCompilerError
from installers.stamp import Commit

_SOURCE: Final = Path(__file__).parent / "windows" / "quancai.wxs"
_COMPONENTS: Final = UUID("5e2d7a30-8a3e-5b0c-a0b7-3d8c6e3a3550")
_SPACE: Final = "http://schemas.microsoft.com/wix/2006/wi"
_BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_HIGHEST: Final = 65_535  # of the third number of a version, by Windows Installer
_SECONDS_AN_HOUR: Final = 3_600
GIVEN: Final = ("HUBURL", "ENROLLFILE", "PROFILEFILE")  # what a command line may say
_COPIED: Final[Mapping[str, str]] = {"ENROLLFILE": "enroll.qjy", "PROFILEFILE": "profile.qzp"}
UPGRADE_CODE: Final = "{7B0F2B9E-2F0D-5C5B-9D8A-7C0E4A1D3550}"  # for ever: it finds the versions before
# Components that stay when the program goes (16), are told by a registry value (4) and are of 64 bits (256).
_STAY: Final = "UPDATE `Component` SET `Attributes`=276 WHERE `Component`='Hub' OR `Component`='Given'"
_ONLY_IF_GIVEN: Final = "UPDATE `Component` SET `Condition`='HUBURL' WHERE `Component`='Hub'"
# What is part of a key cannot be updated: the row is made anew.
_NO_UPGRADE: Final = "DELETE FROM `Upgrade` WHERE `ActionProperty`='WIX_UPGRADE_DETECTED'"
_SAME_VERSION_TOO: Final = 0x001 | 0x200  # features as they were; this version among those replaced
_MOVES: Final = (
    "CREATE TABLE `MoveFile` (`FileKey` CHAR(72) NOT NULL, `Component_` CHAR(72) NOT NULL, "
    "`SourceName` CHAR(255) LOCALIZABLE, `DestName` CHAR(255) LOCALIZABLE, `SourceFolder` CHAR(72), "
    "`DestFolder` CHAR(72) NOT NULL, `Options` SHORT NOT NULL PRIMARY KEY `FileKey`)"
)
# Every user may make folders in %ProgramData%, so the machine's folder says who writes there: protected from
# what is above it (PAI), everything for administrators (BA) and the system (SY), reading for users (BU) and
# for owners (OW), who could give themselves the rest otherwise ([MS-DTYP] 2.4.2, 2.5.1).
GUARD: Final = "D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICI;0x1200a9;;;OW)"
_GUARDS: Final = (
    "CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, "
    "`LockObject` CHAR(72) NOT NULL, `Table` CHAR(32) NOT NULL, `SDDLText` CHAR(0) NOT NULL, "
    "`Condition` CHAR(255) PRIMARY KEY `MsiLockPermissionsEx`)"
)


def compile_msi(source: Path, *, commit: Commit, place: Path) -> Path:
    """Pack the program in `source` into quancai-<version>-<commit>.msi.

    Raises:
        NoCompilerError: wixl or msibuild is not here.
        subprocess.CalledProcessError: the source is wrong; what wixl says is in its output.

    """
    compiler, editor = (_find(name) for name in ("wixl", "msibuild"))
    place.mkdir(parents=True, exist_ok=True)
    target = place.resolve() / f"quancai-{commit.version}-{commit.id}.msi"
    target.unlink(missing_ok=True)
    files = target.with_name("files.wxs")
    files.write_text(describe_files(source), encoding="utf-8")
    named = {
        "VERSION": msi_version(commit),
        "PRODUCT": f"{{{str(uuid5(_COMPONENTS, f'product {commit.id}')).upper()}}}",
        "UPGRADE": UPGRADE_CODE,
        "ICON": _from_root(ICON),
    }
    definitions = [word for name, value in named.items() for word in ("-D", f"{name}={value}")]
    asked = [compiler, "--arch", "x64", *definitions, "--output", str(target), str(_SOURCE), str(files)]
    _run(asked, commit)
    # Nothing of wixl's says these; the tables themselves do.
    for statement in _statements(msi_version(commit)):
        _run([editor, str(target), "-q", statement], commit)
    return target


def msi_version(commit: Commit) -> str:
    """Give three numbers that rise with every commit, as Windows Installer compares no more than three.

    The third is hours since 2026 began, so a version's own third number is not in it.
    """
    hours = (commit.at_s - int(_BEGAN.timestamp())) // _SECONDS_AN_HOUR
    first, second = commit.version.split(".")[:2]
    return f"{first}.{second}.{min(max(hours, 0), _HIGHEST)}"


def describe_files(source: Path) -> str:
    """Write the components of a program's files, in the order of their paths."""
    lines = [f'<?xml version="1.0" encoding="utf-8"?>\n<Wix xmlns="{_SPACE}">\n<Fragment>']
    lines += ['<DirectoryRef Id="INSTALLDIR">', *_folder(source, PurePosixPath()), "</DirectoryRef>"]
    lines += ["</Fragment>\n<Fragment>", '<ComponentGroup Id="Program">']
    lines += [f'<ComponentRef Id="{_id("c", path)}" />' for path in _paths(source)]
    return "\n".join([*lines, "</ComponentGroup>", "</Fragment>\n</Wix>"]) + "\n"


def _folder(source: Path, inside: PurePosixPath) -> Iterator[str]:
    for path in sorted((source / inside).iterdir()):
        below = inside / path.name
        if path.is_dir():
            yield f'<Directory Id="{_id("d", below)}" Name={quoteattr(path.name)}>'
            yield from _folder(source, below)
            yield "</Directory>"
        else:
            guid = str(uuid5(_COMPONENTS, str(below))).upper()
            yield f'<Component Id="{_id("c", below)}" Guid="{{{guid}}}" Win64="yes">'
            name, kept = quoteattr(path.name), quoteattr(_from_root(path))
            yield f'<File Id="{_id("f", below)}" Name={name} Source={kept} KeyPath="yes" />'
            yield "</Component>"


def _paths(source: Path) -> Iterator[PurePosixPath]:
    files = sorted(path for path in source.rglob("*") if not path.is_dir())
    return (PurePosixPath(path.relative_to(source).as_posix()) for path in files)


def _id(kind: str, path: PurePosixPath) -> str:
    return f"{kind}{uuid5(_COMPONENTS, str(path)).hex}"


def _statements(version: str) -> Iterator[str]:
    """Say in the SQL of Windows Installer what wixl has no word for."""
    yield "DELETE FROM `Property` WHERE `Property`='SecureCustomProperties'"
    found = ("WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED")
    yield _insert("Property", Property="SecureCustomProperties", Value=";".join((*found, *GIVEN)))
    yield _STAY
    yield _ONLY_IF_GIVEN
    yield _NO_UPGRADE
    yield _insert(
        "Upgrade",
        UpgradeCode=UPGRADE_CODE,
        VersionMax=version,
        Attributes=_SAME_VERSION_TOO,
        ActionProperty="WIX_UPGRADE_DETECTED",
    )
    yield _MOVES
    for given, name in _COPIED.items():
        # Without a source name the property holds the whole path; options 0: copied, not moved.
        yield _insert(
            "MoveFile",
            FileKey=given,
            Component_="Given",
            DestName=name,
            SourceFolder=given,
            DestFolder="MachineFolder",
            Options=0,
        )
    yield _insert("InstallExecuteSequence", Action="MoveFiles", Sequence=3800)
    yield _GUARDS
    # Applied by the action that makes the folder (3700), so before anything is laid there.
    yield _insert(
        "MsiLockPermissionsEx",
        MsiLockPermissionsEx="MachineFolder",
        LockObject="MachineFolder",
        Table="CreateFolder",
        SDDLText=GUARD,
    )


def _insert(table: str, **row: str | int) -> str:
    """Spell one row; the values are our own constants and have no quotation marks."""
    columns = ", ".join(f"`{name}`" for name in row)
    values = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in row.values())
    return f"INSERT INTO `{table}` ({columns}) VALUES ({values})"  # noqa: S608 - no database of ours


def _from_root(path: Path) -> str:
    """Name a file as seen from /, where wixl is run: it takes no whole paths."""
    return str(path.resolve().relative_to("/"))


def _find(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoCompilerError(f"{name} is missing: scripts/setup.sh packaging")
    return found


def _run(command: list[str], commit: Commit) -> None:
    kept = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(commit.at_s), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, env=kept, cwd="/", check=True, capture_output=True, text=True)
