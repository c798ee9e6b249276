"""One filling of a form: the only object a screen, a server or a test talks to.

Every act settles before it returns: what depends on the answer is computed,
counted entries stand, choices no longer offered are dropped. Order-of-call
mistakes are not news here; what the form or the person did wrong is a FormError.
"""

from collections.abc import Mapping, Sequence
from typing import Self

from forms.errors import (
    FormError,
    FormNotFinishedError,
    LanguageUnknownError,
    QuestionNotRelevantError,
    QuestionReadonlyError,
    QuestionUnknownError,
    RepeatFixedError,
)
from forms.instance.chance import Chance
from forms.instance.growth import copy_tree, is_attached
from forms.instance.node import Node
from forms.instance.reference import find_node, reference_of
from forms.instance.serialisation import write_submission
from forms.ports import Clock, DeviceProperties
from forms.session.actions import run_change_actions
from forms.session.beginning import begin, move_draft, open_filling, restore, settle
from forms.session.drafts import answers_of, decode_draft, encode_draft, read_submission
from forms.session.filling import Filling
from forms.session.finishing import finish, relevant_answers
from forms.session.outline import question_nodes, view_parts, view_repeats, view_sections
from forms.session.questions import view_question
from forms.session.recalculation import Recalculation
from forms.session.report import view_nodes
from forms.session.storing import spell_answer
from forms.session.validity import find_violation, is_readonly
from forms.session.wording import Wording
from forms.views import (
    Confirmation,
    FormChanges,
    FormSubmission,
    LeftOver,
    MovePreview,
    NodeView,
    QuestionView,
    RepeatView,
    SectionView,
    Strength,
    Violation,
)
from forms.xform.definition import FormDefinition
from forms.xform.shape import Shape


