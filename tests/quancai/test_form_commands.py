"""`quancai form check` and `quancai form run`, as a form's author meets them."""

import json
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from tests.scenario.form_scenario import ask, bind, form, repeat

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "forms"
BRIEF = SHIPPED / "employment_brief.xlsx"
SURVEY = form(
    "<age/><grown/><m jr:template=''><name/></m>",
    bind("age", type="int", required="true()", constraint=". < 120", jr_constraintMsg="年龄过大"),
    bind("grown", calculate="if(/data/age >= 16, 'yes', 'no')", readonly="true()"),
    body=(ask("age"), ask("grown"), repeat("m", ask("m/name"))),
)


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def write_all(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def check(form_file: str, capsys: pytest.CaptureFixture[str]) -> tuple[ExitCode, dict[str, object]]:
    code = run(["form", "check", form_file, "--json", "--language", "en"])
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, report


def fill(
    folder: Path, answers: object, capsys: pytest.CaptureFixture[str], survey: bytes = SURVEY
) -> tuple[ExitCode, dict[str, object]]:
    files = write(folder / "survey.xml", survey), write(folder / "answers.json", json.dumps(answers))
    code = run(["form", "run", files[0], "--answers", files[1], "--json"])
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, result


def test_a_good_workbook_has_nothing_to_report(capsys: pytest.CaptureFixture[str]) -> None:
    code, report = check(str(BRIEF), capsys)

    assert code is ExitCode.OK
    assert (report["form_id"], report["usable"], report["findings"]) == ("employment_brief", True, [])


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.glob("*.xml")))
def test_a_shipped_form_finds_its_lists_and_has_nothing_to_report(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = check(str(SHIPPED / name), capsys)

    assert (code, report["findings"]) == (ExitCode.OK, [])


def test_a_validator_nobody_registered_is_a_warning_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = form("<a/><b/>", bind("a", qz_validator="cn_mobile"), bind("b", qz_validator="cn_mobil"))

    code, report = check(write(tmp_path / "survey.xml", survey), capsys)

    assert code is ExitCode.OK
    findings = report["findings"]
    assert isinstance(findings, list)
    assert [(each["kind"], each["code"], each["where"]) for each in findings] == [
        ("warning", "form-validator-unknown", "/data/b")
    ]


def test_each_fault_says_where_what_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = form("<a/><b/>", bind("a", calculate="no-such()"), bind("b", relevant="1 +"))

    code, report = check(write(tmp_path / "broken.xml", broken), capsys)

    assert code is ExitCode.FAILED
    findings = report["findings"]
    assert isinstance(findings, list)
    assert [(each["kind"], each["code"], each["where"]) for each in findings] == [
        ("error", "form-function-unknown", "/data/a"),
        ("error", "form-expression-broken", "/data/b"),
    ]
    assert all(each["what"] and each["what_to_do"] for each in findings)


def test_what_is_passed_over_is_reported_as_unsupported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    namespace = 'xmlns:odk="http://www.opendatakit.org/xforms"'
    located = form("<a/>", f'<odk:setgeopoint {namespace} ref="/data/a" event="odk-instance-load"/>')

    code, report = check(write(tmp_path / "located.xml", located), capsys)

    assert code is ExitCode.OK
    findings = report["findings"]
    assert isinstance(findings, list)
    assert [(each["kind"], each["code"], each["where"]) for each in findings] == [
        ("unsupported", "form-feature-ignored", "/data/a")
    ]


def test_an_expression_that_fails_on_an_empty_form_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = check(
        write(tmp_path / "failing.xml", form("<a/>", bind("a", calculate="digest('x', 'ROT13')"))), capsys
    )

    assert code is ExitCode.OK
    findings = report["findings"]
    assert isinstance(findings, list)
    assert [(each["kind"], each["where"]) for each in findings] == [("warning", "/data/a")]


def test_what_is_no_form_is_a_finding_and_a_missing_file_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = check(write(tmp_path / "none.xml", b"hello"), capsys)

    assert (code, report["usable"]) == (ExitCode.FAILED, False)


def test_a_check_without_json_speaks_to_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(
        [
            "form",
            "check",
            write(tmp_path / "a.xml", form("<a/>", bind("a", calculate="x("))),
            "--language",
            "zh_CN",
        ]
    )

    assert code is ExitCode.FAILED
    assert "错误 [form-expression-broken] /data/a" in capsys.readouterr().out


def test_a_form_is_filled_and_finished(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = fill(tmp_path, {"/data/age": "17", "/data/m[2]/name": "Lin Mei"}, capsys)

    assert code is ExitCode.OK
    assert result["values"] == {
        "/data/age": "17",
        "/data/grown": "yes",
        "/data/m[2]/name": "Lin Mei",
        "/data/meta/instanceID": result["instance_id"],
    }
    assert "<name>Lin Mei</name>" in str(result["xml"])


def test_a_list_of_answers_is_given_in_its_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, result = fill(tmp_path, [["/data/age", "12"], ["/data/age", "18"]], capsys)

    assert result["values"]["/data/age"] == "18"  # type: ignore[index]


def test_what_stops_the_form_is_reported_and_nothing_is_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result = fill(tmp_path, {"/data/age": "121"}, capsys)

    assert code is ExitCode.FAILED
    assert (result["finished"], result["xml"]) == (False, None)
    assert result["violations"] == [
        {"reference": "/data/age", "strength": "stop", "code": "answer-refused", "message": "年龄过大"}
    ]


def test_an_answer_nobody_could_give_is_skipped_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result = fill(tmp_path, {"/data/age": "17", "/data/grown": "no", "/data/nowhere[3]": "x"}, capsys)

    assert code is ExitCode.FAILED
    assert result["skipped"] == [
        {"reference": "/data/grown", "code": "question-readonly"},
        {"reference": "/data/nowhere[3]", "code": "question-unknown"},
    ]
    assert result["finished"] is True


@pytest.mark.parametrize("written", ["", "3", '["a"]', '{"a": 1}', '[["a", "b", "c"]]', "[" * 100_000])
def test_a_broken_file_of_answers_is_refused(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(tmp_path / "answers.json", written)

    code = run(["form", "run", write(tmp_path / "survey.xml", SURVEY), "--answers", answers])

    assert code is ExitCode.BAD_INPUT
    assert "form-answers-broken" in capsys.readouterr().err


@pytest.mark.parametrize("folders", [("media",), ("survey-media",), ("media", "survey-media")])
def test_lists_are_found_beside_the_form_its_own_before_those_of_all(
    folders: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = {"media": "青阳", "survey-media": "青阳街道"}
    lists = {f"{folder}/towns.csv": f"name,label\nqy,{labels[folder]}\n" for folder in folders}
    write_all(tmp_path, lists)
    survey = form(
        "<a/>",
        '<instance id="towns" src="jr://file-csv/towns.csv"/>',
        bind("a", calculate="instance('towns')/root/item[name = 'qy']/label"),
    )

    code, result = fill(tmp_path, {}, capsys, survey)

    assert code is ExitCode.OK
    assert result["values"]["/data/a"] == labels[folders[-1]]  # type: ignore[index]
