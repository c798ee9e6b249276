"""The desktop's .deb: the bundle in /opt, a starter, a place in the menu, the kind of an invitation's file.

Nothing in it belongs to a person: records lie in each person's own folder, so installing, updating, removing
and purging cannot reach them. An older package over a newer one is refused with words (`desktop.preinst`).
"""

from collections.abc import Sequence
from pathlib import Path

from installers.bundle import Bundle
from installers.compose import begin, copy_tree, put, put_packed
from installers.debian import HAND_OUT, Package, build_deb

_TEMPLATES = Path(__file__).parent / "linux"
SETTINGS = "/etc/quancai/desktop.env"
_DEPLOY = Path(__file__).parents[1] / "deploy"
_SYSTEMD = "usr/lib/systemd/system"
_UPDATE_UNITS = ("quancai-update.timer", "quancai-update.service")


def build_desktop_deb(
    bundle: Bundle, *, documents: Sequence[Path], place: Path, effort: int = HAND_OUT
) -> Path:
    """Build the package; `documents` go beside the manual, such as the bill of materials."""
    tree = begin(place / "tree-desktop")
    copy_tree(bundle.folder, tree / "opt" / "quancai")
    put(tree / "usr/bin/quancai", read("quancai.sh"), is_program=True)
    put(tree / "usr/share/applications/quancai.desktop", read("quancai.desktop"))
    put(tree / "usr/share/icons/hicolor/scalable/apps/quancai.svg", read("quancai.svg"))
    put(tree / "usr/share/mime/packages/quancai.xml", read("quancai.xml"))
    put_packed(tree / "usr/share/man/man1/quancai.1.gz", manual("quancai.1", bundle))
    put(tree / SETTINGS.lstrip("/"), read("desktop.env"))
    for unit in _UPDATE_UNITS:
        put(tree / _SYSTEMD / unit, (_DEPLOY / unit).read_text(encoding="utf-8"))
    # On from the start, as a daily look that finds nothing to do where nobody named a source of updates.
    wanted = tree / _SYSTEMD / "timers.target.wants" / _UPDATE_UNITS[0]
    wanted.parent.mkdir()
    wanted.symlink_to(f"../{wanted.name}")
    for document in documents:
        put(tree / "usr/share/doc/quancai" / document.name, document.read_bytes())
    return build_deb(_describe(), tree, commit=bundle.commit, place=place, effort=effort)


def read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def manual(name: str, bundle: Bundle) -> str:
    """Give a manual page with the version and the day of this build."""
    return read(name).replace("@DAY@", bundle.commit.day).replace("@PROGRAM@", bundle.commit.version)


def _describe() -> Package:
    return Package(
        name="quancai",
        summary="field collection of employment data, offline and encrypted (识码速采)",
        explanation=(
            "Village staff scan a household code, fill a form and hear about doubts at the door,",
            "with or without a network; changes travel signed and end-to-end encrypted.",
            "",
            "没有网络也能采集就业资料：扫户码、填采集表、当场核查，联网后加密上传。",
        ),
        needs=("dbus", "fontconfig-config", "shared-mime-info", "desktop-file-utils"),
        recommends=(
            "fonts-noto-cjk | fonts-wqy-microhei | fonts-droid-fallback",
            "ibus | fcitx5 | fcitx",
            "libcups2 | libcups2t64",
            "gnome-keyring | kwalletmanager | libsecret-1-0",
        ),
        settings=(SETTINGS,),
        scripts={"preinst": read("desktop.preinst"), "postrm": read("desktop.postrm")},
    )
