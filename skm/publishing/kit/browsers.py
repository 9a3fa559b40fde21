"""An installed Chromium, Chrome or Edge as a printer.

It is found, started once with a profile of its own, asked over its debugging protocol, and ended. It loads nothing from
the network, and what it keeps goes with its profile.
"""

import base64
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skm.errors import RequestError

ON_PATH = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
ON_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
ON_MACOS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    *(
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--mute-audio",
        "--no-first-run",
        "--no-default-browser-check",
    ),
    *("--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update"),
    *("--disable-default-apps", "--disable-domain-reliability", "--disable-breakpad", "--no-pings", "--disable-quic"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere: the network is out of reach
    "--force-color-profile=srgb",  # the same picture whatever the screen
    "--font-render-hinting=none",
)
STARTING = 30.0  # seconds that a slow computer may need to start a browser
ANSWERING = 60.0  # and for one poster
ENDING = 5.0  # and to end, before it is made to
PORT_FILE = "DevToolsActivePort"
PAPER = {"printBackground": True, "preferCSSPageSize": True, "generateTaggedPDF": True, "marginTop": 0}
TEXT_FRAME, CLOSE_FRAME, PING_FRAME, PONG_FRAME = 1, 8, 9, 10
SHORT, MEDIUM, LONG = 126, 127, 65536  # RFC 6455, 5.2: how the length of a frame is written


class NotPrintedError(RequestError):
    """Posters are not on paper; all the rest is written, whole."""


