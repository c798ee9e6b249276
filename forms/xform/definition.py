"""A form, understood: everything that is the same for all its fillings.

Built once by the parser, then only read; sessions share it. A definition with
faults can be shown and checked, but no session starts from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.errors import FormError
from forms.instance.node import Node
from forms.xform.actions import SetValue
from forms.xform.controls import Control
from forms.xform.dependencies import DependencyGraph
from forms.xform.expressions import Expressions
from forms.xform.shape import Shape
from forms.xform.texts import Translations


@dataclass(frozen=True, slots=True, eq=False)
class FormDefinition:
    """What a form is called, what it asks and what it checks."""

    form_id: str
    version: str
    title: str
    document: Shape
    prototype: Node  # the answers a new filling starts with
    controls: tuple[Control, ...]
    actions: tuple[SetValue, ...]
    instances: Mapping[str, Node]
    last_saved_instances: frozenset[str]  # ids of the instances that show the submission before this one
    instance_id: str  # by which instance() reaches the answers themselves
    translations: Translations
    expressions: Expressions
    graph: DependencyGraph
    faults: tuple[FormError, ...]
    warnings: tuple[FormError, ...]  # worth an author's look, but no reason not to start

    @property
    def languages(self) -> tuple[str, ...]:
        return self.translations.languages

    @property
    def default_language(self) -> str:
        return self.translations.default

    def language_for(self, short: str) -> str | None:
        """Find the form's own name for a language: `English (en)` for `en`; None where it has none."""
        return next((name for name in self.languages if name.endswith(f"({short})")), None)

    @property
    def root(self) -> Shape:
        return next(iter(self.document.children.values()))
