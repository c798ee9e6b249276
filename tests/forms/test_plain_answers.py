"""The answers of a finished form read without the form: references, blanks, entries, and what is no XML."""

import pytest

from forms import FormError, read_answers


def test_answers_are_given_by_reference_and_blank_ones_left_out() -> None:
    xml = "<gig id='g'><who><name>林志强</name><phone/></who><trades>07 21</trades></gig>".encode()

    assert read_answers(xml) == {"/gig/who/name": "林志强", "/gig/trades": "07 21"}


def test_entries_of_a_repeat_have_their_positions() -> None:
    xml = b"<f><member><age>40</age></member><member><age>12</age></member></f>"

    assert read_answers(xml) == {"/f/member[1]/age": "40", "/f/member[2]/age": "12"}


def test_names_of_other_namespaces_lose_their_prefix() -> None:
    xml = b"<f xmlns:orx='http://openrosa.org/xforms'><orx:meta><orx:instanceID>u</orx:instanceID></orx:meta></f>"

    assert read_answers(xml) == {"/f/meta/instanceID": "u"}


@pytest.mark.parametrize("xml", [b"", b"<f>", b"<!DOCTYPE f [<!ENTITY a 'b'>]><f>&a;</f>"])
def test_what_is_no_plain_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(FormError):
        read_answers(xml)
