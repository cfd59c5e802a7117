"""How a notice becomes a mail."""

# Everything below the space except tab and line feed, and DEL.
_UNPRINTABLE = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}


def clean(text: str) -> str:
    """The text without characters that no database and no mail can hold."""
    return text.replace("\r\n", "\n").translate(_UNPRINTABLE)


def clean_line(text: str) -> str:
    """The text as one line: a subject that ends where it seems to."""
    return " ".join(clean(text).split())
