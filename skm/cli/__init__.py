"""Words → one library call → one sentence → exit code. Results go to stdout, messages and progress to stderr.

Exit codes: 0 done · 1 the data do not allow a whole result · 2 the command or the settings are wrong.
Heavy libraries are imported inside the commands, so that `skm --help` answers at once. A command joins `app` where it
is defined; the order of the imports here is the order in which `skm --help` lists them.
"""

import atexit
import gc
import os
import sys
import tempfile
from contextlib import suppress
from typing import Any, NoReturn

import typer

from skm.cli import running  # isort: skip
from skm.cli import checks  # isort: skip
from skm.cli import figures  # isort: skip
from skm.cli import tallies  # isort: skip
from skm.cli import folders  # isort: skip
from skm.cli import releases  # isort: skip
from skm.cli import texts  # isort: skip
from skm.cli import assessments  # isort: skip
from skm.cli.console import PLAIN_SIGNS, Language, app, asked_language, say, speak, spoken
from skm.engine import heed_ctrl_c, is_disk_full
from skm.errors import SkmError
from skm.messages import TALK

__all__ = [
    "PLAIN_SIGNS",
    "app",
    "assessments",
    "checks",
    "entry",
    "figures",
    "folders",
    "main",
    "releases",
    "running",
    "spare_the_collector",
    "tallies",
    "texts",
]

ENGINE_STOPPED = ("Query interrupted", "INTERRUPT Error: Interrupted!")  # what the engine raises at Ctrl-C
INTERRUPTED = 130  # the code into which Typer turns Ctrl-C
UsageError: type[Any] = typer.BadParameter.__base__  # what Typer raises where a command is not typed as it should be


def main() -> None:
    """Run the command line; whatever goes wrong ends in a message and an exit code, never in a traceback."""
    speak(Language(asked_language(sys.argv)))
    try:
        code = app(standalone_mode=False) or 0  # --help ends with a code, a command with none
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        raise SystemExit(code)
    except SkmError as error:
        _fail(error)
    except UsageError as error:
        used = getattr(error.ctx, "command_path", "skm")
        say(TALK["usage"][spoken()].format(found=error.format_message(), help=used))
        raise SystemExit(2) from None
    except (KeyboardInterrupt, typer.Abort):
        _stop()
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:  # the last resort: a fault of ours must not end in a traceback
        if str(error) in ENGINE_STOPPED:  # Ctrl-C while the engine answers
            _stop()
        if is_disk_full(error):
            say(TALK["disk_full"][spoken()].format(temporary=tempfile.gettempdir()))
            raise SystemExit(1) from None
        if os.environ.get("SKM_DEBUG"):
            raise
        say(TALK["fault"][spoken()].format(kind=type(error).__name__))
        raise SystemExit(1) from None


def spare_the_collector() -> None:
    """Let Python look for circles of dead objects less often.

    A command lives for seconds and makes hundreds of thousands of lines that stay: looking through them all again and
    again costs a tenth of the time of 5,000 units' figures, and finds nothing.
    """
    gc.set_threshold(50_000, 20, 100)


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave without taking the interpreter apart.

    Taking apart pandas, scipy and the engine costs a quarter of a second; temporary folders are removed all the same.
    """
    spare_the_collector()
    heed_ctrl_c()
    try:
        main()
        code = 0
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    atexit._run_exitfuncs()  # noqa: SLF001  the only way to run them before leaving
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _stop() -> NoReturn:
    say(TALK["stopped"][spoken()])
    raise SystemExit(1) from None


def _fail(error: SkmError) -> NoReturn:
    refusals = getattr(error, "refusals", ())
    for refusal in refusals:
        say(refusal.error.message(spoken()))
    say(error.message(spoken()))
    raise SystemExit(error.exit_code)
