"""What docs/form-protocol.md promises to whoever compares form engines."""

import io
import json
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from quancai.form_tools.protocol import serve
from tests.scenario.form_scenario import ask, bind, choose, form, instance, repeat

FORM = form(
    "<age/><grown/><town/><list/><m><name/></m>",
    bind("age", type="int", constraint=". < 120", required="true()"),
    bind("grown", calculate="if(/data/age >= 16, 'yes', 'no')", readonly="true()"),
    bind("town", relevant="/data/grown = 'yes'"),
    instance("towns", {"name": "qy", "label": "青阳"}, {"name": "ml", "label": "梅岭"}),
    body=(
        ask("age", "年龄"),
        choose(
            "town",
            "<itemset nodeset=\"instance('towns')/root/item\">"
            '<value ref="name"/><label ref="label"/></itemset>',
        ),
        repeat("m", ask("m/name")),
    ),
)


def job(path: Path, *steps: dict[str, str]) -> str:
    written = {"id": "a", "form": str(path), "media": None, "now": "2026-03-15 10:30:00Z", "steps": steps}
    return json.dumps(written)


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.xml"
    path.write_bytes(FORM)
    return path


def only_answer(line: str) -> dict[str, dict[str, object]]:
    (answer,) = serve([line])
    parsed: dict[str, dict[str, object]] = json.loads(answer)
    return parsed


def test_a_script_leads_from_one_state_to_another(survey: Path) -> None:
    state = only_answer(job(survey, {"op": "set", "ref": "/data/age", "value": "17"}))["state"]

    assert state["init"]["nodes"]["/data/town"] == {"rel": False, "v": ""}  # type: ignore[index]
    assert state["final"]["nodes"]["/data/town"] == {  # type: ignore[index]
        "rel": True,
        "v": "",
        "q": "select-one",
        "lbl": "town",
        "ch": [["qy", "青阳"], ["ml", "梅岭"]],
    }
    assert state["final"]["nodes"]["/data/grown"] == {"rel": True, "v": "yes", "ro": True}  # type: ignore[index]
    assert (state["valid"], state["steps"]) == (True, ["ok"])


def test_a_wrong_answer_is_committed_and_judged(survey: Path) -> None:
    state = only_answer(job(survey, {"op": "set", "ref": "/data/age", "value": "121"}))["state"]

    assert state["final"]["nodes"]["/data/age"] == {  # type: ignore[index]
        "rel": True,
        "v": "121",
        "req": True,
        "con": False,
        "q": "integer",
        "lbl": "年龄",
    }
    assert state["valid"] is False


def test_what_a_person_could_not_do_is_skipped_with_its_reason(survey: Path) -> None:
    steps = (
        {"op": "set", "ref": "/data/town", "value": "qy"},
        {"op": "set", "ref": "/data/nowhere", "value": "1"},
        {"op": "set", "ref": "/data/age", "value": "old"},
        {"op": "add", "ref": "/data/m"},
        {"op": "remove", "ref": "/data/m[1]"},
    )

    state = only_answer(job(survey, *steps))["state"]

    assert state["steps"] == ["irrelevant", "missing", "answer-wrong-type", "ok", "ok"]
    assert state["final"]["can_add"] == {"/data/m": True}  # type: ignore[index]


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", "{}", '{"id": 1, "form": "/nowhere/at/all", "now": "2026-03-15"}', "[" * 100_000],
)
def test_a_job_that_cannot_be_run_is_answered_with_an_error(line: str) -> None:
    assert only_answer(line)["error"]


def test_a_step_that_is_no_step_ends_its_job_only(survey: Path) -> None:
    answers = list(serve([job(survey, {"op": "fly"}), "", job(survey)]))

    assert ["error" in json.loads(answer) for answer in answers] == [True, False]


def test_a_broken_form_is_answered_with_its_code(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    path.write_bytes(form("<a/>", bind("a", calculate="no-such-function()")))

    assert str(only_answer(job(path))["error"]).startswith("form-function-unknown")


def test_the_command_serves_until_its_input_ends(
    survey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{job(survey)}\n{job(survey)}\n"))

    code = run(["form", "serve-protocol"])

    assert code is ExitCode.OK
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["a", "a"]


def test_a_list_that_was_not_delivered_is_a_blank_one(tmp_path: Path) -> None:
    rows = (
        '<itemset nodeset="instance(\'towns\')/root/item"><value ref="name"/><label ref="label"/></itemset>'
    )
    absent = "".join(
        f'<instance id="{name}" src="jr://file/{file}"/>'
        for name, file in (("towns", "towns.csv"), ("x", "x.xml"), ("map", "map.geojson"))
    )
    path = tmp_path / "survey.xml"
    path.write_bytes(form("<town/>", absent, body=(choose("town", rows),)))

    answer = only_answer(job(path))

    assert answer["state"]["final"]["nodes"]["/data/town"]["ch"] == []  # type: ignore[index]
