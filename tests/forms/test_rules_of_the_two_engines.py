"""Where Collect's engine and Web Forms' disagree, or only one has a feature: what ours answers."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.scenario.form_scenario import Scenario, ask, bind, choose, evaluate, form, instance, repeat

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
SIGNED = base64.b64encode(KEY.sign("泉州 1".encode()) + "泉州 1".encode()).decode()
FORGED = base64.b64encode(KEY.sign(b"1") + b"2").decode()


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("'2026-03-01' < '2026-03-02'", "true"),
        ("/data/day < '2026-03-11'", "true"),
        ("today() > '2026-11-21'", "true"),
        ("now() > today()", "true"),
        ("number('2026-03-15T18:00:00.000+08:00')", "20527"),
    ],
)
def test_dates_compare_as_days_in_web_forms_way(expression: str, answer: str) -> None:
    assert evaluate(expression) == answer


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("/data/nosuch = ''", "true"),
        ("boolean(/data/zero)", "false"),
        ("boolean(/data/empty)", "false"),
        ("if(/data/zero, 'then', 'else')", "else"),
        ("sum(/data/rep/v)", "3"),
        ("/data/empty + 1", ""),
        ("regex('abc', 'b')", "false"),
        ("regex('abc', '.b.')", "true"),
        ("round(-2.5)", "-2"),
        ("round(1.005, 2)", "1.01"),
        ("selected(/data/many, '')", "false"),
        ("selected(/data/empty, '')", "true"),
        ("intersects('no line')", "false"),
    ],
)
def test_answers_count_in_collect_s_way(expression: str, answer: str) -> None:
    assert evaluate(expression) == answer


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("1 = 1", "true"),
        ("1 = 2", "false"),
        ("12345678.5", "12345678.5"),
        ("1000000000000000", "1000000000000000"),
        ("1 div 0", "Infinity"),
        ("number('x')", ""),
        ("number('1e3')", "1000"),
        ("number('1,000')", ""),
        ("date('2026-02-30')", ""),
        ("format-date('2026-03-10', '%Q')", "%Q"),
        ("format-date('2026-03-10', '%W')", "11"),
    ],
)
def test_stored_values_are_spelled_one_way(expression: str, answer: str) -> None:
    assert evaluate(expression) == answer


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("depend('x', /data/n)", "x"),
        ("lang('en')", "false"),
        ("count(id('x'))", "0"),
        (f"extract-signed('{SIGNED}', '{PUBLIC}')", "泉州 1"),
        (f"extract-signed('{FORGED}', '{PUBLIC}')", ""),
        (f"extract-signed('{SIGNED}', '{'A' * 43}=')", ""),
        ("extract-signed('no base64!', '')", ""),
        ("extract-signed('', '')", ""),
    ],
)
def test_functions_only_one_engine_has(expression: str, answer: str) -> None:
    assert evaluate(expression) == answer


def test_an_area_is_that_of_flat_triangles_as_in_collect() -> None:
    square = "'-1.0 36.0 0 0; -1.0 36.1 0 0; -1.1 36.1 0 0; -1.0 36.0 0 0'"

    assert round(float(evaluate(f"area({square})")), 2) == 61949989.56


def test_lang_and_id_read_the_attributes_of_xml() -> None:
    xml = form(
        '<a xml:lang="zh-CN" xml:id="first">林</a><b/><c/>',
        bind("b", calculate="/data/a[lang('zh')]"),
        bind("c", calculate="id('first')"),
    )

    scenario = Scenario(xml)

    assert (scenario.value("/data/b"), scenario.value("/data/c")) == ("林", "林")


ROWS = (
    "<itemset nodeset=\"instance('t')/root/item[g = /data/g]\">"
    '<value ref="name"/><label ref="name"/></itemset>'
)
LISTS = instance("t", {"name": "a", "g": "1"}, {"name": "b", "g": "1"}, {"name": "c", "g": "2"})


def test_a_ranking_once_made_ranks_all_that_is_offered_as_in_web_forms() -> None:
    rank = choose("r", ROWS).replace("select1", "rank")
    scenario = Scenario(form("<g/><r/>", LISTS, body=(ask("g"), rank)))
    scenario.answer("/data/g", "1")
    unranked = scenario.value("/data/r")
    scenario.answer("/data/r", "b a")

    scenario.answer("/data/g", "2")

    assert (unranked, scenario.value("/data/r")) == ("", "c")


def test_an_answer_is_dropped_when_the_value_of_its_row_changes() -> None:
    rows = '<itemset nodeset="/data/m"><value ref="name"/><label ref="name"/></itemset>'
    scenario = Scenario(
        form("<m><name/></m><head/>", body=(repeat("m", ask("m/name")), choose("head", rows)))
    )
    scenario.answer("/data/m[1]/name", "Lin")
    scenario.answer("/data/head", "Lin")

    scenario.answer("/data/m[1]/name", "Mei")

    assert (scenario.choices("/data/head"), scenario.value("/data/head")) == (["Mei"], "")


def test_a_new_entry_has_the_inner_entries_of_its_template_only() -> None:
    scenario = Scenario(
        form(
            "<m jr:template=''><job jr:template=''><t/></job></m><m><job><t/></job></m>",
            body=(repeat("m", repeat("m/job", ask("m/job/t"))),),
        )
    )

    scenario.add("/data/m")

    entries = [view.entries for view in scenario.session.repeats() if view.reference.endswith("job")]
    assert entries == [("/data/m[1]/job[1]",), ()]


def test_several_choices_of_a_number_type_are_a_list() -> None:
    scenario = Scenario(form("<a/>", bind("a", type="int"), body=(choose("a", "1", "2", "3", many=True),)))

    scenario.answer("/data/a", "3 1")

    assert (scenario.value("/data/a"), scenario.violation("/data/a")) == ("3 1", None)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("geopoint", "24.9 118.6", "24.9 118.6 0.0 0.0"),
        ("geopoint", "24.9 118.6 10 5", "24.9 118.6 10.0 5.0"),
        ("geotrace", "24.9 118.6; 25 119 3", "24.9 118.6 0.0 0.0;25.0 119.0 3.0 0.0"),
        ("geoshape", "1 2;3 4;1 2;", "1.0 2.0 0.0 0.0;3.0 4.0 0.0 0.0;1.0 2.0 0.0 0.0"),
        ("int", "7.9", "7"),
        ("date", "2026-3-1", "2026-03-01"),
    ],
)
def test_answers_are_kept_in_the_spelling_of_their_type(kind: str, written: str, kept: str) -> None:
    scenario = Scenario(form("<a/>", bind("a", type=kind), body=(ask("a"),)))

    scenario.answer("/data/a", written)

    assert scenario.value("/data/a") == kept


def test_a_range_carries_its_limits_and_is_of_its_type() -> None:
    control = '<range ref="/data/a" start="1" end="5" step="0.5"><label>a</label></range>'
    scenario = Scenario(form("<a/>", bind("a", type="decimal"), body=(control,)))
    scenario.answer("/data/a", "2.50")

    question = scenario.question("/data/a")

    assert (question.kind.value, question.value) == ("range", "2.5")
    assert [question.binds[name] for name in ("start", "end", "step")] == ["1", "5", "0.5"]


def test_once_keeps_what_it_first_gave() -> None:
    scenario = Scenario(form("<a/><b/>", bind("b", calculate="once(/data/a)"), body=(ask("a"),)))
    scenario.answer("/data/a", "first")

    scenario.answer("/data/a", "second")

    assert scenario.value("/data/b") == "first"


def test_binds_and_controls_may_be_relative_and_name_attributes() -> None:
    xml = form(
        '<a kind=""/>',
        '<bind nodeset="a" type="int"/>',
        "<bind nodeset=\"a/@kind\" calculate=\"if(/data/a > 5, 'large', 'small')\"/>",
        body=('<input ref="a"><label>a</label></input>',),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/a", "7")

    assert scenario.value("/data/a/@kind") == "large"
    assert b'<a kind="large">7</a>' in scenario.finish().xml


def test_an_absolute_path_means_the_own_entry() -> None:
    xml = form(
        "<m><a/><b/><all/></m>",
        bind("m/b", calculate="/data/m/a"),
        bind("m/all", calculate="count(/data/m)"),
        body=(repeat("m", ask("m/a")),),
    )
    scenario = Scenario(xml)
    scenario.add("/data/m")

    scenario.answer("/data/m[2]/a", "林")

    assert [scenario.value(f"/data/m[{entry}]/b") for entry in (1, 2)] == ["", "林"]
    assert [scenario.value(f"/data/m[{entry}]/all") for entry in (1, 2)] == ["2", "2"]


def test_words_inside_markup_are_shown() -> None:
    scenario = Scenario(form("<a/>", body=(ask("a", "Rank <em>all</em> of it"),)))

    assert scenario.question("/data/a").label == "Rank all of it"


def test_a_number_put_into_a_date_is_the_day_it_counts() -> None:
    xml = form(
        "<d>2026-03-10</d><due/>",
        bind("d", type="date"),
        bind("due", type="date", calculate="/data/d + 30"),
    )

    assert Scenario(xml).value("/data/due") == "2026-04-09"
