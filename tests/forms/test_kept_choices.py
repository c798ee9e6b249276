"""Choices are kept between looks; that must never be seen, only felt.

Every act is done in two sessions: one keeps what it has drawn, the other forgets all
of it before every act and every look. They may not differ in anything.
"""

from collections.abc import Callable, Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import FormError
from forms.session import kept_choices
from forms.session.kept_choices import KeptChoices
from forms.xpath.deciding import find_deciding
from forms.xpath.grammar import parse_expression
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form, instance, repeat

_COLUMNS = '<value ref="name"/><label ref="label"/>'
_TRANSLATED = '<value ref="name"/><label ref="jr:itext(word)"/>'
_TOWNS = "instance('towns')/root/item"


def rows_of(nodeset: str, columns: str = _COLUMNS) -> str:
    return f'<itemset nodeset="{nodeset}">{columns}</itemset>'


def translation(language: str, *words: str) -> str:
    texts = zip(("plain", "shown", "picture"), words, strict=True)
    written = "".join(f'<text id="{name}"><value>{text}</value></text>' for name, text in texts)
    return f'<translation lang="{language}">{written}</translation>'


LISTS = form(
    "<county/><n/><seed/><g><open/></g><all/><town/><first/><mixed/><word/><fixed/><of_entry/>"
    '<nested/><called/><m jr:template=""><name/><label/><near/><own/></m>',
    bind("n", type="int"),
    bind("g", relevant="/data/n != 2"),
    "<itext>"
    + translation("zh", "红", '绿 <output value="/data/n"/>', "蓝")
    + translation("en", "red", "green", 'blue</value><value form="image">jr://images/blue.png')
    + "</itext>",
    instance(
        "towns",
        {"name": "qy", "label": "青阳", "county": "jj", "word": "plain"},
        {"name": "cd", "label": "池店", "county": "jj", "word": "shown"},
        {"name": "ml", "label": "美林", "county": "nn", "word": "picture"},
        {"name": "wu", "label": "无县", "county": "", "word": "plain"},
    ),
    instance("counties", {"name": "jj", "near": "nn"}, {"name": "nn", "near": "jj"}),
    body=(
        choose("county", "jj", "nn"),
        ask("n"),
        ask("seed"),
        ask("g/open"),
        choose("all", rows_of(_TOWNS), many=True),
        choose("town", rows_of(f"{_TOWNS}[county = /data/county]")),
        choose("first", rows_of(f"{_TOWNS}[position() &lt;= /data/n]")),
        choose("mixed", rows_of(f"randomize({_TOWNS}[name != current()/../town], /data/seed)")),
        choose("word", rows_of(f"{_TOWNS}[county = /data/g/open or /data/g/open = '']", _TRANSLATED)),
        choose(
            "fixed",
            '<item><label>n 是 <output value="/data/n"/></label><value>n</value></item>',
            "<item><label ref=\"jr:itext('picture')\"/><value>p</value></item>",
        ),
        choose("of_entry", rows_of("/data/m[label != '']")),
        choose(
            "nested",
            rows_of(f"{_TOWNS}[county = instance('counties')/root/item[name = /data/county]/near]"),
        ),
        choose("called", rows_of(f"{_TOWNS}[contains(jr:choice-name(/data/word, '/data/word'), label)]")),
        repeat(
            "m",
            ask("m/name"),
            ask("m/label"),
            choose("m/near", rows_of(f"{_TOWNS}[county = current()/../label]")),
            choose("m/own", rows_of(f"{_TOWNS}[county = /data/m/label or position() = count(/data/m)]")),
        ),
    ),
)
ENTRIES = [f"/data/m[{number}]/{name}" for number in (1, 2) for name in ("name", "label", "near", "own")]
QUESTIONS = [
    *("/data/county", "/data/n", "/data/seed", "/data/g/open", "/data/all", "/data/town", "/data/first"),
    *("/data/mixed", "/data/word", "/data/fixed", "/data/of_entry", "/data/nested", "/data/called"),
    *ENTRIES,
]
DECIDING = ["/data/county", "/data/seed", "/data/g/open", "/data/m[1]/label", "/data/m[2]/label"]
TEXTS = ["", "jj", "nn", "1", "2", "3", "qy", "ml", "cd wu", "n", "p", "美林"]
Act = Callable[[Scenario], object]


def answering(reference: str, text: str) -> Act:
    return lambda scenario: scenario.answer(reference, text)


def removing(number: int) -> Act:
    return lambda scenario: scenario.remove(f"/data/m[{number}]")


def speaking(language: str) -> Act:
    return lambda scenario: scenario.session.set_language(language)


ACTS = st.one_of(
    st.builds(answering, st.sampled_from(QUESTIONS), st.sampled_from(TEXTS)),
    st.builds(answering, st.sampled_from(DECIDING), st.sampled_from(["", "jj", "nn"])),
    st.builds(answering, st.just("/data/n"), st.sampled_from(["", "1", "2", "3"])),
    st.just(lambda scenario: scenario.add("/data/m")),
    st.builds(removing, st.integers(1, 2)),
    st.builds(speaking, st.sampled_from(["zh", "en"])),
)


