"""What a form may ask of the world: the time, and which device this is.

`today()`, `now()` and jr:preload read these and nothing else, so a session in a
test, in a replay or on the server says the same as it did at the door.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant, with the time zone the officer lives in."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class DeviceProperties:
    """The device and person that fill the form, under the names ODK's property() knows."""

    device_id: str
    username: str = ""
    phone_number: str = ""
    email: str = ""

    def read(self, name: str) -> str:
        """Give a property by ODK's spelling; an unknown one is blank, as in the reference client."""
        known = {
            "deviceid": self.device_id,
            "username": self.username,
            "phonenumber": self.phone_number,
            "email": self.email,
            "uri:deviceid": self.device_id,
            "uri:username": f"username:{self.username}" if self.username else "",
            "uri:phonenumber": f"tel:{self.phone_number}" if self.phone_number else "",
            "uri:email": f"mailto:{self.email}" if self.email else "",
        }
        return known.get(name.strip().lower(), "")
