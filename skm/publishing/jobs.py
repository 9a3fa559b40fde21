"""The files of all periods, written by several processes: the same bytes, whatever their number.

Processes are started anew ("spawn"), as on every system, and as early as somebody knows that they will be needed:
what they import is there when the work comes. Each gets the facts once. This process does its own work first and then
takes a share too. What a lost process leaves undone is done here, so that a survey is published whole
or an error says why it is not.
"""

import atexit
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from skm.cores import count_cores
from skm.publishing.outputs import FactsByLanguage, Job, close_outputs, list_jobs
from skm.tables import know_prepared, list_prepared

# A process costs about a second before its first file; a period's files cost that for about so many units.
UNITS_WORTH_A_PROCESS = 40
JOBS_AHEAD = 2  # of each process, so that none waits for the next one

Told = Callable[[str, int, int], None]

_held: dict[Path, list["Period"]] = {}  # in a process: the facts that it works on, by the file they came in


@dataclass(frozen=True)
class Period:
    """The facts of one period, the folder of its files, and its name among the periods."""

    facts: FactsByLanguage
    folder: Path
    name: str = ""


def fitting_jobs(periods: Sequence[Period]) -> int:
    """Return how many processes are worth while: those that the cores and the units give work to."""
    units = sum(len(next(iter(period.facts.values())).units) for period in periods)
    return min(count_cores(), 1 + units // UNITS_WORTH_A_PROCESS)


@contextmanager
def early_processes(jobs: int | None, n_units: int) -> Iterator[ProcessPoolExecutor | None]:
    """Start the processes that will write before there is anything to write, and end them at last.

    Parameters
    ----------
    jobs
        Processes in all, this one among them; as many as `n_units` are worth where it is not given.
    n_units
        Units that will have pages at least.
    """
    many = min(count_cores(), 1 + n_units // UNITS_WORTH_A_PROCESS) if jobs is None else jobs
    if many < 2:
        yield None
        return
    pool = _new_pool(many - 1)
    try:
        with _deaf_to_ctrl_c():
            pool.submit(_make_ready)
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _new_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def write_periods(
    periods: Sequence[Period],
    jobs: int | None = None,
    meanwhile: Callable[[], None] | None = None,
    progress: Told | None = None,
    processes: ProcessPoolExecutor | None = None,
) -> None:
    """Write everything that the periods publish.

    Parameters
    ----------
    periods
        Facts and folder of each.
    jobs
        Processes in all, this one among them; as many as are worth while where it is not given.
    meanwhile
        What this process does first, while others write.
    progress
        Called with ("publish", jobs done, jobs in all) as they are done.
    processes
        Those of `early_processes`, where they have been started.

    Raises
    ------
    Exception
        What went wrong in whichever process; nothing runs any longer then.
    """
    many = fitting_jobs(periods) if jobs is None else jobs
    work = [(place, job) for place, period in enumerate(periods) for job in list_jobs(period.facts)]
    told = progress or _say_nothing
    if many > 1 and work:
        with nullcontext(processes) if processes is not None else _new_pool(min(many - 1, len(work))) as pool:
            _write_in_processes(pool, periods, work, many - 1, meanwhile, told)
    else:
        if meanwhile is not None:
            meanwhile()
        for done, (place, job) in enumerate(work):
            told("publish", done, len(work))
            job.do(periods[place].facts, periods[place].folder)
    for period in periods:
        close_outputs(period.facts, period.folder)


def _say_nothing(_stage: str, _done: int, _total: int) -> None:
    """Say nothing of how far it has come."""


def _write_in_processes(
    pool: ProcessPoolExecutor,
    periods: Sequence[Period],
    work: Sequence[tuple[int, Job]],
    workers: int,
    meanwhile: Callable[[], None] | None,
    told: Told,
) -> None:
    with tempfile.TemporaryDirectory(prefix="skm-facts-") as folder:
        facts = Path(folder) / "facts"
        facts.write_bytes(pickle.dumps((list(periods), list_prepared()), pickle.HIGHEST_PROTOCOL))
        bench = _Bench(pool, periods, facts, deque(work), partial(told, "publish"), len(work))
        try:
            with _deaf_to_ctrl_c():  # a process that begins inherits it, and says nothing of a key that is not for it
                for _ in range(JOBS_AHEAD * workers):
                    bench.hand_next()
            if meanwhile is not None:
                meanwhile()
            bench.finish()
        finally:  # an error or Ctrl-C: what has not begun never does
            bench.stop()


@dataclass
class _Bench:
    """The work that lies ready: processes take it from the front, this one from the end."""

    pool: ProcessPoolExecutor
    periods: Sequence[Period]
    facts: Path
    waiting: "deque[tuple[int, Job]]"
    told: Callable[[int, int], None]
    total: int
    n_own: int = 0
    handed: "list[tuple[tuple[int, Job], Future[None]]]" = field(default_factory=list)
    lock: Any = field(default_factory=threading.RLock)

    def hand_next(self, done: "Future[None] | None" = None) -> None:
        """Hand the next job to a process; after one that went wrong nothing more is begun."""
        with self.lock:  # whoever finds nothing waiting knows that all the rest is handed
            if done is not None and (error := done.exception()) and not isinstance(error, BrokenProcessPool):
                self.waiting.clear()
            if not self.waiting:
                return
            try:
                future = self.pool.submit(_do, self.facts, *self.waiting[0])
            except RuntimeError:  # no process takes work any longer: this one will do it
                return
            self.handed.append((self.waiting.popleft(), future))
        future.add_done_callback(self.hand_next)

    def finish(self) -> None:
        """Do what lies there, then see that all the rest was done; what a lost process left undone is done here."""
        self._do_waiting()
        for work, future in self.handed:  # grows while jobs are handed on
            try:
                future.result()
                self.tell()
            except BrokenProcessPool:  # for want of memory perhaps; its files are written again, whole
                self._do(*work)
        self._do_waiting()

    def _do_waiting(self) -> None:
        while work := self._take_last():
            self._do(*work)

    def _take_last(self) -> tuple[int, Job] | None:
        with self.lock:
            return self.waiting.pop() if self.waiting else None

    def _do(self, place: int, job: Job) -> None:
        job.do(self.periods[place].facts, self.periods[place].folder)
        self.n_own += 1
        self.tell()

    def stop(self) -> None:
        """Begin nothing any more, and wait until what has begun is done: the files are somebody else's then."""
        with self.lock:
            self.waiting.clear()
        for _, future in self.handed:
            future.exception()

    def tell(self) -> None:
        """Tell how many jobs are done, here and in the processes."""
        with self.lock:
            done = self.n_own + sum(future.done() for _, future in self.handed)
        self.told(min(done, self.total - 1), self.total)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ignore Ctrl-C for the moment in which processes are started; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _begin() -> None:
    """Make a process ready: it leaves Ctrl-C to the one that started it, and ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    atexit.register(os._exit, 0)  # taking apart pandas and the engine takes time, and the engine complains of it


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _make_ready() -> None:
    """Load what draws: most jobs need it, and it takes half a second."""
    from matplotlib.backends import backend_agg  # noqa: F401  loaded, not used here


def _do(facts: Path, place: int, job: Job) -> None:
    if facts not in _held:
        periods, prepared = pickle.loads(facts.read_bytes())  # noqa: S301  from the process that started this one
        _held[facts] = periods
        know_prepared(prepared)
    period = _held[facts][place]
    job.do(period.facts, period.folder)
