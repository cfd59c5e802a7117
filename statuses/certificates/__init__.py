"""A partner's certificate: the page, its fonts, its signature, and the record that the public check page reads.

`operations.issue_certificate` keeps the record, `document.render` prints it, `signing.sign` signs it,
`queries.check` answers whoever holds one.
"""
