"""Memory of this process: a block without the cyclic garbage collector, and giving back what is freed."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _LARGE = -1, -3, 1024**2  # names of malloc.h, and bytes


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


def give_back_large_blocks() -> None:
    """Have this process return freed blocks of 1 MB and more to the system at once.

    Otherwise glibc raises that limit by itself, up to 32 MB, and each thread keeps what a large picture took. Does
    nothing without glibc.
    """
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)