class FormSession:
    """A form being filled; made by `start`, `resume` or `from_submission`."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._words = Wording(filling)
        self.acts = 0  # that changed this filling so far: while it stays, all that is shown stays

    @classmethod
    def start(
        cls,
        definition: FormDefinition,
        *,
        clock: Clock,
        device: DeviceProperties,
        language: str | None = None,
        prefill: Mapping[str, str] | None = None,
        last_saved: bytes | None = None,
    ) -> Self:
        """Begin a new filling; `prefill` gives answers already known, by reference.

        `last_saved` is the submission before this one, for forms that look at it; else they see blanks.

        Raises:
            FormError: the form has faults, or a prefilled answer does not fit it.

        """
        chance = Chance(f"{device.device_id}|{definition.form_id}|{clock.now().isoformat()}")
        document = copy_tree(definition.prototype)
        filling = open_filling(
            definition, document, clock=clock, device=device, chance=chance, last_saved=last_saved
        )
        begin(filling, prefill or {})
        session = cls(filling)
        if language is not None:
            session.set_language(language)
        return session

    @classmethod
    def resume(
        cls, definition: FormDefinition, saved: bytes, *, clock: Clock, device: DeviceProperties
    ) -> Self:
        """Go on with what `save` gave, exactly where it stopped."""
        draft = decode_draft(saved, definition)
        answers = answers_of(draft, definition)
        filling = open_filling(definition, answers, clock=clock, device=device, chance=draft.chance)
        filling.left_over = draft.left_over
        filling.audit.events.extend(draft.audit_events)
        filling.log("form resume")
        if draft.language in definition.languages:
            filling.language = draft.language
        restore(filling)
        return cls(filling)

    def put_back(self, saved: bytes) -> None:
        """Be again what `save` gave of this filling before, as taking back a removed entry wants it."""
        world = self._filling.world
        former = self.resume(self.definition, saved, clock=world.clock, device=world.device)
        self._filling, self._words = former._filling, former._words  # noqa: SLF001 — of its own class
        self.acts += 1

    @classmethod
    def move(
        cls, definition: FormDefinition, saved: bytes, *, clock: Clock, device: DeviceProperties
    ) -> tuple[Self, MovePreview]:
        """Go on with what `save` gave in another version of the form; what has no place is `left_over`.

        Nothing is decided by calling it: keep the session, or only read the preview and drop it.
        """
        filling, found = move_draft(decode_draft(saved, definition), definition, clock=clock, device=device)
        return cls(filling), found

    @classmethod
    def from_submission(
        cls, definition: FormDefinition, xml: bytes, *, clock: Clock, device: DeviceProperties
    ) -> Self:
        """Look at a finished form again, as a server does that does not take a device's word."""
        document = read_submission(xml, definition)
        chance = Chance(definition.form_id)
        filling = open_filling(definition, document, clock=clock, device=device, chance=chance)
        restore(filling)
        return cls(filling)

    def answer(self, reference: str, text: str) -> FormChanges:
        """Write one answer; a blank one clears it. Constraints are reported, not enforced.

        Raises:
            FormError: there is no such question to answer now, the text is not of its type, or what
                it sets off cannot be done; the answer is then as it was.

        """
        node = self._answerable(reference)
        spelled = spell_answer(node, text, reference=reference)
        before = node.text
        try:
            changes = self._write(node, spelled)
        except FormError:
            self._write(node, before)
            raise
        self._filling.log("question", node=reference, old=before, new=spelled)
        return changes

    def _write(self, node: Node, text: str) -> FormChanges:
        work = Recalculation(self._filling)
        if work.write(node, text):
            work.settle()
            run_change_actions(self._filling, work, node)
        return self._settle(work)

    def add_repeat(self, reference: str) -> FormChanges:
        """Append an entry to the repeat `/form/member`, or to `/form/member[2]/job` inside an entry."""
        holder, _, name = reference.rstrip("/").rpartition("/")
        parent = find_node(self._filling.document, holder)
        shape = parent.shape.children.get(name)
        if shape is None or not shape.is_repeat:
            raise QuestionUnknownError(reference=reference)
        self._check_changeable(shape, reference)
        work = Recalculation(self._filling)
        work.add_entry(shape, parent)
        changes = self._settle(work)
        self._filling.log("add repeat", node=reference)
        return changes

    def remove_repeat(self, reference: str) -> FormChanges:
        """Remove the entry `/form/member[2]`; the ones after it move up."""
        entry = find_node(self._filling.document, reference)
        if not entry.shape.is_repeat:
            raise QuestionUnknownError(reference=reference)
        self._check_changeable(entry.shape, reference)
        work = Recalculation(self._filling)
        work.remove_entry(entry)
        changes = self._settle(work)
        self._filling.log("delete repeat", node=reference)
        return changes

    def set_language(self, name: str) -> FormChanges:
        """Show the form in another of its languages."""
        if name not in self._filling.definition.languages:
            raise LanguageUnknownError(language=name)
        self._filling.language = name
        self.acts += 1
        every = frozenset(reference_of(node) for node in question_nodes(self._filling))
        return FormChanges(every, structure_changed=False)

    @property
    def language(self) -> str:
        return self._filling.language

    @property
    def definition(self) -> FormDefinition:
        return self._filling.definition

    @property
    def left_over(self) -> tuple[LeftOver, ...]:
        """The answers of earlier versions that nothing in this version can hold."""
        return self._filling.left_over

    def save(self) -> bytes:
        """Give the whole session as bytes for `resume`."""
        return encode_draft(self._filling)

    def sections(self) -> tuple[SectionView, ...]:
        return view_sections(self._filling, self._words)

    def parts(self, entry: str) -> tuple[SectionView, ...]:
        """Give the pages of one entry `/form/member[2]`: its groups, and the questions between them."""
        return view_parts(self._filling, self._words, find_node(self._filling.document, entry))

    def repeats(self) -> tuple[RepeatView, ...]:
        return view_repeats(self._filling, self._words)

    def nodes(self) -> tuple[NodeView, ...]:
        """Show every node of the form as it stands, asked or not."""
        return tuple(view_nodes(self._filling, self._words))

    def question(self, reference: str) -> QuestionView:
        """Show one question.

        Raises:
            QuestionUnknownError: no question stands there now.

        """
        return view_question(self._filling, find_node(self._filling.document, reference), self._words)

    def violations(self) -> tuple[Violation, ...]:
        """Check every relevant question, in the order of asking."""
        found = (find_violation(self._filling, node, self._words) for node in question_nodes(self._filling))
        return tuple(violation for violation in found if violation is not None)

    def finalise(
        self, *, instance_id: str, confirmations: Sequence[Confirmation] = (), judged_by: str = ""
    ) -> FormSubmission:
        """Finish the form; its XML keeps `confirmations` (`read_confirmations`).

        `judged_by` is the version of the rules that were asked (`read_rule_version`).

        Raises:
            FormNotFinishedError: answers stop it; the session is as it was.

        """
        stopping = tuple(each for each in self.violations() if each.strength is Strength.STOP)
        if stopping:
            raise FormNotFinishedError(stopping)
        return finish(
            self._filling, instance_id=instance_id, confirmations=confirmations, judged_by=judged_by
        )

    def answers_xml(self) -> bytes:
        """The relevant answers as a submission would carry them now; nothing is checked or finished."""
        return write_submission(self._filling.root)

    def values(self) -> Mapping[str, str]:
        """The relevant answers by reference, blank ones left out."""
        return relevant_answers(self._filling)

    def asked(self) -> Mapping[str, str]:
        """The relevant answers by reference, with the questions somebody left blank as blank text."""
        questions = (node for node in question_nodes(self._filling) if node.is_relevant and not node.children)
        blank = (node for node in questions if not node.text and not is_readonly(self._filling, node))
        return {**self.values(), **{reference_of(node): "" for node in blank}}

    def failures(self) -> tuple[FormError, ...]:
        """The expressions that could not be evaluated so far; each counted as blank."""
        return tuple(self._filling.failures.values())

    def _answerable(self, reference: str) -> Node:
        node = find_node(self._filling.document, reference)
        if not node.shape.is_leaf or node.shape.question is None:
            raise QuestionUnknownError(reference=reference)
        if not node.is_relevant:
            raise QuestionNotRelevantError(reference=reference)
        if is_readonly(self._filling, node):
            raise QuestionReadonlyError(reference=reference)
        return node

    def _check_changeable(self, shape: Shape, reference: str) -> None:
        if shape.repeat is None or shape.repeat.has_fixed_count:
            raise RepeatFixedError(reference=reference)

    def _settle(self, work: Recalculation) -> FormChanges:
        settle(self._filling, work)
        self.acts += 1
        shown = (node for node in work.changed if node.shape.question is not None)
        attached = (node for node in shown if is_attached(node, self._filling.document))
        return FormChanges(frozenset(map(reference_of, attached)), work.structure_changed)
