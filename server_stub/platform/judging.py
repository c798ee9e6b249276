"""The items of one envelope, judged and carried out one after the other, each for itself (P5).

What the city returns goes back with its code. A mistake of ours met in one item takes back what that
item did and lets it wait (`setting_aside`); its neighbours never hear of it. Only a database or a
city's own system that cannot be used ends the whole stage, which is then taken again.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server_stub.errors import ServerUnavailableError
from server_stub.platform.inbox import Arrived
from server_stub.platform.items import FormsAtHand, JudgedItem
from server_stub.platform.port import CityPlatform, Coming, PlacedState, Stage
from server_stub.platform.returned import ReturnedError
from server_stub.platform.setting_aside import ITEM_SET_ASIDE, SetAside
from sync.change import Change, FilledForm, VerdictState
from sync.keys.registry_document import DeviceEntry

logger = logging.getLogger(__name__)

# Of these no item is the cause; PostgreSQL takes nothing more after the second.
_NOT_OF_ONE_ITEM = (ServerUnavailableError, SQLAlchemyError)


class Judging:
    """One stage of one envelope on one transaction."""

    def __init__(
        self,
        connection: Connection,
        city: CityPlatform,
        arrived: Arrived,
        *,
        sender: DeviceEntry,
        now_ms: int,
    ) -> None:
        self._city = city
        self._sender = sender
        self._now_ms = now_ms
        self._forms = FormsAtHand(connection)
        self._aside = SetAside(connection, arrived, sender=sender.device_id)

    def check(
        self, opened: Sequence[Change | FilledForm], known: Mapping[str, JudgedItem]
    ) -> list[JudgedItem]:
        """Hold every item that is not known yet against form, rules and scope."""
        self._look_ahead([item for item in opened if item.id not in known], stage=Stage.CHECK)
        judged: list[JudgedItem] = []
        for item in opened:
            word = known.get(item.id) or self._check(item)
            self._forms.note(word)
            judged.append(word)
        self._aside.write_down(now_ms=self._now_ms)
        return judged

    def apply(self, found: Iterable[JudgedItem]) -> tuple[list[JudgedItem], list[PlacedState]]:
        """Give what was checked or waits its effect; give the words about these items, and the records."""
        held = list(found)
        coming = [each.item for each in held if each.state is VerdictState.CHECKED]
        self._look_ahead(coming, stage=Stage.APPLY)
        judged: list[JudgedItem] = []
        changed: list[PlacedState] = []
        for each in held:
            word = each
            if each.state is VerdictState.CHECKED:
                word, states = self._take(each)
                judged.append(word)
                changed.extend(states)
            self._forms.note(word)
        self._city.write_down()
        self._aside.write_down(now_ms=self._now_ms)
        return judged, changed

    @property
    def is_complete(self) -> bool:
        """Say whether no item waits for a mistake of ours to be mended."""
        return not self._aside

    def _look_ahead(self, items: Sequence[Change | FilledForm], *, stage: Stage) -> None:
        try:
            self._city.look_ahead(_coming(items, self._forms), stage=stage, sender=self._sender)
        except _NOT_OF_ONE_ITEM:
            raise
        except Exception as error:  # noqa: BLE001 - found again by the item it belongs to, which is asked alone
            self._aside.note(error)

    def _check(self, item: Change | FilledForm) -> JudgedItem:
        if self._aside.must_wait(item):
            return self._aside.add(item, now_ms=self._now_ms)
        try:
            self._hold_against_rules(item)
        except ReturnedError as reason:
            return JudgedItem(item, VerdictState.RETURNED, reason.code, self._now_ms)
        except _NOT_OF_ONE_ITEM:
            raise
        except Exception as error:  # noqa: BLE001 - one item's bug must not stop the others (P5)
            self._aside.note(error)
            return self._aside.add(item, now_ms=self._now_ms)
        return JudgedItem(item, VerdictState.CHECKED, None, self._now_ms)

    def _take(self, each: JudgedItem) -> tuple[JudgedItem, Sequence[PlacedState]]:
        """Apply one item; one that waited is checked first, for it may never have been."""
        word = self._check(each.item) if each.code == ITEM_SET_ASIDE else each
        if word.state is VerdictState.RETURNED or word.code == ITEM_SET_ASIDE:
            return word, ()
        return self._apply(word)

    def _apply(self, each: JudgedItem) -> tuple[JudgedItem, Sequence[PlacedState]]:
        if self._aside.must_wait(each.item):
            return self._aside.add(each.item, now_ms=self._now_ms), ()
        try:
            with self._city.attempt():
                states = self._effect(each.item)
        except ReturnedError as reason:
            return each.moved(VerdictState.RETURNED, code=reason.code, at_ms=self._now_ms), ()
        except _NOT_OF_ONE_ITEM:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            self._aside.note(error)
            return self._aside.add(each.item, now_ms=self._now_ms), ()
        return each.moved(VerdictState.APPLIED, code=each.code, at_ms=self._now_ms), states

    def _hold_against_rules(self, item: Change | FilledForm) -> None:
        if isinstance(item, FilledForm):
            self._city.check_form(item, sender=self._sender)
        else:
            form = self._forms.find(item.submission_id)
            self._city.check_change(item, form=form, sender=self._sender)

    def _effect(self, item: Change | FilledForm) -> Sequence[PlacedState]:
        if isinstance(item, FilledForm):
            self._city.apply_form(item, sender=self._sender)
            return ()
        form = self._forms.find(item.submission_id)
        return self._city.apply_change(item, form=form, sender=self._sender)


def _coming(items: Sequence[Change | FilledForm], forms: FormsAtHand) -> list[Coming]:
    """Put beside every change the form it names, unless that comes along with it."""
    here = {one.id for one in items}
    earlier = {
        one.id: forms.find(one.submission_id)
        for one in items
        if isinstance(one, Change) and one.submission_id not in here
    }
    return [Coming(one, earlier.get(one.id)) for one in items]
