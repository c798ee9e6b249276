"""Writes XForms the way pyxform does: absolute references, binds with rules, labels by translation id.

The forms of the benchmark are made here and not taken from anyone, so that they can
grow to any size while staying of one kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
)
_LANGUAGES = ("zh", "en")
Choices = tuple[str, ...]


@dataclass(slots=True)
class FormText:
    """A form under construction; `nodes` counts what stands in its instance."""

    name: str
    nodes: int = 0
    _instance: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)
    _binds: list[str] = field(default_factory=list)
    _body: list[str] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    _path: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._path.append(self.name)

    def path(self, name: str) -> str:
        return "/" + "/".join([*self._path, name])

    def node(self, name: str, **bind: str) -> str:
        """Add a leaf with its rules; gives its path."""
        path = self.path(name)
        self.nodes += 1
        self._instance.append(f"<{name}/>")
        rules = "".join(
            f" {key.replace('__', ':')}={quoteattr(value)}" for key, value in bind.items() if value
        )
        self._binds.append(f'<bind nodeset="{path}"{rules}/>')
        return path

    def ask(self, name: str, label: str, **bind: str) -> str:
        """Add a question that is typed."""
        path = self.node(name, **{"type": "string", **bind})
        self._body.append(f'<input ref="{path}">{self._label(path, label)}</input>')
        return path

    def choose(self, name: str, label: str, choices: Choices, *, many: bool = False, **bind: str) -> str:
        """Add a select with its own choices."""
        path = self.node(name, **{"type": "string", **bind})
        items = "".join(
            f"<item>{self._label(f'{path}/{value}', f'选项 {value}')}<value>{value}</value></item>"
            for value in choices
        )
        tag = "select" if many else "select1"
        self._body.append(f'<{tag} ref="{path}">{self._label(path, label)}{items}</{tag}>')
        return path

    def choose_from(self, name: str, label: str, rows: str, **bind: str) -> str:
        """Add a select whose choices are the rows an expression finds."""
        path = self.node(name, **{"type": "string", **bind})
        itemset = f'<itemset nodeset={quoteattr(rows)}><value ref="name"/><label ref="label"/></itemset>'
        self._body.append(f'<select1 ref="{path}">{self._label(path, label)}{itemset}</select1>')
        return path

    def open_group(self, name: str, label: str) -> None:
        path = self.path(name)
        self._enter(name, f'<group ref="{path}">{self._label(path, label)}')

    def close_group(self) -> None:
        self._leave("</group>")

    def repeat(self, name: str, entries: int, leaves: Iterable[str]) -> str:
        """Write the entries of a repeat into the instance; the questions in it are added by the caller."""
        entry = "".join(f"<{leaf}/>" for leaf in leaves)
        self._instance.append(f"<{name}>{entry}</{name}>" * entries)
        return self.path(name)

    def open_repeat(self, name: str, label: str) -> None:
        path = self.path(name)
        self._path.append(name)
        self._body.append(f'<group ref="{path}">{self._label(path, label)}<repeat nodeset="{path}">')

    def close_repeat(self) -> None:
        self._path.pop()
        self._body.append("</repeat></group>")

    def drop_last_instance_node(self) -> None:
        """Forget the element of the leaf just added, because a repeat's entries already hold it."""
        self._instance.pop()

    def add_list(self, name: str, rows: Iterable[dict[str, str]]) -> None:
        items = "".join(
            "<item>"
            + "".join(f"<{column}>{escape(value)}</{column}>" for column, value in row.items())
            + "</item>"
            for row in rows
        )
        self._lists.append(f'<instance id="{name}"><root>{items}</root></instance>')

    def add_file(self, name: str, source: str) -> None:
        self._lists.append(f'<instance id="{name}" src="{source}"/>')

    def xml(self) -> bytes:
        return (
            f"{_HEAD}<h:head><h:title>{self.name}</h:title><model>{self._itext()}"
            f'<instance><{self.name} id="{self.name}" version="1">{"".join(self._instance)}'
            f"<orx:meta><orx:instanceID/></orx:meta></{self.name}></instance>"
            f"{''.join(self._lists)}{''.join(self._binds)}"
            f'<bind nodeset="/{self.name}/orx:meta/orx:instanceID" type="string" readonly="true()"/>'
            f"</model></h:head><h:body>{''.join(self._body)}</h:body></h:html>"
        ).encode()

    def _enter(self, name: str, opening: str) -> None:
        self.nodes += 1
        self._path.append(name)
        self._instance.append(f"<{name}>")
        self._body.append(opening)

    def _leave(self, closing: str) -> None:
        self._instance.append(f"</{self._path.pop()}>")
        self._body.append(closing)

    def _label(self, key: str, words: str) -> str:
        self._texts[f"{key}:label"] = words
        return f"<label ref=\"jr:itext('{key}:label')\"/>"

    def _itext(self) -> str:
        return "<itext>" + "".join(self._translation(language) for language in _LANGUAGES) + "</itext>"

    def _translation(self, language: str) -> str:
        texts = "".join(
            f'<text id="{key}"><value>{words if language == "zh" else f"{words} ({language})"}</value></text>'
            for key, words in self._texts.items()
        )
        return f'<translation lang="{language}">{texts}</translation>'
