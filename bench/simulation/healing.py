"""The end of every schedule: everything is mended, and people do what the screen tells them to."""

from sqlalchemy import Connection

from bench.simulation.clocks import DAY_MS, HOUR_MS
from bench.simulation.computers import enrol_anew, join, scope_of
from bench.simulation.laptop import Laptop
from bench.simulation.losses import order_again
from bench.simulation.world import World
from server_stub.platform.review import accept
from sync.envelope.verifying import SuiteTooWeakError
from sync.progress import SyncOutcome, SyncState
from sync.standing import HandingInRefusedError

MAX_ROUNDS = 14
# What a copied disk is told: the other one has gone on, or has other keys by now.
_FORKED = frozenset({"envelope-fork", "peer-history-differs", "envelope-not-openable"})


def heal(world: World) -> None:
    """Mend everything and let everybody talk until nothing is left to say."""
    world.steps += 1
    world.tell("everything is mended")
    world.late.clear()
    for line in world.lines:
        line.trouble, line.is_connected = 0.0, True
    for laptop in world.working():
        laptop.clock.off_ms = 0
        laptop.fuse.disarm()
        laptop.is_cut_while_wiping = False
    world.relay.fuse.disarm()
    world.city.fuse.disarm()
    order_again(world)
    calm_rounds = 0
    for number in range(MAX_ROUNDS):
        world.time.pass_ms(DAY_MS + HOUR_MS if number == 1 else HOUR_MS)
        calm_rounds = calm_rounds + 1 if _everybody_talks(world) else 0
        if calm_rounds == 2 and number > 2:
            return


def _everybody_talks(world: World) -> bool:
    """Let each talk once; say whether nobody had anything new."""
    is_calm = True
    for laptop in world.working():
        outcome = laptop.sync()
        world.tell(f"{laptop.name} sync: {outcome.state} +{outcome.pushed} -{outcome.pulled} {outcome.code}")
        if outcome.pushed or outcome.pulled or outcome.state is SyncState.OFFLINE:
            is_calm = False
        if not laptop.is_lost and _follow_the_screen(world, laptop, outcome):
            is_calm = False
    if _review(world):
        is_calm = False
    code = world.city.round()
    if code is not None:
        world.tell(f"city round: {code}")
        is_calm = False
    return is_calm


def _review(world: World) -> bool:
    """Let the office accept what members sealed in a suite that had become too weak; say whether it did."""
    rows = world.city.rows(
        "SELECT digest, sender, code FROM platform_inbox WHERE state = 'quarantined' ORDER BY position"
    )
    weak = [
        str(digest)
        for digest, sender, code in rows
        if code == SuiteTooWeakError.code and sender not in world.ended
    ]

    def accept_all(connection: Connection) -> None:
        for one in weak:
            accept(connection, one)

    if weak:
        ended = world.city.act(accept_all)
        world.tell(f"office: accepts {len(weak)} envelopes of a weak suite {ended or ''}")
    return bool(weak)


def _follow_the_screen(world: World, laptop: Laptop, outcome: SyncOutcome) -> bool:
    """Do what an officer is told to do about an ending; say whether there was anything."""
    is_forked = outcome.code in _FORKED and laptop.device_id not in world.ended
    # The relay takes no fork from anybody, so the office lets a copy of an ended device join anew.
    is_copy = laptop.device_id in world.copied
    if is_forked or (is_copy and outcome.code == HandingInRefusedError.code):
        enrol_anew(world, laptop)
        return True
    if outcome.code in ("not-enrolled", "enrolment-pending"):
        join(world, laptop, scope=scope_of(world, laptop))
        return True
    return False
