"""Bounded threads for the requests of one kind, shared out fairly among network addresses."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """No thread became free in time, or too many requests wait already."""


class Lane:
    """Runs work in at most ``threads`` threads, of which one address holds at most ``share`` at once.

    Whoever comes later waits for its turn without a thread, at most ``patience`` seconds. All methods belong to one
    event loop.
    """

    def __init__(self, name: str, *, threads: int, share: int, waiting: int, patience: float) -> None:
        self.share = share
        self.most_waiting = waiting
        self.patience = patience
        self._free = threads
        self._held: Counter[str] = Counter()
        self._queue: deque[tuple[str, asyncio.Future[None]]] = deque()
        # Its threads live as long as the process, because each keeps its connection to the database.
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, address: str, work: Callable[[], T]) -> T:
        """Do the work in a thread and return its result. Raises Busy."""
        await self._enter(address)
        loop = asyncio.get_running_loop()
        done = self._pool.submit(work)
        # The thread is free when the work has ended, whatever became of the one who waits for it.
        done.add_done_callback(lambda _: _on(loop, lambda: self._leave(address)))
        return await asyncio.wrap_future(done)

    async def _enter(self, address: str) -> None:
        if self._may_enter(address):
            self._take(address)
            return
        if len(self._queue) >= self.most_waiting:
            raise Busy
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (address, turn)
        self._queue.append(place)
        try:
            await asyncio.wait({turn}, timeout=self.patience)
        except asyncio.CancelledError:
            if turn.done():
                self._leave(address)
            else:
                self._queue.remove(place)
            raise
        if not turn.done():
            self._queue.remove(place)
            raise Busy

    def _may_enter(self, address: str) -> bool:
        return self._free > 0 and self._held[address] < self.share

    def _take(self, address: str) -> None:
        self._free -= 1
        self._held[address] += 1

    def _leave(self, address: str) -> None:
        self._free += 1
        self._held[address] -= 1
        if not self._held[address]:
            del self._held[address]
        for place in self._queue:
            if self._may_enter(place[0]):
                self._queue.remove(place)
                self._take(place[0])
                place[1].set_result(None)
                break


def _on(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
