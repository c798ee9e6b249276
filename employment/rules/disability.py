"""D27-D29: is a disability recorded with its certificate, and is the work offered fit for it.

Kinds and grades by GB/T 26341-2010. The certificate's number is the identity number, one digit
of kind and one of grade; a replacement certificate adds B and a digit.
"""

import re
from collections.abc import Mapping
from typing import Final

from employment.resident_id import normalise_resident_id
from employment.rules.case import Check, Evidence, RuleCase

_CERTIFICATE: Final = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B[0-9])?")
# GBZ 2.2-2007: 3 is heavy, 4 very heavy.
_HEAVY: Final = frozenset({"3", "4"})
_HAZARDS: Final = frozenset({"高处", "有毒有害", "粉尘", "高温", "夜班", "重体力"})


def certificate_is_missing(case: RuleCase) -> Evidence | None:
    """D27: marked as disabled, and the kind or the certificate's number was left blank."""
    blank = [name for name in ("dis_no", "dis_type") if case.was_left_blank(name)]
    return {"missing": " ".join(blank)} if blank and _is_disabled(case) else None


def certificate_is_of_somebody_else(case: RuleCase) -> Evidence | None:
    """D28: the certificate's number does not repeat the identity number, the kind or the grade."""
    written = case.text("dis_no")
    if written is None:
        return None
    certificate = _CERTIFICATE.fullmatch(normalise_resident_id(written))
    if certificate is None:
        return {"differs": "dis_no"}
    given = (normalise_resident_id(case.text("id_no") or ""), case.text("dis_type"), case.text("dis_grade"))
    names = ("id_no", "dis_type", "dis_grade")
    differing = [
        name
        for name, told, read in zip(names, given, certificate.groups(), strict=True)
        if told and told != read
    ]
    return {"differs": " ".join(differing)} if differing else None


def work_is_too_hard(case: RuleCase) -> Evidence | None:
    """D29: a vacancy of heavy or hazardous work offered to a disabled person."""
    intensity = case.text("job_intensity")
    hazards = case.choices("job_hazards") & _HAZARDS
    if not _is_disabled(case) or not (intensity in _HEAVY or hazards):
        return None
    return {"job_intensity": intensity or "", "job_hazards": " ".join(sorted(hazards))}


def _is_disabled(case: RuleCase) -> bool:
    return "disabled" in case.choices("key_group")


DISABILITY_CHECKS: Final[Mapping[str, Check]] = {
    "D27": certificate_is_missing,
    "D28": certificate_is_of_somebody_else,
    "D29": work_is_too_hard,
}