def forget(scenario: Scenario) -> None:
    scenario.session._filling.kept = KeptChoices()


def do(scenario: Scenario, act: Act, *, keeps: bool) -> list[object]:
    """Do one act, and tell how it ended and everything that is then to be seen."""
    if not keeps:
        forget(scenario)
    try:
        told: object = act(scenario)
    except FormError as error:
        told = error.code
    return [told, *see(scenario, keeps=keeps)]


def see(scenario: Scenario, *, keeps: bool) -> list[object]:
    asked = [reference for section in scenario.session.sections() for reference in section.questions]
    seen: list[object] = []
    for reference in asked:
        if not keeps:
            forget(scenario)
        seen.append(scenario.question(reference))
    return seen


@settings(max_examples=120, deadline=None)
@given(acts=st.lists(ACTS, min_size=1, max_size=12))
def test_a_session_that_keeps_choices_shows_what_one_without_a_memory_shows(acts: list[Act]) -> None:
    keeping, forgetful = Scenario(LISTS), Scenario(LISTS)

    kept = [do(keeping, act, keeps=True) for act in acts]
    fresh = [do(forgetful, act, keeps=False) for act in acts]

    assert kept == fresh
    assert keeping.session.answers_xml() == forgetful.session.answers_xml()


def test_an_answer_that_decides_nothing_leaves_a_list_as_it_was_drawn() -> None:
    scenario = Scenario(LISTS)
    scenario.answer("/data/county", "jj")
    before = scenario.question("/data/town").choices

    scenario.answer("/data/n", "3")

    assert scenario.question("/data/town").choices is before


def test_entries_with_the_same_answer_share_their_choices() -> None:
    scenario = Scenario(LISTS)
    scenario.add("/data/m")
    scenario.add("/data/m")
    scenario.answer("/data/m[1]/label", "jj")
    scenario.answer("/data/m[2]/label", "jj")

    assert scenario.question("/data/m[1]/near").choices is scenario.question("/data/m[2]/near").choices


def test_words_that_show_an_answer_are_drawn_anew() -> None:
    scenario = Scenario(LISTS)
    scenario.answer("/data/n", "1")
    assert scenario.labels("/data/fixed")[0] == "n 是 1"

    scenario.answer("/data/n", "3")

    assert scenario.labels("/data/fixed")[0] == "n 是 3"
    assert scenario.labels("/data/word")[1] == "绿 3"


def test_what_is_kept_is_bounded_and_still_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_choices, "MAX_KEPT_CHOICES", 6)
    scenario = Scenario(LISTS)

    assert scenario.choices("/data/all") == ["qy", "cd", "ml", "wu"]
    scenario.answer("/data/county", "jj")
    assert scenario.choices("/data/town") == ["qy", "cd"]
    assert scenario.choices("/data/all") == ["qy", "cd", "ml", "wu"]
    assert sum(map(len, scenario.session._filling.kept.drawn.values())) <= 6


def deciding(rows: str, *columns: str, lists: Collection[str] = ("towns",)) -> int | None:
    """How many answers decide the rows; None where nobody knows."""
    found = find_deciding(parse_expression(rows), map(parse_expression, columns), lists=lists)
    return None if found is None else len(found)


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        (_TOWNS, 0),
        (f"{_TOWNS}[county = /data/county]", 1),
        (f"{_TOWNS}[county = /data/county][selected(current()/../kinds, name)]", 2),
        (f"randomize({_TOWNS}, /data/seed)", 1),
        (f"{_TOWNS}[count(/data/m) > 2 and string-length(name) = 2]", 1),
    ],
)
def test_the_answers_that_decide_a_list_are_found(rows: str, answers: int) -> None:
    assert deciding(rows, "name", "label") == answers


@pytest.mark.parametrize(
    "rows",
    [
        "/data/m",
        "../m",
        f"randomize({_TOWNS})",
        f"{_TOWNS}[since <= today()]",
        f"{_TOWNS}[random() < 0.5]",
        f"{_TOWNS}[county = once(/data/county)]",
        f"{_TOWNS}[county = jr:choice-name(/data/county, '/data/county')]",
        f"{_TOWNS}[county = /data/m[2]/county]",
        f"{_TOWNS}[county = /data/*]",
        f"{_TOWNS}[county = //county]",
        f"{_TOWNS}[county = /data/m/preceding-sibling::m/county]",
        f"{_TOWNS}[position(/data/m) = 1]",
        f"{_TOWNS}[county = current()]",
        "instance('test')/data/m",
        "instance(/data/which)/root/item",
        f"{_TOWNS}[county = instance('test')/data/county]",
        f"{_TOWNS} | {_TOWNS}",
    ],
)
def test_where_something_else_may_decide_a_list_it_is_not_kept(rows: str) -> None:
    assert deciding(rows, "name", "label") is None


@pytest.mark.parametrize("column", ["/data/name", "current()/../name", "jr:itext(word)", "string()"])
def test_a_column_that_looks_beyond_its_row_is_not_kept(column: str) -> None:
    assert deciding(_TOWNS, "name", column) is None
