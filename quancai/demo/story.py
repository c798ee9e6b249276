"""Who appears in the demonstration; the township itself is in `resources/demo`."""

from typing import Final

OPERATOR: Final = "林秀梅"
SCOPE: Final = "350582001"  # 晋江市 青阳街道
HOUSEHOLD: Final = "h-350582001014-0921"  # 象山社区 象山路 12 号
PERSON: Final = "p-350582001014-0921-1"  # will say "unemployed and registered" while insured by an employer
UNKNOWN_NUMBER: Final = "0000"
# Published on purpose: it guards invented residents only.
PASSPHRASE: Final = "quancai-demo-passphrase"  # noqa: S105 - as the line above says
