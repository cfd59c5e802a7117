"""The portal's words in other languages: every translatable text is in every catalogue, complete and compiled.

`python -m tests.words` brings the catalogues up to date with the sources; `--check` only says what is wrong.
It needs Babel alone, no gettext tools.
"""
