"""One error for everything the page lets a reader refuse, named by the code of its section 10."""


class Refused(Exception):  # noqa: N818 - the word of the page
    """A message that must not be believed; `code` is the page's word for why."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code


def insist(holds: bool, code: str, why: str = "") -> None:
    """Go on only if it holds."""
    if not holds:
        raise Refused(code, why)
