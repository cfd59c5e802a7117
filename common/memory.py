"""Work that makes many small objects and no garbage in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Run the block without the search for garbage in circles; what nobody refers to is freed as ever.

    A batch of histories is a hundred thousand objects that all live until its end; looking through them again and
    again took a quarter of a review's time (bench/README.md). Let the block be a call whose objects are gone when it
    returns: the first search after it would look through whatever is left.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
