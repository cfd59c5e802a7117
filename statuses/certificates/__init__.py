"""Partner certificates: the page, its fonts and signature, and the record behind the public check page.

`operations.issue_certificate` stores the record, `document.render` renders it, `signing.sign` signs it, and
`queries.check` answers the public check.
"""
