"""Write docs/protocol/openapi.json, the relay's own description, for other people's tools.

Run it as `python -m scripts.make_openapi`.
"""

import json
from pathlib import Path

from server_stub.relay.openapi import describe_relay

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "protocol" / "openapi.json"


def main() -> None:
    text = json.dumps(describe_relay(), ensure_ascii=False, indent=1)
    DOCUMENT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
