"""What may be shown of a person where others can look on: enough to recognise, too little to copy."""

from typing import Final

_HIDDEN: Final = "*"


def mask_name(name: str) -> str:
    """Show the family name and, of three or more characters, the last: 蔡*明, 蔡*."""
    if len(name) <= 1:
        return _HIDDEN
    if len(name) == 2:
        return name[0] + _HIDDEN
    return name[0] + _HIDDEN * (len(name) - 2) + name[-1]


def mask_resident_id(number: str) -> str:
    """Show the region and the last four characters: 350582********1234."""
    return _show_ends(number, front=6, back=4)


def mask_phone(phone: str) -> str:
    """Show who issued it and the last four digits: 138****5678."""
    return _show_ends(phone, front=3, back=4)


def mask_text(text: str) -> str:
    """Show the first character of what somebody wrote, and not how much follows: 象***."""
    return text[:1] + _HIDDEN * 3 if text else ""


def mask_date(date: str) -> str:
    """Show the year of a date as forms keep it: 1980-**-**; of anything else nothing."""
    year, separator, _ = date.partition("-")
    return f"{year}-**-**" if separator and len(year) == 4 and year.isdecimal() else _HIDDEN * 3


def _show_ends(text: str, *, front: int, back: int) -> str:
    hidden = len(text) - front - back
    if hidden <= 0:  # too short to be what it should be, so nothing of it is shown
        return _HIDDEN * len(text)
    return text[:front] + _HIDDEN * hidden + text[-back:]
