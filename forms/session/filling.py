"""The state of one filling: the definition, the answers, and the world its expressions see.

The modules beside this one work on it, each at its own subject; only the session
itself is public. An expression that fails while running counts as blank and is
remembered, so that one careless calculation cannot take the officer's answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.errors import FormError
from forms.instance.node import Node
from forms.instance.reference import nodes_below
from forms.session.audit_log import AuditLog
from forms.session.kept_choices import KeptChoices
from forms.session.standing import Standings
from forms.views import LeftOver
from forms.xform.definition import FormDefinition
from forms.xform.shape import Shape
from forms.xpath.compiled import Compiled
from forms.xpath.context import Context, Value, World


@dataclass(slots=True)
class Filling:
    """What changes while a form is filled."""

    definition: FormDefinition
    document: Node
    world: World
    language: str
    audit: AuditLog
    left_over: tuple[LeftOver, ...] = ()
    failures: dict[str, FormError] = field(default_factory=dict)
    kept: KeptChoices = field(default_factory=KeptChoices)
    standings: Standings = field(default_factory=dict)
    counted_away: dict[tuple[Node, Shape], list[Node]] = field(default_factory=dict)  # last first

    @property
    def root(self) -> Node:
        return self.document.children[0]

    def evaluate(self, expression: Compiled, node: Node) -> Value:
        """Evaluate for one node; a failure is kept by its expression and reads as blank."""
        try:
            return expression.evaluate(Context(node, self.world))
        except FormError as failure:
            failure.parameters = {**failure.parameters, "where": node.shape.path}
            self.failures[expression.text] = failure
            return ""

    def log(self, event: str, *, node: str = "", old: str = "", new: str = "") -> None:
        """Record what happens in the audit log, if the form wants one."""
        if not self.audit.is_wanted:
            return
        at_ms = round(self.world.clock.now().timestamp() * 1000)
        self.audit.record(event, at_ms=at_ms, node=node, old=old, new=new)

    def nodes_of(self, shape: Shape) -> Iterator[Node]:
        return nodes_below(self.document, shape)
