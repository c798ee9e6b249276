"""Choices from lists and cascades, words in two languages."""

import pytest

from forms import Choice
from forms.errors import LanguageUnknownError
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form, instance

COUNTIES = instance("counties", {"name": "jj", "label": "晋江"}, {"name": "nn", "label": "南安"})
TOWNS = instance(
    "towns",
    {"name": "qy", "label": "青阳", "county": "jj"},
    {"name": "ml", "label": "梅岭", "county": "jj"},
    {"name": "ml2", "label": "美林", "county": "nn"},
)
ITEMS = '<itemset nodeset="{nodes}"><value ref="name"/><label ref="label"/></itemset>'
CASCADE = form(
    "<county/><town/>",
    COUNTIES,
    TOWNS,
    body=(
        choose("county", ITEMS.format(nodes="instance('counties')/root/item")),
        choose("town", ITEMS.format(nodes="instance('towns')/root/item[county = /data/county]")),
    ),
)


def test_a_filtered_list_follows_the_answer_above_it() -> None:
    scenario = Scenario(CASCADE)

    scenario.answer("/data/county", "jj")

    assert scenario.question("/data/town").choices == (Choice("qy", "青阳"), Choice("ml", "梅岭"))


def test_an_answer_no_longer_offered_is_dropped() -> None:
    scenario = Scenario(CASCADE)
    scenario.answer("/data/county", "jj")
    scenario.answer("/data/town", "qy")

    changes = scenario.answer("/data/county", "nn")

    assert scenario.value("/data/town") == ""
    assert "/data/town" in changes.changed


def test_a_list_may_come_from_a_csv_file() -> None:
    xml = form(
        "<town/>",
        '<instance id="towns" src="jr://file-csv/towns.csv"/>',
        body=(choose("town", ITEMS.format(nodes="instance('towns')/root/item")),),
    )

    scenario = Scenario(xml, attachments={"towns.csv": "\ufeffname,label\nqy,青阳\n".encode()})

    assert scenario.labels("/data/town") == ["青阳"]


def test_a_list_may_come_from_a_map_file() -> None:
    xml = form(
        "<site/><where/>",
        '<instance id="sites" src="jr://file/sites.geojson"/>',
        bind("where", calculate="instance('sites')/root/item[name = 'a']/geometry"),
        body=(choose("site", ITEMS.format(nodes="instance('sites')/root/item")),),
    )
    sites = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
        "geometry": {"type": "Point", "coordinates": [118.6, 24.9]},
        "properties": {"name": "a", "label": "A"}}]}"""

    scenario = Scenario(xml, attachments={"sites.geojson": sites})

    assert scenario.value("/data/where") == "24.9 118.6 0 0"


def test_choices_may_be_the_entries_of_a_repeat() -> None:
    xml = form(
        "<m><name>Lin Mei</name></m><m><name/></m><head/>",
        body=(
            f'<group ref="/data/m"><label/><repeat nodeset="/data/m">{ask("m/name")}</repeat></group>',
            choose(
                "head",
                '<itemset nodeset="/data/m[name != \'\']"><value ref="name"/><label ref="name"/></itemset>',
            ),
        ),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/m[2]/name", "Cai")

    assert scenario.choices("/data/head") == ["Lin Mei", "Cai"]


def test_a_long_list_gives_the_same_rows_as_a_short_one() -> None:
    rows = [{"name": f"v{number}", "label": f"村{number}", "town": f"t{number % 7}"} for number in range(500)]
    xml = form(
        "<town/><village/>",
        instance("villages", *rows),
        body=(
            ask("town"),
            choose("village", ITEMS.format(nodes="instance('villages')/root/item[town = /data/town]")),
        ),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/town", "t3")

    assert scenario.choices("/data/village") == [row["name"] for row in rows if row["town"] == "t3"]


@pytest.mark.parametrize(
    ("predicates", "offered"),
    [
        ("[name != 'v3'][town = /data/town]", ["v10", "v17"]),
        ("[town = /data/town][name != 'v3']", ["v10", "v17"]),
        ("[number = 3 + 0]", ["v3"]),
    ],
)
def test_a_long_list_looked_up_by_hash_is_filtered_as_if_read_row_by_row(
    predicates: str, offered: list[str]
) -> None:
    rows = [
        {"name": f"v{number}", "label": f"村{number}", "town": f"t{number % 7}", "number": f"{number}.0"}
        for number in range(20)
    ]
    nodes = f"instance('villages')/root/item{predicates}"
    body = ask("town"), choose("village", ITEMS.format(nodes=nodes))
    scenario = Scenario(form("<town/><village/>", instance("villages", *rows), body=body))

    scenario.answer("/data/town", "t3")

    assert scenario.choices("/data/village") == offered


ITEXT = (
    '<itext><translation lang="中文 (zh)" default="true()"><text id="q"><value>姓名</value></text>'
    '<text id="hi"><value>你好 <output value="/data/a"/></value></text></translation>'
    '<translation lang="English (en)"><text id="q"><value form="long">Name</value></text>'
    "</translation></itext>"
)


def test_the_form_speaks_the_language_it_is_set_to() -> None:
    xml = form("<a/>", ITEXT, body=('<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input>',))
    scenario = Scenario(xml)
    first = scenario.question("/data/a").label

    scenario.session.set_language("English (en)")

    assert (first, scenario.question("/data/a").label) == ("姓名", "Name")


def test_a_text_missing_in_a_language_is_shown_in_the_default_one() -> None:
    xml = form("<a/>", ITEXT, body=('<input ref="/data/a"><label ref="jr:itext(\'hi\')"/></input>',))
    scenario = Scenario(xml)
    scenario.session.set_language("English (en)")

    scenario.answer("/data/a", "林")

    assert scenario.question("/data/a").label == "你好 林"


def test_a_language_the_form_lacks_is_a_coded_error() -> None:
    scenario = Scenario(form("<a/>", ITEXT))

    with pytest.raises(LanguageUnknownError):
        scenario.session.set_language("Français (fr)")
    assert scenario.session.language == "中文 (zh)"


def test_choice_name_gives_the_label_of_the_answer() -> None:
    xml = form(
        "<c/><said/>",
        bind("said", calculate="jr:choice-name(/data/c, '/data/c')"),
        body=(choose("c", "yes", "no"),),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/c", "yes")

    assert scenario.value("/data/said") == "YES"
