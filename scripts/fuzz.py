"""Throw bytes at what reads messages from outside, for as long as you like.

    python scripts/fuzz.py envelope --rounds 200000 [--seed 7]

Targets are those of `tests/sync/fuzz_targets.py`. Starts from the golden vectors, changes a few bytes at a
time, and keeps as new starting points the inputs that were refused for a reason not seen before. Exit 1, with
the input in hexadecimal, on the first error that is not ours. With `atheris` installed, `--atheris` hands
the same target to its coverage-guided engine instead; what follows `--` goes to it.
"""

import argparse
import random
import sys
from pathlib import Path

import zstandard

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sync.bundle_encoding import encode_bundle  # noqa: E402
from tests.sync import story  # noqa: E402
from tests.sync.fuzz_targets import HEADER, PAYLOAD, TARGETS, throw  # noqa: E402


def starting_points() -> list[bytes]:
    vectors = sorted((ROOT / "tests" / "vectors").glob("**/*.cbor"))
    packed = encode_bundle(story.bundle(story.change(), story.filled_form(), story.state()))
    plain = zstandard.ZstdDecompressor().decompress(packed)
    return [HEADER, PAYLOAD, packed, plain, *(path.read_bytes() for path in vectors)]


def mutate(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(changed) + 1)
        choice = dice.randrange(4)
        if choice == 0 and place < len(changed):
            changed[place] ^= 1 << dice.randrange(8)
        elif choice == 1:
            changed[place:place] = dice.randbytes(dice.randrange(1, 9))
        elif choice == 2:
            del changed[place : place + dice.randrange(1, 9)]
        else:
            other = dice.randrange(len(changed) + 1)
            changed[place:place] = changed[other : other + dice.randrange(1, 33)]
    return bytes(changed)


def fuzz(name: str, *, rounds: int, seed: int) -> int:
    dice = random.Random(seed)
    pool, seen = starting_points(), set[str | None]()
    for number in range(rounds):
        data = mutate(dice.choice(pool), dice)
        try:
            code = throw(name, data)
        except Exception as error:  # noqa: BLE001 - finding these is what it is for
            print(f"round {number} of seed {seed}: {type(error).__name__}: {error}\n{data.hex()}")
            return 1
        if code not in seen:
            seen.add(code)
            pool.append(data)
    print(f"{name}: {rounds} rounds, only errors of ours: {sorted(str(code) for code in seen)}")
    return 0


def fuzz_with_atheris(name: str, arguments: list[str]) -> int:
    import atheris  # noqa: PLC0415 - not installed by default

    atheris.Setup([sys.argv[0], *arguments], lambda data: throw(name, data))
    atheris.Fuzz()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--rounds", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    arguments, rest = parser.parse_known_args()
    if arguments.atheris:
        return fuzz_with_atheris(arguments.target, [one for one in rest if one != "--"])
    return fuzz(arguments.target, rounds=arguments.rounds, seed=arguments.seed)


if __name__ == "__main__":
    raise SystemExit(main())
