"""Wrong usage is said in the language of whoever typed, with the way to the help."""

import pytest

from quancai.door import build_parser, run
from quancai.exit_codes import ExitCode
from quancai.worded_parser import complaint
from resources.words import Words

_WRONG = (
    (["server", "init"], "还缺 --data。"),
    (["server", "frob"], "VERB 不能是 'frob'；可以是："),
    (["server", "serve", "relay", "--data", "x", "--port", "abc"], "--port 的值 'abc' 写得不对。"),
    (["server", "status", "--data"], "--data 后面要写一个值。"),
    (["server", "status", "--data", "x", "--frob"], "不认识 --frob。"),
    (
        ["server", "backup", "--data", "x", "y", "--without-keys", "--keys-to", "z"],
        "--keys-to 和 --without-keys 不能一起用。",
    ),
)


@pytest.mark.parametrize(("typed", "said"), _WRONG)
def test_what_is_wrong_is_said_in_chinese(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["--language", "zh_CN", *typed])

    assert stopped.value.code == ExitCode.USAGE
    told = capsys.readouterr()
    assert f"用法不对：{said}" in told.err
    assert "--help" in told.err
    assert told.out == ""


def test_no_word_of_another_language_is_in_a_help() -> None:
    chinese, english = (build_parser(Words(language)).format_help() for language in ("zh_CN", "en"))

    assert chinese.startswith("用法：quancai ")
    assert "show this help" not in chinese
    assert "选项:" in chinese
    assert english.startswith("usage: quancai ")
    assert not any("一" <= sign <= "鿿" for sign in english)


def test_a_sentence_nobody_translated_is_passed_on() -> None:
    assert complaint("something a later Python says", Words("zh_CN")) == "something a later Python says"


@pytest.mark.parametrize(
    "typed", [["--json", "A", "B"], ["A", "--json", "B"], ["A", "B", "--json"], ["--json", "--", "A", "B"]]
)
def test_options_and_pictures_may_be_mixed(typed: list[str]) -> None:
    parsed = build_parser(Words("en")).parse_args(["scan", *typed])

    assert parsed.json
    assert [str(picture) for picture in parsed.pictures] == ["A", "B"]


def test_a_mixed_line_without_a_picture_is_still_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["--language", "zh_CN", "scan", "--json"])

    assert stopped.value.code == ExitCode.USAGE
    assert "还缺 PICTURE。" in capsys.readouterr().err
