"""The order in which questions are asked: pages, entries, questions."""

from collections.abc import Iterator

from forms.instance.node import Node
from forms.instance.reference import nodes_below, reference_of
from forms.session.filling import Filling
from forms.session.standing import Standing, Standings
from forms.session.wording import Wording
from forms.views import RepeatView, SectionView
from forms.xform.controls import Control, Question, RepeatControl
from forms.xform.shape import Shape


def view_sections(filling: Filling, words: Wording) -> tuple[SectionView, ...]:
    """Give the pages: top-level groups and repeats, and the runs of questions between them."""
    root, standings = filling.root, filling.standings
    return tuple(_section(root, words, page, standings) for page in _pages(filling.definition.controls))


def view_parts(filling: Filling, words: Wording, entry: Node) -> tuple[SectionView, ...]:
    """Give the pages of one entry of a repeat, by the same rule; none where it is no entry."""
    control = next(_repeat_controls(filling.definition.controls, entry.shape), None)
    members = control.members if control is not None else ()
    return tuple(_section(entry, words, page, filling.standings) for page in _pages(members))


def _repeat_controls(controls: tuple[Control, ...], shape: Shape) -> Iterator[RepeatControl]:
    for control in controls:
        if isinstance(control, RepeatControl) and control.shape is shape:
            yield control
        elif not isinstance(control, Question):
            yield from _repeat_controls(control.members, shape)


def _pages(controls: tuple[Control, ...]) -> list[tuple[Control, ...]]:
    pages: list[tuple[Control, ...]] = []
    is_run = False
    for control in controls:
        if isinstance(control, Question) and is_run:
            pages[-1] = (*pages[-1], control)
        else:
            pages.append((control,))
        is_run = isinstance(control, Question)
    return pages


def _section(around: Node, words: Wording, page: tuple[Control, ...], standings: Standings) -> SectionView:
    first = page[0]
    nodes = list(nodes_below(around, first.shape))
    holders = nodes or [around]
    label = "" if isinstance(first, Question) else words.render(first.label, holders[0])
    key = (around, first.shape)
    if key not in standings:
        standings[key] = _find_standing(around, words, page)
    standing = standings[key]
    is_relevant = any(node.is_relevant for node in holders)
    return SectionView(first.shape.path, label, standing.questions, is_relevant, standing.repeats)


def _find_standing(around: Node, words: Wording, page: tuple[Control, ...]) -> Standing:
    return Standing(
        tuple(reference_of(node) for control in page for node in _questions(control, around)),
        tuple(view.reference for control in page for view in _repeats(control, around, words)),
    )


def question_nodes(filling: Filling) -> Iterator[Node]:
    """Give every question's node in the order of asking."""
    for control in filling.definition.controls:
        yield from _questions(control, filling.root)


def _questions(control: Control, around: Node) -> Iterator[Node]:
    if isinstance(control, Question):
        yield from nodes_below(around, control.shape)
        return
    # pyxform wraps a repeat in a group with the same node: only the repeat itself goes into entries.
    holders = nodes_below(around, control.shape) if isinstance(control, RepeatControl) else [around]
    for holder in holders:
        for member in control.members:
            yield from _questions(member, holder)


def view_repeats(filling: Filling, words: Wording) -> tuple[RepeatView, ...]:
    """Give every place where entries can stand, with the entries there."""
    return tuple(
        view for control in filling.definition.controls for view in _repeats(control, filling.root, words)
    )


def _repeats(control: Control, around: Node, words: Wording) -> Iterator[RepeatView]:
    if isinstance(control, Question):
        return
    holders = [around]
    if isinstance(control, RepeatControl) and control.shape.parent is not None:
        for parent in nodes_below(around, control.shape.parent):
            yield _repeat(control, parent, words)
        holders = list(nodes_below(around, control.shape))
    for holder in holders:
        for member in control.members:
            yield from _repeats(member, holder, words)


def _repeat(control: RepeatControl, parent: Node, words: Wording) -> RepeatView:
    entries = parent.children_named(control.shape.name)
    return RepeatView(
        reference=f"{reference_of(parent)}/{control.shape.name}",
        label=words.render(control.label, parent),
        entries=tuple(reference_of(entry) for entry in entries),
        can_change=not control.has_fixed_count,
        is_relevant=parent.is_relevant and (not entries or any(entry.is_relevant for entry in entries)),
    )
