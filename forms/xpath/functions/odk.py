"""ODK's functions on the form itself: lists, labels, order, the device."""

import hashlib
import math
from typing import Final

from forms.instance.node import Node
from forms.xform.shape import NO_SHAPE
from forms.xpath.coercion import to_number, to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function, nodes_of

_SHUFFLE_MODULUS: Final = 2_147_483_647
_SHUFFLE_FACTOR: Final = 16_807


def _depend(_context: Context, value: Value, *_others: Value) -> Value:
    """Give the first argument; the others are there to be depended on."""
    return value


def _current(context: Context) -> Value:
    return [context.origin]


def _instance(context: Context, name: Value) -> Value:
    found = context.world.instances.get(to_text(name))
    return [found] if found is not None else []


def _coalesce(_context: Context, *values: Value) -> Value:
    return next((text for value in values if (text := to_text(value)) != ""), "")


def _choice_name(context: Context, value: Value, question: Value) -> Value:
    return context.world.phrases.choice_label(to_text(value), to_text(question).strip(), context.origin)


def _itext(context: Context, text_id: Value) -> Value:
    return context.world.phrases.translate(to_text(text_id), context.origin)


def _pull_data(context: Context, name: Value, column: Value, key_column: Value, key: Value) -> Value:
    table = context.world.instances.get(to_text(name))
    if table is None or not table.children or table.shape is not NO_SHAPE:
        return ""  # there is no such list; the answers themselves are none
    wanted, key_name, value_name = to_text(key), to_text(key_column), to_text(column)
    found = table.children[0].children_where(key_name, wanted)
    return next(iter(found[0].texts_of(value_name)), "") if found else ""


def _property(context: Context, name: Value) -> Value:
    return context.world.device.read(to_text(name))


def _uuid(context: Context, length: Value | None = None) -> Value:
    text = context.world.chance.uuid()
    if length is None:
        return text
    wanted = to_number(length)
    return text.replace("-", "")[: int(wanted)] if wanted >= 0 else ""


def _version(context: Context) -> Value:
    return context.world.version


def _randomize(context: Context, nodes: Value, seed: Value | None = None) -> Value:
    state = context.world.chance.whole() if seed is None else _seed_number(seed)
    return _shuffle(nodes_of(nodes), state)


def _seed_number(seed: Value) -> int:
    number = to_number(seed)
    if math.isfinite(number):
        return math.trunc(number)
    # ODK specification: any other text seeds by the first eight bytes of its SHA-256.
    return int.from_bytes(hashlib.sha256(to_text(seed).encode()).digest()[:8], signed=True)


def _shuffle(nodes: list[Node], seed: int) -> list[Node]:
    """Shuffle inside-out with the Park-Miller generator, so that every ODK client agrees on the order."""
    state = abs(seed) % _SHUFFLE_MODULUS * (1 if seed >= 0 else -1)
    if state <= 0:
        state += _SHUFFLE_MODULUS - 1
    shuffled: list[Node] = []
    for index, node in enumerate(nodes):
        state = state * _SHUFFLE_FACTOR % _SHUFFLE_MODULUS
        place = int((state - 1) / (_SHUFFLE_MODULUS - 1) * (index + 1))
        shuffled.append(node)
        shuffled[index], shuffled[place] = shuffled[place], node
    return shuffled


ODK: Final = {
    "coalesce": Function(1, None, _coalesce),
    "current": Function(0, 0, _current),
    "depend": Function(1, None, _depend),
    "instance": Function(1, 1, _instance),
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": Function(1, 1, _itext),
    "property": Function(1, 1, _property),
    "pulldata": Function(4, 4, _pull_data),
    "randomize": Function(1, 2, _randomize),
    "uuid": Function(0, 1, _uuid),
    "version": Function(0, 0, _version),
}
