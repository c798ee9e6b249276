"""What a slip says of one registration, in the words of the counter."""

from desktop.gig.gig_words import GigWords
from desktop.gig.past_registrations import PastRegistration
from desktop.gig.questions import DAYS, ID_NUMBER, NAME, PAY, PAY_MODE, PHONE, SLOTS, STATION, TRADES
from desktop.gig.slip import Slip
from desktop.moments import local_time, say_clock, say_date
from desktop.station_words import say_station
from employment.privacy import mask_phone

_NUMBER_DIGITS = 8


def write_words(past: PastRegistration, words: GigWords) -> Slip:
    """Put the slip of a finished registration into words; what was not said is left out."""
    said = past.answers
    number = past.id[:_NUMBER_DIGITS].upper()
    day = say_date(local_time(past.at_ms).date(), words=words.words)
    pay = said.get(PAY, "")
    if pay and said.get(PAY_MODE, "day") == "day":
        pay = words.say("slip.pay_day", pay=pay)
    lines = {
        "person": words.name(said.get(NAME, "")),
        "id_tail": said.get(ID_NUMBER, "")[-4:],
        "trades": words.trade_names(said.get(TRADES, "").split()),
        "times": words.times(said.get(DAYS, "").split(), said.get(SLOTS, "").split()),
        "pay": pay,
        "phone": mask_phone(said[PHONE]) if said.get(PHONE) else "",
        "station": say_station(said.get(STATION, ""), words=words.words),
    }
    return Slip(
        title=words.say("slip.title"),
        number=words.say("slip.number", number=number, day=day, time=say_clock(past.at_ms)),
        lines=tuple(
            (words.words.text(f"screens.gig.slip.{key}"), text) for key, text in lines.items() if text
        ),
        foot=words.say("slip.foot"),
    )
