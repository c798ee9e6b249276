"""The people and machines of the story: 象山社区's laptop, the city's desk, the relay between them."""

from dataclasses import replace

from sync.change import Bundle, BundleItem, Change, FilledForm, HybridTime, RecordState, Verdict, VerdictState
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, SealedEnvelope
from sync.envelope.sealing import seal
from sync.keys.identity import (
    DeviceIdentity,
    SigningKey,
    generate_identity,
    generate_service_identity,
    generate_signing_key,
)
from sync.keys.registry import DeviceEntry, RegistryDocument, TrustRoots, sign_registry
from sync.merge.revision import revision_of
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy

ORG = "quanzhou"
REALM = "city/350500"
TOWN = "350582001"
PERSON = "p-350582001014-0921-1"
NEXT_YEAR_MS = STORY_STARTS_MS + 365 * 86_400_000

XIANGSHAN: DeviceIdentity = generate_identity(entropy=SeededEntropy("xiangshan"), org=ORG)
PUZHAO: DeviceIdentity = generate_identity(entropy=SeededEntropy("puzhao"), org=ORG)
CITY: DeviceIdentity = generate_service_identity(entropy=SeededEntropy("city"), org=ORG)
RELAY: DeviceIdentity = generate_service_identity(entropy=SeededEntropy("relay"), org=ORG)
STRANGER: DeviceIdentity = generate_identity(entropy=SeededEntropy("stranger"), org=ORG)
ROOTS: tuple[SigningKey, ...] = tuple(
    generate_signing_key(entropy=SeededEntropy(f"root {number}")) for number in range(3)
)
ISSUER: SigningKey = generate_signing_key(entropy=SeededEntropy("issuer"))
TRUST = TrustRoots(tuple(root.verification for root in ROOTS), threshold=2)

REGISTRY = RegistryDocument(
    version=7,
    expires_ms=NEXT_YEAR_MS,
    org=ORG,
    realm=REALM,
    relay=RELAY.public,
    recipients=(CITY.public,),
    devices=(
        DeviceEntry(XIANGSHAN.device_id, "象山社区 1 号机", XIANGSHAN.public, (TOWN,)),
        DeviceEntry(PUZHAO.device_id, "普照社区 1 号机", PUZHAO.public, (TOWN,)),
    ),
    issuers=(ISSUER.verification,),
)
SIGNED_REGISTRY = sign_registry(REGISTRY, roots=ROOTS[:2])


def moment(counter: int = 0, *, node: str = "xiangshan") -> HybridTime:
    return HybridTime(STORY_STARTS_MS, counter, node)


def change(item_id: str = "change-1", *, counter: int = 1, **edits: str | int | bool | None) -> Change:
    return Change(
        id=item_id,
        record_kind="person",
        record_id=PERSON,
        base_revision=revision_of(moment()),
        revision=revision_of(moment(counter)),
        edits=edits or {"emp_status": "1", "phone": "13905950921"},
        made_at=moment(counter),
        operator="林秀梅",
        submission_id="form-1",
    )


def filled_form() -> FilledForm:
    return FilledForm(
        id="form-1",
        form_id="employment_brief",
        form_version="2026110101",
        subject_id=PERSON,
        xml=b"<employment_brief/>",
        finalised_at_ms=STORY_STARTS_MS,
        operator="林秀梅",
    )


def state(counter: int = 0, *, deleted: bool = False, **fields: str | int | bool | None) -> RecordState:
    known = {"person_name": "蔡志明", "emp_status": "2"}
    return RecordState(
        "person", PERSON, revision_of(moment(counter, node="city")), {**known, **fields}, is_deleted=deleted
    )


def verdict(state_name: VerdictState, item_id: str = "change-1", code: str | None = None) -> Verdict:
    return Verdict(item_id, state_name, code, STORY_STARTS_MS + 1_000)


def bundle(*items: BundleItem) -> Bundle:
    return Bundle(items)


def uplink_header(
    sequence: int = 1, *, sender: DeviceIdentity = XIANGSHAN, after: ChainLink = GENESIS
) -> EnvelopeHeader:
    return EnvelopeHeader(
        kid=sender.kid,
        org=ORG,
        device=sender.device_id,
        sequence=sequence,
        previous=after.digest,
        audience=REALM,
        epoch=REGISTRY.version,
        time_ms=STORY_STARTS_MS,
    )


def downlink_header(sequence: int = 1, *, after: ChainLink = GENESIS) -> EnvelopeHeader:
    return replace(uplink_header(sequence, sender=CITY, after=after), audience=XIANGSHAN.device_id)


def sealed_uplink(
    plaintext: bytes = b"work", header: EnvelopeHeader | None = None, *, sender: DeviceIdentity = XIANGSHAN
) -> SealedEnvelope:
    return seal(
        plaintext,
        header=header or uplink_header(sender=sender),
        signer=sender,
        recipients=[CITY.public],
        entropy=SeededEntropy("seal"),
    )


def sealed_downlink(
    plaintext: bytes, header: EnvelopeHeader | None = None, *, to: DeviceIdentity = XIANGSHAN
) -> SealedEnvelope:
    return seal(
        plaintext,
        header=header or downlink_header(),
        signer=CITY,
        recipients=[to.public],
        entropy=SeededEntropy("seal down"),
    )