def find_browser(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the program of an installed Chromium, Chrome or Edge, None where there is none.

    Parameters
    ----------
    environment
        PATH and the folders for programs; those of this process by default. `SKM_BROWSER` names one outright.
    """
    environment = os.environ if environment is None else environment
    if named := environment.get("SKM_BROWSER"):
        return Path(named) if Path(named).is_file() else None
    for name in ON_PATH:
        if found := shutil.which(name, path=environment.get("PATH", "")):
            return Path(found)
    return next((path for path in _usual_places(environment) if path.is_file()), None)


def _usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [environment.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
        yield from (Path(root) / place for place in ON_WINDOWS for root in roots if root)
    elif sys.platform == "darwin":
        roots = ["/Applications", str(Path(environment.get("HOME", "/")) / "Applications")]
        yield from (Path(root) / place for place in ON_MACOS for root in roots)


@contextmanager
def open_browser(program: Path) -> Iterator["Browser"]:
    """Start a browser and give it, ready to print; end it and remove its profile afterwards.

    Raises
    ------
    NotPrintedError
        It does not start, ends, or does not answer in time.
    """
    profile = Path(tempfile.mkdtemp(prefix="skm-print-"))
    command = [str(program), *QUIET, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # Chromium refuses its own walls to the superuser
        command.insert(1, "--no-sandbox")
    process = subprocess.Popen(  # noqa: S603 - a program that was found above, with arguments of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        browser = Browser(*_address(process, profile))
        try:
            yield browser
        finally:
            browser.close()
    except (OSError, TimeoutError, EOFError) as error:
        raise NotPrintedError("browser_failed", program=program.name) from error
    finally:
        _end(process)
        _remove(profile)


def _address(process: "subprocess.Popen[bytes]", profile: Path) -> tuple[int, str]:
    """Return the port and the path at which a browser listens, once it has written them down."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        if process.poll() is not None:
            raise EOFError
        with suppress(OSError, ValueError):
            port, path = (profile / PORT_FILE).read_text(encoding="ascii").split("\n")[:2]
            return int(port), path
        time.sleep(0.02)
    raise TimeoutError


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a browser: it was asked to close, so it mostly has."""
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _remove(profile: Path) -> None:
    """Remove a profile; parts of the browser that are still ending may write into it for a moment."""
    for _ in range(20):
        shutil.rmtree(profile, ignore_errors=True)
        if not profile.exists():
            return
        time.sleep(0.05)


@dataclass(frozen=True)
class Printed:
    """One page on paper and as a picture."""

    number: int
    pdf: bytes
    png: bytes


class Browser:
    """A browser that prints pages in several tabs: while one is drawn, another is put on paper."""

    def __init__(self, port: int, path: str) -> None:
        self._wire = _Wire(port, path)
        self._number = 0

    def print_pages(
        self, pages: Sequence[str], size: tuple[int, int], scale: float, tabs: int = 1
    ) -> Iterator[Printed]:
        """Give every page as PDF and PNG as soon as it is done; whichever tab did it, the bytes are the same.

        Parameters
        ----------
        pages
            As HTML; nothing is loaded from elsewhere.
        size, scale
            Of the PNG: width and height in points of the screen, each of `scale` by `scale` pixels. The PDF has the
            size that the page's style sheet says, and tags for screen readers.
        tabs
            How many pages are printed at a time.
        """
        waiting = iter(enumerate(pages))
        asked: dict[int, _Steps] = {}
        opened = [self._open_tab(size, scale) for _ in range(max(1, min(tabs, len(pages))))]
        for session, frame in opened:  # only now: what is asked while a tab opens gets no answer
            yield from self._go_on(_print_next(waiting, session, frame), None, asked)
        while asked:
            answer = json.loads(self._wire.receive())
            if steps := asked.pop(answer.get("id", 0), None):
                yield from self._go_on(steps, _result(answer), asked)

    def _open_tab(self, size: tuple[int, int], scale: float) -> tuple[str, str]:
        """Return the session of a new tab and its frame."""
        target = self._ask("", "Target.createTarget", url="about:blank", newWindow=True)["targetId"]
        session: str = self._ask("", "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask(session, "Emulation.setEmulatedMedia", media="print")
        width, height = size
        screen = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self._ask(session, "Emulation.setDeviceMetricsOverride", **screen)
        frame: str = self._ask(session, "Page.getFrameTree")["frameTree"]["frame"]["id"]
        return session, frame

    def _go_on(self, steps: "_Steps", answer: dict[str, Any] | None, asked: "dict[int, _Steps]") -> Iterator[Printed]:
        """Hand a tab its answer, give the page that is done with it, and ask what comes next."""
        with suppress(StopIteration):  # no page is left
            step = next(steps) if answer is None else steps.send(answer)
            if isinstance(step, Printed):
                yield step
                step = next(steps)
            asked[self._send(*step)] = steps

    def close(self) -> None:
        """Ask the browser to end."""
        with suppress(OSError, EOFError):
            self._send("", "Browser.close", {})
        self._wire.close()

    def _send(self, session: str, method: str, values: Mapping[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        self._wire.send(json.dumps(message))
        return self._number

    def _ask(self, session: str, method: str, **values: Any) -> dict[str, Any]:
        number = self._send(session, method, values)
        while True:
            answer = json.loads(self._wire.receive())
            if answer.get("id") == number:
                return _result(answer)


_Request = tuple[str, str, Mapping[str, Any]]  # session, method, values
_Steps = Generator[_Request | Printed, dict[str, Any], None]


def _print_next(waiting: Iterator[tuple[int, str]], session: str, frame: str) -> _Steps:
    """Print in one tab whichever page is next, until none is left: what to ask, the answers come back."""
    for number, page in waiting:
        yield session, "Page.setDocumentContent", {"frameId": frame, "html": page}
        paper = yield session, "Page.printToPDF", PAPER
        picture = yield session, "Page.captureScreenshot", {"format": "png"}
        yield Printed(number, base64.b64decode(paper["data"]), base64.b64decode(picture["data"]))


def _result(answer: Mapping[str, Any]) -> dict[str, Any]:
    if "error" in answer:
        raise OSError(answer["error"].get("message", ""))
    result: dict[str, Any] = answer["result"]
    return result


class _Wire:
    """A WebSocket to a browser on this computer (RFC 6455), as much of it as its protocol needs."""

    def __init__(self, port: int, path: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWERING)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        self._reader = self._socket.makefile("rb")
        status = self._reader.readline()
        if b" 101 " not in status:
            raise OSError(status.decode("latin-1").strip())
        while self._reader.readline().strip():
            pass  # the other lines of the answer say nothing that matters here

    def send(self, text: str) -> None:
        """Send a text; what a client sends is masked (5.3)."""
        self._frame(TEXT_FRAME, text.encode())

    def _frame(self, kind: int, data: bytes) -> None:
        n = len(data)
        if n < SHORT:
            head = bytes([0x80 | kind, 0x80 | n])
        elif n < LONG:
            head = bytes([0x80 | kind, 0x80 | SHORT]) + n.to_bytes(2, "big")
        else:
            head = bytes([0x80 | kind, 0x80 | MEDIUM]) + n.to_bytes(8, "big")
        mask = secrets.token_bytes(4)
        whole = int.from_bytes(data, "big") ^ int.from_bytes((mask * (n // 4 + 1))[:n], "big")
        self._socket.sendall(head + mask + whole.to_bytes(n, "big"))

    def receive(self) -> str:
        """Return the next text, put together from its frames."""
        parts = []
        while True:
            first, second = self._read(2)
            length = second & 0x7F
            if length >= SHORT:
                length = int.from_bytes(self._read(2 if length == SHORT else 8), "big")
            data, kind = self._read(length), first & 0x0F
            if kind == CLOSE_FRAME:
                raise EOFError
            if kind == PING_FRAME:
                self._frame(PONG_FRAME, data)
            elif kind != PONG_FRAME:
                parts.append(data)
                if first & 0x80:
                    return b"".join(parts).decode("utf-8")

    def _read(self, n: int) -> bytes:
        data = self._reader.read(n)
        if len(data) < n:
            raise EOFError
        return data

    def close(self) -> None:
        """Close both ends."""
        self._reader.close()
        self._socket.close()
