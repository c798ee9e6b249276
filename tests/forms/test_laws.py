"""What holds for every order of answers, every saved session and every text taken for an expression."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import FormError
from forms.session.beginning import settle
from forms.session.recalculation import Recalculation
from forms.xform.shape import Shape
from forms.xpath.compiler import compile_expression
from tests.scenario.form_scenario import Scenario, ask, bind, choose, evaluate, form, instance, repeat

HOUSEHOLD = form(
    '<n/><county/><town/><a/><b/><c/><sum/><g><x/><y/></g><m jr:template=""><age/><twice/></m><ages/>',
    bind("n", type="int"),
    bind("a", type="int"),
    bind("b", type="decimal", relevant="/data/a > 2"),
    bind("c", calculate="if(/data/b > 1, /data/a * /data/b, 'none')"),
    bind("sum", calculate="/data/a + coalesce(/data/b, 0)"),
    bind("g", relevant="/data/c != 'none'"),
    bind("g/y", calculate="concat(/data/g/x, '-', /data/county)"),
    bind("m/age", type="int"),
    bind("m/twice", calculate="/data/m/age * 2 + position(..)"),
    bind("ages", calculate="sum(/data/m/twice)"),
    instance(
        "towns",
        {"name": "qy", "label": "青阳", "county": "jj"},
        {"name": "ml", "label": "美林", "county": "nn"},
    ),
    body=(
        ask("n"),
        choose("county", "jj", "nn"),
        choose(
            "town",
            "<itemset nodeset=\"instance('towns')/root/item[county = /data/county]\">"
            '<value ref="name"/><label ref="label"/></itemset>',
        ),
        ask("a"),
        ask("b"),
        ask("g/x"),
        repeat("m", ask("m/age"), count="/data/n"),
    ),
)
NUMBERS = st.integers(0, 6).map(str) | st.just("")
ANSWERS = st.fixed_dictionaries(
    {
        "/data/a": NUMBERS,
        "/data/b": NUMBERS,
        "/data/n": st.integers(0, 4).map(str),
        "/data/county": st.sampled_from(["jj", "nn", ""]),
        "/data/g/x": st.text("ab 林", max_size=3),
        "/data/m[1]/age": NUMBERS,
        "/data/m[2]/age": NUMBERS,
    }
)


def state(scenario: Scenario) -> dict[str, tuple[str, bool]]:
    nodes = scenario.session._filling.root.walk_all()
    return {f"{number}:{node.name}": (node.text, node.is_relevant) for number, node in enumerate(nodes)}


def answer_all(scenario: Scenario, answers: list[tuple[str, str]]) -> None:
    """Answer what can be answered, again and again until nothing new can be."""
    for _ in range(3):
        for reference, text in answers:
            try:
                scenario.answer(reference, text)
            except FormError:
                continue


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS, order=st.randoms(use_true_random=False))
def test_any_order_of_answers_reaches_the_same_state(answers: dict[str, str], order: object) -> None:
    straight, shuffled = Scenario(HOUSEHOLD), Scenario(HOUSEHOLD)
    mixed = sorted(answers.items(), key=lambda _item: order.random())  # type: ignore[attr-defined]

    answer_all(straight, list(answers.items()))
    answer_all(shuffled, mixed)

    assert state(shuffled) == state(straight)


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS)
def test_recalculation_equals_calculation_from_scratch(answers: dict[str, str]) -> None:
    scenario = Scenario(HOUSEHOLD)
    answer_all(scenario, list(answers.items()))
    stepwise = state(scenario)

    work = Recalculation(scenario.session._filling)
    work.mark_everything()
    settle(scenario.session._filling, work)

    assert state(scenario) == stepwise


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS)
def test_saving_and_resuming_changes_nothing(answers: dict[str, str]) -> None:
    scenario = Scenario(HOUSEHOLD)
    answer_all(scenario, list(answers.items()))

    again = scenario.resumed()

    assert state(again) == state(scenario)
    assert again.session.save() == scenario.session.save()


FRAGMENTS = """
    /data/a ../b . .. //x 't' 3 1.5 ( ) [ ] , + - * div mod = != < >= and or | / // @ :: count( sum(
    concat( if( date( regex( substr( selected-at( position( instance('towns') round( pow( today() now()
    randomize( indexed-repeat( jr:choice-name( format-date( area( child:: ancestor:: node() text() $x
    int( '' -1 9999999999999999999 once( pulldata( translate( digest( checklist( distance(
"""
VALUES = "'a' '' 1 -0.5 0 99999999999999999999999 /data/rep/v /data/n /data/day true() 'x;y' 'SHA-256' '%Y'"
FUNCTIONS = """
    concat substr substring round pow date format-date join selected-at int translate decimal-date-time
    max min coalesce distance area checklist digest regex number string boolean uuid randomize log exp
    weighted-checklist date-time decimal-time geofence intersects base64-decode normalize-space
"""


@settings(max_examples=250, deadline=None)
@given(pieces=st.lists(st.sampled_from(FRAGMENTS.split()), max_size=14))
def test_random_expressions_raise_only_our_errors(pieces: list[str]) -> None:
    try:
        result = evaluate(" ".join(pieces) or "1")
    except FormError:
        return
    assert isinstance(result, str)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_random_text_as_an_expression_raises_only_our_errors(text: str) -> None:
    try:
        compiled = compile_expression(text, Shape("data"))
    except FormError:
        return
    assert compiled.text == text


CALLS = st.recursive(
    st.sampled_from(VALUES.split()),
    lambda inner: st.tuples(st.sampled_from(FUNCTIONS.split()), st.lists(inner, min_size=1, max_size=3)).map(
        lambda call: f"{call[0]}({', '.join(call[1])})"
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(expression=CALLS)
def test_any_function_of_any_values_gives_text_or_one_of_our_errors(expression: str) -> None:
    try:
        result = evaluate(expression)
    except FormError:
        return
    assert isinstance(result, str)


TAGS = st.sampled_from(
    [
        b"<a>",
        b"</a>",
        b"<bind nodeset='/data/a'/>",
        b"<itext/>",
        b"<repeat nodeset='/data/m'/>",
        b"&amp;",
        b"\xff",
    ]
)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_form_with_anything_in_the_wrong_place_raises_only_our_errors(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(HOUSEHOLD)))
    end = start + data.draw(st.integers(0, 40))
    middle = data.draw(TAGS | st.binary(max_size=6) | st.just(b""))

    try:
        scenario = Scenario(HOUSEHOLD[:start] + middle + HOUSEHOLD[end:])
    except FormError:
        return
    assert scenario.session.nodes()
