"""Published documents: everybody ends with what stands, and what was begun before can still be finished."""

from bench.photo_form import FORM
from bench.simulation.broken import Broken
from bench.simulation.city_truth import CityTruth
from bench.simulation.laptop import Laptop
from bench.simulation.laptop_truth import LaptopTruth
from bench.simulation.officers import PHONE
from bench.simulation.publishing import expected_form
from bench.simulation.world import World
from forms import DeviceProperties, FormError, FormSession
from server_stub.platform.form_shelf import FormClock, shipped_form
from store import list_drafts


def same_documents(world: World, laptop: Laptop, truth: LaptopTruth, city: CityTruth) -> list[Broken]:
    """P6: the device has what the city publishes, byte by byte, knows what is withdrawn, and begins anew."""
    if world.city.registry().device(laptop.device_id) is None:
        return []
    broken = [
        Broken("P6", f"{laptop.name} has not {kind} {name} {version} as published")
        for (kind, name), (version, content) in city.documents.items()
        if truth.documents.get((kind, name, version)) != content
    ]
    unheard = city.withdrawn - truth.withdrawn
    broken += [
        Broken("P6", f"{laptop.name} has not heard that {one} is withdrawn") for one in sorted(unheard)
    ]
    begun, expected = laptop.forms.newest(FORM).version, expected_form(world, shipped=_shipped())
    if begun != expected:
        broken.append(Broken("P6", f"{laptop.name} begins with version {begun} and not {expected}"))
    return broken


def drafts_open(world: World, laptop: Laptop) -> list[Broken]:
    """P8: what was put aside opens with the version it was begun with and says what it said."""
    broken: list[Broken] = []
    for draft in list_drafts(laptop.store):
        aside = world.ledger.asides.get(draft.id)
        if aside is None:
            continue
        try:
            session = FormSession.resume(
                laptop.forms.pinned(draft.form_id, aside.form_version),
                draft.document,
                clock=FormClock(laptop.clock),
                device=DeviceProperties(laptop.device_id, laptop.operator),
            )
        except FormError as error:
            broken.append(Broken("P8", f"{laptop.name}: a draft does not open: {error.code}"))
            continue
        if session.values().get(PHONE, "") != aside.word:
            broken.append(Broken("P8", f"{laptop.name}: a draft has forgotten what was said"))
    return broken


def _shipped() -> str:
    return shipped_form(FORM).version
