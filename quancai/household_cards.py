"""A household's card: the platform signs its code, the desktop paints it."""

from pathlib import Path

from desktop.codecard.household_card import write_household_card
from resources.words import Words
from server_stub.demo import issue_subject_code
from server_stub.platform.inspection import read_city_record
from sync.codes.subject_code import CodeKind


class HouseholdUnknownError(LookupError):
    """The platform has no such household, so there is nobody to make a card for."""

    code = "household-unknown"

    def __init__(self, household_id: str) -> None:
        super().__init__(household_id)
        self.parameters = {"household": household_id}


def print_card(server_folder: Path, household_id: str, path: Path, words: Words) -> Path:
    """Print the card of one household of the platform's database.

    Raises:
        HouseholdUnknownError: the platform has no such household.
        CardNotWrittenError: the file cannot be written.

    """
    record = read_city_record(server_folder, "household", household_id)
    fields = record["fields"] if record else None
    if not isinstance(fields, dict):
        raise HouseholdUnknownError(household_id)
    return write_household_card(
        issue_subject_code(server_folder, CodeKind.HOUSEHOLD, household_id),
        path,
        address=str(fields.get("address") or ""),
        number=str(fields.get("household_no") or ""),
        words=words,
    )
