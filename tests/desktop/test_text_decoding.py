from csv import DictReader

import pytest

from desktop.capture.text_decoding import decode_text
from resources import read_text


@pytest.mark.parametrize("name", ["李喆", "陈镕基", "赵堃", "王珺", "许昇"])
def test_a_gbk_name_with_a_rare_character_is_still_gbk(name: str) -> None:
    decoded = decode_text(name.encode("gbk"))

    assert (decoded.text, decoded.is_certain) == (name, False)


def test_a_declared_gb18030_text_needs_no_confirmation() -> None:
    raw = "林秀梅".encode("gb18030")

    decoded = decode_text(raw, labelled_hex=(b"]Q2\\000032" + raw).hex(" "))

    assert (decoded.text, decoded.is_certain) == ("林秀梅", True)


def test_a_label_that_does_not_cover_all_the_bytes_is_not_trusted() -> None:
    raw = "林秀梅".encode("gb18030")

    decoded = decode_text(raw, labelled_hex=(b"]Q2\\000003" + raw[:2] + b"\\000032" + raw[2:]).hex(" "))

    assert (decoded.text, decoded.is_certain) == ("林秀梅", False)


def test_bytes_of_no_character_set_are_shown_and_doubted() -> None:
    decoded = decode_text(b"\xff\xfe\x00\xff")

    assert decoded.is_certain is False
    assert len(decoded.text) == 4


def test_japanese_katakana_is_told_apart_by_its_voicing_marks() -> None:
    decoded = decode_text("ﾃﾞｻﾞｲﾝQR".encode("cp932"))

    assert (decoded.text, decoded.is_certain) == ("ﾃﾞｻﾞｲﾝQR", False)


@pytest.mark.parametrize("name", ["郑", "联通", "庄"])
def test_gbk_that_is_valid_utf8_by_chance_is_read_as_the_name_it_is(name: str) -> None:
    decoded = decode_text(name.encode("gbk"))

    assert (decoded.text, decoded.is_certain) == (name, False)


@pytest.mark.parametrize("text", ["café", "Привет", "Ünal", "象山路 12 号"])
def test_other_languages_in_utf8_stay_what_they_are(text: str) -> None:
    assert decode_text(text.encode()).text == text


def test_names_of_quanzhou_written_in_gbk_are_never_taken_for_japanese() -> None:
    names = [
        row["text"] for row in DictReader(read_text("lists/demo_names.tsv").splitlines(), delimiter="\t")
    ]

    wrong = [name for name in names if decode_text(name.encode("gbk")).text != name]

    assert wrong == []
