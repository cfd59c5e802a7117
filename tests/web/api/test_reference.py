"""The API reference in a process that has just started: whoever asks at once waits for one document."""

from threading import Event, Thread

from web.api import reference


def test_threads_that_ask_at_once_get_one_document_that_is_made_once(monkeypatch):
    made, begun, go_on = [], Event(), Event()

    class Slow:
        def get_schema(self, **_options):
            made.append(1)
            begun.set()
            go_on.wait(5)
            return {"paths": {}}

    monkeypatch.setattr(reference, "SchemaGenerator", Slow)
    reference._document.cache_clear()
    found = []
    asking = [Thread(target=lambda: found.append(reference.document())) for _ in range(4)]
    try:
        for each in asking:
            each.start()
        assert begun.wait(5)
        go_on.set()
        for each in asking:
            each.join(5)
    finally:
        reference._document.cache_clear()
    assert (made, found) == ([1], [{"paths": {}}] * 4)
