"""A publisher's repository handed out beside the relay, where one address is all a closed network has.

Files only: who may believe them their signatures say, so nobody is asked who he is, and the relay neither
reads nor vouches for them. Parts of files are given (RFC 9110, 14), so a fetch that broke off goes on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

UPDATES_PATH: Final = "/updates"
_TYPE: Final = "application/octet-stream"
_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class UpdateFiles:
    """What lies below one folder."""

    folder: Path

    def routes(self) -> list[Route]:
        return [Route(f"{UPDATES_PATH}/{{name:path}}", self.get_file, methods=["GET"])]

    async def get_file(self, request: Request) -> Response:
        folder = self.folder.resolve()
        place = (folder / request.path_params["name"]).resolve()
        if not place.is_relative_to(folder) or not place.is_file():
            raise HTTPException(_NOT_FOUND)
        # The list of releases must never be an old one out of somebody's cache.
        return FileResponse(place, media_type=_TYPE, headers={"cache-control": "no-cache"})
