"""Every column that can hold words is declared in its app's personal.py: whose it is, or why it names nobody."""

from common.personal.registry import undeclared


def test_every_column_of_words_is_declared():
    said = "say in the app's personal.py what these columns hold of people (docs/adding-an-app.md)"
    assert "\n".join(undeclared()) == "", said
