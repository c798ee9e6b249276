"""Addresses on plates and licences: what they name, read from the address alone.

No format of such addresses is published, so nothing is taken from a host; a parameter or the last
part of the path that calls itself the code of an address is believed to be one, and whether there is
such a house is the replica's to say. An address is never opened.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

# 地址编码, 门牌编码, 标准地址, 房屋编码, as municipal systems abbreviate them.
_PLATE_NAMES: Final = frozenset(
    {"addrcode", "addresscode", "bzdz", "bzdzbm", "dzbm", "dzid", "fwbm", "houseid", "mpbm", "mpid", "mph"}
)
_PLATE_PATHS: Final = frozenset({"dz", "dzmp", "mp", "menpai", "plate"})
_PLATE_CODE: Final = re.compile(r"[0-9A-Za-z-]{6,40}", re.ASCII)


def find_plate_code(address: str) -> str | None:
    """Give the code of a door plate that an address names, or None."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        named = [value for name, value in parse_qsl(parts.query) if name.lower() in _PLATE_NAMES]
    except ValueError:
        return None
    path = [part for part in parts.path.split("/") if part]
    placed = path[-1:] if any(part.lower() in _PLATE_PATHS for part in path[:-1]) else []
    return next((code for code in (*named, *placed) if _PLATE_CODE.fullmatch(code)), None)
