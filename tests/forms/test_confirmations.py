"""What was verified travels with the submission, and nobody who does not know it is disturbed."""

import pytest
from lxml import etree

from forms import Confirmation, FormError, FormSession, load_form, read_confirmations
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import ask, bind, form

SURVEY = load_form(form("<a/>", bind("a", type="string"), body=(ask("a"),)))
SAID = Confirmation("/data/a", "D10", "看过证件原件，号码 <无误> & 属实")


def filled() -> FormSession:
    session = FormSession.start(SURVEY, clock=WallClock(), device=DEVICE)
    session.answer("/data/a", "2")
    return session


def test_what_was_said_is_read_back_word_for_word() -> None:
    finished = filled().finalise(instance_id="uuid:1", confirmations=[SAID])

    assert read_confirmations(finished.xml) == (SAID,)


def test_a_form_without_a_word_is_byte_for_byte_what_it_was() -> None:
    assert b"urn:quanjiuye" not in filled().finalise(instance_id="uuid:1").xml
    assert read_confirmations(filled().finalise(instance_id="uuid:1").xml) == ()


def test_the_answers_are_those_without_it() -> None:
    finished = filled().finalise(instance_id="uuid:1", confirmations=[SAID])

    again = FormSession.from_submission(SURVEY, finished.xml, clock=WallClock(), device=DEVICE)

    assert again.values() == filled().finalise(instance_id="uuid:1").values


def test_a_word_without_a_note_says_nothing() -> None:
    finished = filled().finalise(instance_id="uuid:1", confirmations=[Confirmation("/data/a", "D10", " ")])

    assert read_confirmations(finished.xml) == ()


def test_only_our_element_in_meta_is_a_word() -> None:
    finished = filled().finalise(instance_id="uuid:1", confirmations=[SAID])
    root = etree.fromstring(finished.xml)
    meta = next(child for child in root if child.tag.endswith("meta"))
    root.append(meta[-1])
    etree.SubElement(meta, "confirmation").text = "not ours"

    assert read_confirmations(etree.tostring(root)) == ()


def test_what_is_no_xml_is_refused_with_a_code() -> None:
    with pytest.raises(FormError):
        read_confirmations(b"<data>")
