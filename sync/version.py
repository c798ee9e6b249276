"""The versions that stand on the wire, each with what changed.

A released number never changes its meaning; a new meaning takes a new number and
the vectors of the old one stay in tests/vectors for ever.
"""

from typing import Final

# Of the program; what an earlier one could not read is read again when this changes.
PROGRAM_VERSION: Final = "0.1.0"

# 1 (2026-11): COSE_Sign1 over COSE_Encrypt, chain per sender and audience, registry epochs.
ENVELOPE_VERSION: Final = 1

# 1 (2026-11): changes, filled forms, record states and verdicts, one map an item. Still read.
# 2 (2026-11): tables of columns; patches, one word for a whole envelope, wants, documents, attachments.
BUNDLE_SCHEMA: Final = 2

# 1 (2026-11): one document signed by a threshold of offline roots.
# 2 (2026-11): issued_ms, lease_ms and root_changes; a device has former keys and may be ordered to wipe.
# 4 (2026-11): a tree's root in place of the devices, which travel beside it; `since`; short former keys.
# 3 was never written: a golden vector shows it as a schema nobody knows, and vectors stay true.
REGISTRY_SCHEMA: Final = 4

# 1 (2026-11): from which roots to which, signed by enough of both.
ROOTS_SCHEMA: Final = 1

# 1 (2026-11): number, time, previous, registry, head of the device's chain, commitment to all heads.
CHECKPOINT_SCHEMA: Final = 1

# 1 (2026-11): suite byte, short key id, claims, signature; the prefix people see is "YS1:".
SUBJECT_CODE_VERSION: Final = 1
