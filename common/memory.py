"""Running a block without the cyclic garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Run the block without cyclic garbage collection; reference counting frees objects as usual.

    A batch of histories is a hundred thousand objects that all live until its end, and scanning them repeatedly took a
    quarter of a review's time (bench/README.md). Use it around a call whose objects are freed when it returns: the next
    collection scans whatever is left.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
