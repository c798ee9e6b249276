"""How it stands with new versions, as the one line people read."""

from typing import Final

from desktop.updating import UpdateState, UpdateStep
from resources.words import Words

_SAID: Final = {
    UpdateStep.OFF: "screens.updates.off",
    UpdateStep.NEWEST: "screens.updates.newest",
    UpdateStep.RING: "screens.updates.ring",
    UpdateStep.UNSENT: "screens.updates.unsent",
    UpdateStep.FETCHING: "screens.updates.fetching",
    UpdateStep.READY: "screens.updates.ready",
    UpdateStep.INSTALLER: "screens.updates.installer",
}
_GOES_ON: Final = (UpdateStep.FETCHING, UpdateStep.READY)


def say_update_in_passing(state: UpdateState, words: Words) -> str:
    """Say it on the page of the day, where only what somebody can act on belongs; else nothing."""
    return say_update(state, words) if state.required or state.step is UpdateStep.READY else ""


def say_update(state: UpdateState, words: Words) -> str:
    """Say it calmly; of a failure, what happened and that this version goes on working."""
    if state.required and state.step not in _GOES_ON:
        return words.text("screens.updates.required", version=state.required)
    if state.step is UpdateStep.FAILED:
        return words.text("screens.updates.failed", reason=words.error(state.code, state.parameters).title)
    return words.text(_SAID[state.step], version=state.version, per_cent=state.per_cent)
