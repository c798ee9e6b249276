"""Copy the icons the screens use out of the Lucide package, and no others.

npm pack lucide-static@1.62.0
python scripts/vendor_icons.py lucide-static-1.62.0.tgz
"""

import sys
import tarfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
# fmt: off
NAMES = (
    "arrow-left", "arrow-right", "barcode", "briefcase", "camera", "check", "chevron-down",
    "chevron-right", "circle", "circle-alert", "circle-check", "clipboard-list", "clock", "cloud-check",
    "cloud-off", "cloud-upload", "delete", "file-pen-line", "flag", "footprints", "git-compare-arrows",
    "hard-drive-upload", "history", "house", "id-card", "image", "info", "keyboard", "languages",
    "list-checks", "list-filter", "loader", "lock-keyhole", "map-pin", "menu", "pencil", "phone", "plus",
    "printer", "refresh-cw", "repeat", "rotate-cw", "save", "scan-qr-code", "search", "server",
    "settings", "shield-check", "switch-camera", "ticket", "trash-2", "triangle-alert", "undo-2", "upload",
    "usb", "user", "user-plus", "user-search", "users", "x",
)
# fmt: on


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tarfile.open(sys.argv[1]) as package:
        for source, target in [(f"icons/{name}.svg", f"{name}.svg") for name in NAMES] + [
            ("LICENSE", "LICENSE")
        ]:
            stored = package.extractfile(f"package/{source}")
            assert stored is not None, source
            (FOLDER / target).write_bytes(stored.read())
    # A stylesheet can only point at a file, and a file cannot follow the theme's colour.
    arrow = (FOLDER / "chevron-down.svg").read_text(encoding="utf-8")
    (FOLDER / "combo-chevron.svg").write_text(arrow.replace("currentColor", "#44565B"), encoding="utf-8")


if __name__ == "__main__":
    main()
