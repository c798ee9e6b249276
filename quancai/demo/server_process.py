"""The sync server and the platform as a process of their own, started and stopped like real ones."""

import json
import subprocess
import sys
import threading
from pathlib import Path

_READY_WITHIN_SECONDS = 60.0
_STOP_WITHIN_SECONDS = 15.0


class ServerNotReadyError(RuntimeError):
    """The server process ended, or said nothing, before it was ready; its log says why."""

    code = "demo-server-not-ready"

    def __init__(self, log: Path) -> None:
        super().__init__(f"server not ready, see {log}")
        self.parameters = {"log": str(log)}


class ServerProcess:
    """One server on loopback; its port is chosen at the first start and kept for ever."""

    def __init__(self, folder: Path, *, role: str = "both") -> None:
        self.folder = folder
        self._role = role
        self._port_file = folder / "port"
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> str:
        """Start and wait until it serves; give its address.

        Raises:
            ServerNotReadyError: it ended or stayed silent.

        """
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "server.log"
        arguments = ["server", "run", "--data", str(self.folder), "--port", self._known_port()]
        arguments += ["--role", self._role, "--demo", "--until-stdin-closes"]
        with log.open("a", encoding="utf-8") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
                [*_own_program(), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self.url = self._wait_until_ready(self._process, log)
        self._port_file.write_text(self.url.rsplit(":", 1)[1], encoding="ascii")
        return self.url

    def _known_port(self) -> str:
        """Give the port of last time, because devices that joined remember it; 0 chooses a free one."""
        return self._port_file.read_text(encoding="ascii") if self._port_file.exists() else "0"

    def kill(self) -> None:
        """End it without a goodbye, as a power cut would."""
        self._end(gently=False)

    def stop(self) -> None:
        self._end(gently=True)

    def _end(self, *, gently: bool) -> None:
        if self._process is None:
            return
        if gently:
            self._process.terminate()
        else:
            self._process.kill()
        try:
            self._process.wait(_STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def _wait_until_ready(self, process: subprocess.Popen[str], log: Path) -> str:
        watchdog = threading.Timer(_READY_WITHIN_SECONDS, process.kill)
        watchdog.start()
        try:
            line = process.stdout.readline() if process.stdout else ""
        finally:
            watchdog.cancel()
        if not line:
            self._end(gently=False)
            raise ServerNotReadyError(log)
        return str(json.loads(line)["url"])


def _own_program() -> list[str]:
    """The way to start this very program again, from source or frozen."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "quancai"]
