"""Opens a page in Chromium, does what a reader does, and returns what he then sees."""

import functools
import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars"),
)
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
# Leaves what the reader's script returned in one element, once its promise is kept.
FRAME = """
<script>
window.addEventListener("load", function () {
  function leave(seen) {
    var out = document.createElement("pre"); out.id = "seen"; out.textContent = JSON.stringify(seen);
    document.body.appendChild(out);
  }
  Promise.resolve().then(function () { return (%s)(); }).then(leave, function (e) { leave({ error: String(e) }); });
});
</script></body>"""


def find_browser() -> str:
    """Return Chromium; where there is none the test is skipped, or fails where all must run."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        reason = "no Chromium: nothing is seen in a browser"
        pytest.fail(reason) if os.environ.get("SKM_TEST_ALL") == "1" else pytest.skip(reason)
    return browser


def run_browser(*arguments: str, address: str) -> bytes:
    """Run Chromium with a profile of its own; return what it prints."""
    with tempfile.TemporaryDirectory() as profile:
        command = [find_browser(), *FLAGS, f"--user-data-dir={profile}", *arguments, address]
        return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout


BUDGETS = (20_000, 60_000, 200_000, 600_000, 2_000_000, 6_000_000)  # milliseconds of the page's clock


def see(page: Path, script: str, place: str = "", *, window: str = "1280,900", dark: bool = False, library: str = ""):
    """Return what a script sees on a page, as JSON.

    The page lets no second script run, so the reader's goes in with the policy taken out.
    """
    source = POLICY.sub("", page.read_text(encoding="utf-8"))
    more = f"<script>{library}</script>" if library else ""
    flags = ["--blink-settings=preferredColorScheme=0"] if dark else []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(source.replace("</body>", more + FRAME % script), encoding="utf-8")
        # The page's own clock runs ahead of what other processes of the browser do for it (a blob that is read), so on
        # a busy machine the page may be shown before the script is through: then it is asked again.
        for budget in BUDGETS:
            arguments = [f"--virtual-time-budget={budget}", f"--window-size={window}", *flags, "--dump-dom"]
            shown = run_browser(*arguments, address=f"{copy.as_uri()}{place}").decode()
            if found := re.search(r'<pre id="seen">(.*?)</pre>', shown, re.DOTALL):
                break
    assert found, shown[-2000:]
    seen = json.loads(html.unescape(found.group(1)).replace("\u00a0", " "))
    assert not (isinstance(seen, dict) and "error" in seen), seen
    return seen


@functools.cache
def dump(page: Path, place: str = "") -> str:
    """Return a page as it stands after its own script ran, with its policy in force."""
    return run_browser("--virtual-time-budget=20000", "--dump-dom", address=f"{page.as_uri()}{place}").decode()
