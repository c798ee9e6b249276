"""What can go wrong while a card is made; the code itself is never at fault, only the paper."""

from desktop.errors import DesktopError


class CardNotWrittenError(DesktopError):
    """The picture file could not be written."""

    code = "card-not-written"
