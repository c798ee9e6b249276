"""The language form tests are written in: a form in a few lines, filled as an officer would.

scenario = Scenario(form("<a/><b/>", bind("a", type="int"), body=(ask("a"),)))
scenario.answer("/data/a", "3")
assert scenario.value("/data/b") == ""
"""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from forms import (
    FormChanges,
    FormDefinition,
    FormSession,
    FormSubmission,
    QuestionView,
    Violation,
    load_form,
)
from forms.instance.reference import find_node
from tests.fakes.form_device import DEVICE, WallClock

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:qz="urn:quanjiuye:xlsform:1"'
    ' xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>测试</h:title><model>'
)


def form(nodes: str, *model: str, body: tuple[str, ...] = ()) -> bytes:
    """Write a form whose root is `data`; `model` holds binds, lists, texts and actions."""
    instance = f'<instance><data id="test" version="1">{nodes}</data></instance>'
    head = f"{_HEAD}{instance}{''.join(model)}</model></h:head>"
    return f"{head}<h:body>{''.join(body)}</h:body></h:html>".encode()


def bind(name: str, **rules: str) -> str:
    """Write a bind; `jr_` and `qz_` begin attributes of those namespaces."""
    written = " ".join(
        f"{key.replace('jr_', 'jr:').replace('qz_', 'qz:')}={quoteattr(rule)}" for key, rule in rules.items()
    )
    return f'<bind nodeset="/data/{name}" {written}/>'


def ask(name: str, label: str = "", *inside: str) -> str:
    return f'<input ref="/data/{name}"><label>{label or name}</label>{"".join(inside)}</input>'


def choose(name: str, *items: str, many: bool = False) -> str:
    """Write a select; an item is its value and its label, or an itemset element."""
    written = "".join(
        item if item.startswith("<") else f"<item><label>{item.upper()}</label><value>{item}</value></item>"
        for item in items
    )
    tag = "select" if many else "select1"
    return f'<{tag} ref="/data/{name}"><label>{name}</label>{written}</{tag}>'


def repeat(name: str, *inside: str, count: str = "") -> str:
    counted = f' jr:count="{count}"' if count else ""
    return (
        f'<group ref="/data/{name}"><label>{name}</label>'
        f'<repeat nodeset="/data/{name}"{counted}>{"".join(inside)}</repeat></group>'
    )


def instance(name: str, *rows: Mapping[str, str]) -> str:
    """Write a list inside the form."""
    items = "".join(
        f"<item>{''.join(f'<{column}>{cell}</{column}>' for column, cell in row.items())}</item>"
        for row in rows
    )
    return f'<instance id="{name}"><root>{items}</root></instance>'


class Scenario:
    """A form being filled; every method is one thing an officer does or sees."""

    def __init__(
        self,
        xml: bytes,
        *,
        attachments: Mapping[str, bytes] | None = None,
        prefill: Mapping[str, str] | None = None,
        clock: WallClock | None = None,
        session: FormSession | None = None,
    ) -> None:
        self.clock = clock or WallClock()
        self.definition: FormDefinition = (
            session.definition if session is not None else load_form(xml, attachments=attachments)
        )
        self.session = session or FormSession.start(
            self.definition, clock=self.clock, device=DEVICE, prefill=prefill
        )

    def answer(self, reference: str, text: str) -> FormChanges:
        return self.session.answer(reference, text)

    def add(self, reference: str) -> FormChanges:
        return self.session.add_repeat(reference)

    def remove(self, reference: str) -> FormChanges:
        return self.session.remove_repeat(reference)

    def question(self, reference: str) -> QuestionView:
        return self.session.question(reference)

    def value(self, reference: str) -> str:
        """Give the kept value of any node, asked or calculated, relevant or not."""
        return find_node(self.session._filling.document, reference).text

    def is_relevant(self, reference: str) -> bool:
        return find_node(self.session._filling.document, reference).is_relevant

    def choices(self, reference: str) -> list[str]:
        return [choice.value for choice in self.question(reference).choices]

    def labels(self, reference: str) -> list[str]:
        return [choice.label for choice in self.question(reference).choices]

    def violation(self, reference: str) -> Violation | None:
        return self.question(reference).violation

    def finish(self) -> FormSubmission:
        return self.session.finalise(instance_id="uuid:0001")

    def resumed(self) -> "Scenario":
        """Save, forget everything, and open the saved session again."""
        saved = self.session.save()
        again = FormSession.resume(self.definition, saved, clock=self.clock, device=DEVICE)
        return Scenario(b"", clock=self.clock, session=again)

    def checked_by_server(self, submission: FormSubmission) -> "Scenario":
        again = FormSession.from_submission(self.definition, submission.xml, clock=self.clock, device=DEVICE)
        return Scenario(b"", clock=self.clock, session=again)


def evaluate(expression: str) -> str:
    """Calculate one expression beside a small set of answers."""
    nodes = (
        "<n>7</n><x>2.5</x><zero>0</zero><empty/><name>Lin Mei</name><day>2026-03-10</day>"
        "<many>a b c</many><point>24.9 118.6 10 5</point><rep><v>1</v></rep><rep><v>2</v></rep>"
        "<rep><v/></rep><out/>"
    )
    xml = form(
        nodes,
        bind("n", type="int"),
        bind("x", type="decimal"),
        bind("zero", type="int"),
        bind("day", type="date"),
        bind("rep/v", type="int"),
        bind("out", calculate=expression),
        instance("towns", {"name": "qy", "label": "青阳"}, {"name": "my", "label": "梅岭"}),
        body=(repeat("rep", ask("rep/v")),),
    )
    return Scenario(xml).value("/data/out")
