"""The city's own system does not answer as it should: verdicts wait, and nothing else does."""

from server_stub.errors import ServerUnavailableError


class CitySystemError(ServerUnavailableError):
    """Base: what needs the city waits for the next round; envelopes are received all the same."""

    code = "city-system"


class CitySystemDownError(CitySystemError):
    """No answer: it is not running, not reachable, too slow, or says that it is busy."""

    code = "city-system-down"


class CitySystemAnswerError(CitySystemError):
    """An answer the contract does not know; whoever runs the city's system has to act."""

    code = "city-system-answer"


class CitySystemRefusedError(CitySystemError):
    """It does not let us in, or does not take a question of ours."""

    code = "city-system-refused"
