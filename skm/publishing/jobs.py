"""The files of all periods, written by several processes: the same bytes, whatever their number.

Processes are started anew ("spawn"), as on every system; each gets the facts once. This process does its own work
first and then takes a share too. What a lost process leaves undone is done here, so that a survey is published whole
or an error says why it is not.
"""

import atexit
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from skm.publishing.outputs import FactsByLanguage, Job, close_outputs, list_jobs

# A process costs about a second before its first file; a period's files cost that for about so many units.
UNITS_WORTH_A_PROCESS = 40
JOBS_AHEAD = 2  # of each process, so that none waits for the next one

Told = Callable[[str, int, int], None]

_periods: list["Period"] = []  # what a process works on: set once, where it begins


@dataclass(frozen=True)
class Period:
    """The facts of one period, and the folder of its files."""

    facts: FactsByLanguage
    folder: Path


def count_cores() -> int:
    """Return how many processes this computer runs at a time."""
    allowed = getattr(os, "sched_getaffinity", None)  # fewer where a scheduler or a container allows fewer
    return max(1, len(allowed(0)) if allowed else os.cpu_count() or 1)


def fitting_jobs(periods: Sequence[Period]) -> int:
    """Return how many processes are worth while: those that the cores and the units give work to."""
    units = sum(len(next(iter(period.facts.values())).units) for period in periods)
    return min(count_cores(), 1 + units // UNITS_WORTH_A_PROCESS)


def write_periods(
    periods: Sequence[Period],
    jobs: int | None = None,
    meanwhile: Callable[[], None] | None = None,
    progress: Told | None = None,
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

    Raises
    ------
    Exception
        What went wrong in whichever process; nothing runs any longer then.
    """
    many = fitting_jobs(periods) if jobs is None else jobs
    work = [(place, job) for place, period in enumerate(periods) for job in list_jobs(period.facts)]
    told = progress or _say_nothing
    if many > 1 and work:
        _write_in_processes(periods, work, many - 1, meanwhile, told)
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
    periods: Sequence[Period],
    work: Sequence[tuple[int, Job]],
    workers: int,
    meanwhile: Callable[[], None] | None,
    told: Told,
) -> None:
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(work)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(pickle.dumps(list(periods), pickle.HIGHEST_PROTOCOL),),
    )
    bench = _Bench(pool, periods, deque(work), partial(told, "publish"), len(work))
    try:
        with _deaf_to_ctrl_c():  # a process that begins inherits it, and says nothing of a key that is not for it
            for _ in range(JOBS_AHEAD * workers):
                bench.hand_next()
        if meanwhile is not None:
            meanwhile()
        bench.finish()
    finally:  # an error or Ctrl-C: what has not begun never does
        bench.waiting.clear()
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass
class _Bench:
    """The work that lies ready: processes take it from the front, this one from the end."""

    pool: ProcessPoolExecutor
    periods: Sequence[Period]
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
                future = self.pool.submit(_do, *self.waiting[0])
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


def _begin(pickled: bytes) -> None:
    """Make a process ready: it leaves Ctrl-C to the one that started it, and ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    atexit.register(os._exit, 0)  # taking apart pandas and the engine takes time, and the engine complains of it
    _periods[:] = pickle.loads(pickled)  # noqa: S301  our own facts, from the process that started this one


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _do(place: int, job: Job) -> None:
    job.do(_periods[place].facts, _periods[place].folder)
