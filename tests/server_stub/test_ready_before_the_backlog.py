"""Ready means that devices are served: not that everything that piled up meanwhile has been worked off."""

from dataclasses import dataclass, field
from threading import Event

from server_stub.platform.loop import PlatformLoop
from server_stub.status import read_status
from sync.errors import ServerUnreachableError
from tests.scenario.office import SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office
from tests.server_stub.conftest import Counter
from tests.server_stub.test_relay_operating import figure


@dataclass
class BusyDesk:
    """A desk whose first round finds the work of a week and takes as long as a test lets it."""

    unreachable: int = 0
    done: Event = field(default_factory=Event)
    begun: int = 0

    def begin(self) -> None:
        if self.unreachable:
            self.unreachable -= 1
            raise ServerUnreachableError
        self.begun += 1

    def run_once(self) -> bool:
        self.done.wait(timeout=60)
        return False

    def go_on(self) -> bool:
        return False


def test_a_platform_with_the_work_of_a_week_before_it_is_ready_first() -> None:
    desk, ready = BusyDesk(), Event()
    loop = PlatformLoop(desk, poll_seconds=60, ready=ready.set)

    loop.start()

    assert ready.wait(timeout=60)
    assert not desk.done.is_set()
    desk.done.set()
    loop.stop()


def test_a_platform_that_cannot_begin_tries_again_and_is_ready_once() -> None:
    desk, ready = BusyDesk(unreachable=1), Event()
    desk.done.set()
    loop = PlatformLoop(desk, poll_seconds=0, ready=ready.set)

    loop.start()

    assert ready.wait(timeout=60)
    loop.stop()
    assert (desk.unreachable, desk.begun) == (0, 1)


def test_beginning_serves_devices_and_leaves_the_work_where_it_is(office: Office) -> None:
    device = office.enrol()
    for answers in (SAYS_UNEMPLOYED, SAYS_EMPLOYED):
        visit = office.visit(device, answers)
        device.post(visit.form, visit.change)
    office.restart()

    office.desk.begin()

    status = read_status(office.folder, now_ms=office.clock.now_ms())
    assert status.envelopes_unread == 2
    assert status.city is not None
    assert status.city.submissions == 0
    assert office.registry().version > 0


def test_once_a_round_is_done_nothing_is_unread(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)

    office.desk.run_once()

    assert read_status(office.folder, now_ms=office.clock.now_ms()).envelopes_unread == 0


def test_the_relay_shows_what_the_city_has_not_asked_for(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    for _ in range(3):
        counter.post(device.seal())
    assert figure(counter, "city_unread") == 0

    page = counter.mailbox(counter.city)
    assert figure(counter, "city_unread") == 3

    counter.mailbox(counter.city, after=page.items[1].position)
    counter.mailbox(device)
    assert figure(counter, "city_unread") == 1
