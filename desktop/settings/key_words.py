"""What is said about the keys of this computer: the method, numbers to compare, since when, what waits."""

from dataclasses import dataclass
from typing import Final

from desktop.moments import local_time, say_date, say_moment
from desktop.operations.device_keys import DeviceKeys
from resources.words import Words

_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class KeyPage:
    """The card in words; `waiting` is empty unless new keys wait to be listed."""

    suite: str
    signing: str
    sealing: str
    since: str
    waiting: str = ""


def say_keys(keys: DeviceKeys, *, now_ms: int, words: Words) -> KeyPage:
    """Put the keys into words; numbers stand in groups of four, as people read them out."""
    text, following = words.text, keys.following
    waiting = ""
    if following is not None:
        number, suite = in_groups(following.signing), _suite(following.suite, words)
        waiting = text(_wish_key(keys), number=number, suite=suite)
        if keys.is_refused:
            error = words.error(keys.wish_code or "unexpected", {"suite": suite})
            waiting += text("screens.device.keys_refused_why", title=error.title, next_step=error.next_step)
        if keys.wished_at_ms:  # an older program did not note the moment
            moment = say_moment(keys.wished_at_ms, now_ms=now_ms, words=words)
            waiting += text("screens.device.keys_wished", moment=moment)
    return KeyPage(
        suite=_suite(keys.current.suite, words),
        signing=in_groups(keys.current.signing),
        sealing=in_groups(keys.current.sealing),
        since=_since(keys, words),
        waiting=waiting,
    )


def _wish_key(keys: DeviceKeys) -> str:
    """Say where a wish stands: on its way, with a person of the office, or refused."""
    if keys.is_refused:
        return "screens.device.keys_refused"
    return "screens.device.keys_waiting" if keys.wish_code is None else "screens.device.keys_reviewed"


def in_groups(digits: str) -> str:
    return " ".join(digits[place : place + _GROUP] for place in range(0, len(digits), _GROUP))


def _suite(number: int, words: Words) -> str:
    key = f"screens.device.suite.{number}"
    return words.text(key) if words.knows(key) else str(number)


def _since(keys: DeviceKeys, words: Words) -> str:
    if keys.since_version is not None:
        return words.text("screens.device.keys_since_list", version=keys.since_version)
    if keys.first_heard_ms is None:
        return words.text("screens.device.keys_not_heard")
    day = say_date(local_time(keys.first_heard_ms).date(), words=words)
    return words.text("screens.device.keys_since_joining", day=day)
