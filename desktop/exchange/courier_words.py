"""What a visit of the stick did, in sentences: what was carried, what came back, what did not fit."""

from typing import Final

from desktop.exchange.couriering import CourierAct, CourierReport
from desktop.exchange.exchange_page import CourierLine, CourierPage
from desktop.moments import say_moment
from desktop.tokens import Tone
from resources.words import Words

_OK: Final = (Tone.OK, "circle-check")
_ODD: Final = (Tone.WARN, "triangle-alert")


def say_running(act: CourierAct, done: int, total: int, *, words: Words) -> CourierPage:
    """Say how far a visit is."""
    running = words.text(f"screens.courier.running_{act}", done=done)
    share = min(1.0, done / total) if total else None
    return CourierPage(is_running=True, running=running, share=share)


def say_report(report: CourierReport, *, now_ms: int, words: Words) -> CourierPage:
    """Say what a visit did: first what was carried, then receipts, then whatever is odd."""
    carried, text = report.carried, words.text
    moment = say_moment(report.at_ms, now_ms=now_ms, words=words)
    facts = {"place": report.place, "moment": moment, "count": carried.moved}
    if report.act is CourierAct.IMPORT and not report.had_parcel:
        return CourierPage((CourierLine(text("screens.courier.no_parcel", **facts), *_ODD),))
    kind = f"{report.act}ed" if carried.moved else f"{report.act}ed_none"
    lines = [CourierLine(text(f"screens.courier.{kind}", **facts), *_OK)]
    if report.act is CourierAct.IMPORT:
        has_any = "receipts" if carried.receipts else "receipts_none"
        receipts = text(f"screens.courier.{has_any}", count=carried.receipts)
        lines.append(CourierLine(receipts, *(_OK if carried.receipts else (Tone.OFF, "clock"))))
    odd = {
        "damaged": carried.damaged,
        "foreign": carried.foreign,
        "early": carried.early,
        "lost": carried.lost,
    }
    lines += [
        CourierLine(text(f"screens.courier.{name}", count=count), *_ODD)
        for name, count in odd.items()
        if count
    ]
    return CourierPage(tuple(lines))


def say_failure(sentence: str) -> CourierPage:
    return CourierPage((CourierLine(sentence, Tone.DANGER, "circle-alert"),))


def say_stopped(*, words: Words) -> CourierPage:
    """Say that somebody gave up, and that nothing was lost by it."""
    return CourierPage((CourierLine(words.text("screens.courier.stopped"), Tone.OFF, "info"),))
