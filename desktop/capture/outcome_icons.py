"""The sign of each outcome of a scan, the same on its card and in every list."""

from typing import Final, assert_never

from desktop.capture.outcomes import (
    ExpiredCode,
    ForgedCode,
    GigStation,
    KnownEnterprise,
    KnownHousehold,
    KnownPerson,
    KnownTask,
    OtherText,
    Outcome,
    TextKind,
    UnknownCode,
)

TEXT_ICONS: Final = {
    TextKind.SIGNED: "scan-qr-code",
    TextKind.HOUSEHOLD: "house",
    TextKind.RESIDENT: "id-card",
    TextKind.PHONE: "phone",
    TextKind.GIG: "ticket",
    TextKind.TASK: "clipboard-list",
    TextKind.PLATE: "map-pin",
    TextKind.INVITATION: "shield-check",
    TextKind.BUSINESS: "briefcase",
    TextKind.ADDRESS: "info",
    TextKind.TEXT: "info",
}


def icon_of(outcome: Outcome) -> str:
    match outcome:
        case KnownHousehold():
            return "house"
        case KnownPerson():
            return "user"
        case KnownTask():
            return "clipboard-list"
        case KnownEnterprise():
            return "briefcase"
        case GigStation():
            return "ticket"
        case UnknownCode(kind) | OtherText(kind):
            return TEXT_ICONS[kind]
        case ForgedCode() | ExpiredCode():
            return "triangle-alert"
        case _:
            assert_never(outcome)
