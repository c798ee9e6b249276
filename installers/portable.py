"""The program on a stick: one folder with a mark beside the program, so that its data stays beside it, too.

Sticks know neither links nor rights, and the bundle has no links (`slimming.py`). Nothing is written on the
computer it is plugged into (`desktop/paths.py`).
"""

from pathlib import Path
from typing import Final

from installers.bundle import Bundle
from installers.compose import copy_tree, pack, put, settle
from installers.debian import HAND_OUT, architecture

_MARK: Final = "portable"
_STARTER: Final = """#!/bin/sh
# 打开识码速采；资料存在旁边的 quancai-data 里。 Opens Quancai; its data lies in quancai-data beside it.
case "${QT_IM_MODULE:-}" in "" | fcitx | fcitx5) export QT_IM_MODULE=ibus ;; esac
exec "$(dirname "$(readlink -f "$0")")/quancai" app "$@"
"""
_READ_ME: Final = """识码速采（U 盘版）
整个文件夹拷到 U 盘，运行 start.sh。资料（加密）存在 quancai-data 里，不在电脑上留下任何东西。
检查能不能用：./quancai self-check
换新版本：关闭程序，用新文件夹替换程序文件，quancai-data 留着不动。

Quancai on a stick
Copy the whole folder to a stick and run start.sh. Data (encrypted) lies in quancai-data; nothing is left on
the computer. Does it work here: ./quancai self-check
Another version: close the program, put the new files over the old ones, leave quancai-data alone.
"""


def build_portable(bundle: Bundle, *, place: Path, effort: int = HAND_OUT) -> Path:
    """Build `quancai-portable-<version>-<commit>-<arch>.tar.xz`."""
    commit = bundle.commit
    name = f"quancai-portable-{commit.version}-{commit.id}-{architecture()}"
    tree = place / "tree-portable" / name
    copy_tree(bundle.folder, tree)
    put(tree / _MARK, "")
    put(tree / "start.sh", _STARTER, is_program=True)
    put(tree / "README.txt", _READ_ME)
    settle(tree, at_s=commit.at_s)
    return pack(tree, place / f"{name}.tar.xz", at_s=commit.at_s, effort=effort)
