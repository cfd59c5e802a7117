"""Drafts: what a person typed into a long form and didn't send, kept until it is sent or discarded.

A view calls `restore` (partners/drafts/kit.py) after making its form; its template shows `{% draft_note form %}` above
the form and `{% draft form %}` in it. The script static/js/draft.js saves while a person types. A form that comes back
with errors is saved by `DraftMiddleware`, and one that was taken is forgotten, so both work without JavaScript.
"""
