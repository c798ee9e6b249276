"""What a demonstration needs on paper: an invitation for the device and a photographed card."""

from dataclasses import dataclass
from pathlib import Path

from desktop.codecard.household_card import photograph_card
from quancai.household_cards import print_card
from resources.words import Words
from server_stub.demo import write_invitation


@dataclass(frozen=True, slots=True)
class Supplies:
    """Files a person would have in the hand."""

    invitation: Path
    photograph: Path


def prepare_supplies(
    server_folder: Path, folder: Path, *, scope: str, household_id: str, words: Words
) -> Supplies:
    """Write both into the folder; the server must be serving."""
    invitation = write_invitation(server_folder, folder / "enroll.qjy", scope=(scope,))
    printed = print_card(server_folder, household_id, folder / "card-printed.png", words)
    return Supplies(invitation, photograph_card(printed, folder / "card-photographed.jpg"))
