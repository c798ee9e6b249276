"""One envelope answered at its line: counted, timed and refused like any other request of the relay.

What the layers of the application do around an endpoint is done here for the one request that does not
pass through them, so that whoever reads the figures or an answer cannot tell which way it went.
"""

import logging
from dataclasses import dataclass
from typing import Final

from server_stub.errors import ServerError
from server_stub.http_at_the_line import LineAnswer, answer_as_written
from server_stub.problems import problem_response, unexpected_response
from server_stub.relay.one_envelope import QUICK_BYTES, OneEnvelope
from sync.errors import SyncError
from sync.ports import Entropy
from sync.wire import ENVELOPES_PATH, RECEIPT_TYPE

logger = logging.getLogger(__name__)

_PATH: Final = ENVELOPES_PATH.encode()
_RECEIPT: Final = f"content-type: {RECEIPT_TYPE}\r\n".encode()


@dataclass(frozen=True, slots=True)
class EnvelopeAtTheLine:
    """The answers to posts of one envelope."""

    one_envelope: OneEnvelope
    entropy: Entropy

    @property
    def path(self) -> bytes:
        return _PATH

    @property
    def most_bytes(self) -> int:
        """Give how much is looked at on the loop's own thread; longer ones are received piece by piece."""
        return min(QUICK_BYTES, self.one_envelope.relay.settings.max_envelope_bytes)

    async def answer(self, body: bytes) -> LineAnswer:
        relay = self.one_envelope.relay
        began = relay.clock.monotonic_s()
        try:
            kept = await self.one_envelope.take(body)
            answer = LineAnswer(201 if kept.is_new else 200, _RECEIPT, kept.receipt)
        except (SyncError, ServerError) as error:
            relay.metrics.refusals.labels(error.code).inc()
            answer = answer_as_written(problem_response(error))
        except Exception as error:
            logger.exception("an envelope was not answered")
            answer = answer_as_written(unexpected_response(error, reference=self.entropy.uuid()))
        relay.metrics.time_answer(ENVELOPES_PATH, relay.clock.monotonic_s() - began)
        relay.metrics.count_answer(ENVELOPES_PATH, "POST", answer.status)
        return answer
