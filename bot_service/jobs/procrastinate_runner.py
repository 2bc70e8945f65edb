"""Many steps at once, in many processes on many machines: Procrastinate on PostgreSQL.

What is due is read from our tables and put into Procrastinate's queue as jobs, one per row: by whichever process
committed something, and by each process now and then. The queue holds only what is due, so it may be lost, and a row
whose worker was killed comes back: the dead worker's job is cleared away once its heartbeat has stopped.

- `queueing_lock`: no row waits in the queue twice. It holds jobs that wait, not those being done.
- `lock`: no row is worked on by two at once. A job that a dead worker left behind would hold it for ever.
- Jobs are put into the queue outside of our transactions: a collision there would undo them.
"""

import asyncio
import contextlib
import logging

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from bot_service import clock, discreet
from bot_service.database.transaction import on_commit
from bot_service.jobs.runner import Due, FindDue, TakeStep

QUEUE = "potluck"
TASK = "potluck.step"
BATCH = 500

#: Seconds between two looks at what is due, while many commits ask for one.
BREATH = 0.1

#: Seconds until a job that waited for the end of another one of its row is seen; the end itself wakes nobody.
POLL = 1.0

#: Seconds before another try when the database has gone away.
PAUSE = 5.0

log = logging.getLogger(__name__)


class ProcrastinateRunner:
    """Takes up to `workers` steps at once; with none it only fills the queue for other processes.

    `every`: seconds after which it looks for what is due unwoken. `dead_after`: seconds without a heartbeat after
    which a worker counts as dead. Both are real time, as all of Procrastinate is; `due_at` is held against `clock`.
    """

    def __init__(
        self,
        database_url: str,
        find_due: FindDue,
        take_step: TakeStep,
        *,
        workers: int = 4,
        every: float = 60.0,
        dead_after: float = 20.0,
    ) -> None:
        self._database_url = database_url
        self._find_due = find_due
        self._take_step = take_step
        self._workers = workers
        self._every = every
        self._dead_after = dead_after
        self._awake = asyncio.Event()
        self._at_work: set[Due] = set()
        self._passed_over: set[Due] = set()

    async def run(self) -> None:
        """Fill the queue and work on it, until cancelled; when the database goes away, until it is back."""
        unsubscribe = on_commit(self.wake)
        try:
            while True:
                try:
                    await self._work()
                except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again
                    log.error("The job queue stopped; trying again soon: %s", discreet.trouble(fault))
                await asyncio.sleep(PAUSE)
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Look now: something may have become due."""
        self._awake.set()

    async def _work(self) -> None:
        connector = PsycopgConnector(conninfo=self._database_url, min_size=1, max_size=self._workers + 2)
        app = App(connector=connector)
        app.task(name=TASK, queue=QUEUE)(self._step)
        async with app.open_async():
            sweeper = asyncio.create_task(self._sweep_for_ever(app))
            tasks = [sweeper, asyncio.create_task(self._worker(app))] if self._workers else [sweeper]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
            for end in ended:
                if isinstance(end, Exception):
                    raise end

    async def _worker(self, app: App) -> None:
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=self._workers,
            delete_jobs="always",
            fetch_job_polling_interval=POLL,
            shutdown_graceful_timeout=10,
            install_signal_handlers=False,
            update_heartbeat_interval=self._dead_after / 4,
            stalled_worker_timeout=self._dead_after,
        )

    async def _step(self, kind: str, id: str) -> None:  # noqa: A002 - the words of `Due`
        """Take a step, and remember meanwhile that it is being taken: its row is still due until it commits."""
        due = Due(kind, id)
        self._at_work.add(due)
        try:
            await self._take_step(due)
        finally:
            self._at_work.discard(due)
            if due in self._passed_over:
                self._passed_over.discard(due)
                # The job itself is still being put away; what waits for it should not be looked for too early.
                asyncio.get_running_loop().call_later(BREATH / 2, self.wake)

    async def _sweep_for_ever(self, app: App) -> None:
        loop = asyncio.get_running_loop()
        buried_at = 0.0
        while True:
            self._awake.clear()
            if loop.time() - buried_at >= self._dead_after / 2:
                await self._bury(app)
                buried_at = loop.time()
            await self._sweep(app)
            await asyncio.sleep(BREATH)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), self._every)

    async def _bury(self, app: App) -> None:
        """Clear away what dead workers were doing; the rows are still due and are found by the sweep."""
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._dead_after):
            with contextlib.suppress(ConnectorException):  # another process was quicker
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
                due = Due(str(job.task_kwargs["kind"]), str(job.task_kwargs["id"]))
                log.warning("The worker of %s died; its step is taken again.", discreet.row(*due))

    async def _sweep(self, app: App) -> None:
        """Put into the queue what is due and not yet in it, nor in our own hands."""
        found = await self._find_due(clock.now(), BATCH)
        self._passed_over.update(self._at_work.intersection(found))
        jobs = {f"{due.kind}:{due.id}": due for due in found if due not in self._at_work}
        for lock in await _waiting(app, list(jobs)):
            del jobs[lock]
        new = [
            Job(queue=QUEUE, task_name=TASK, lock=lock, queueing_lock=lock, task_kwargs=due._asdict())
            for lock, due in jobs.items()
        ]
        try:
            if new:
                await app.job_manager.batch_defer_jobs_async(new)
        except AlreadyEnqueued:  # another process put some of them there meanwhile, so one by one
            for job in new:
                with contextlib.suppress(AlreadyEnqueued):
                    await app.job_manager.defer_job_async(job)


async def _waiting(app: App, locks: list[str]) -> list[str]:
    """Return those of `locks` whose job waits in the queue."""
    rows = await app.connector.execute_query_all_async(
        "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%(locks)s)",
        locks=locks,
    )
    return [row["queueing_lock"] for row in rows]
