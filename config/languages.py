"""The portal's languages."""

LANGUAGE_CODE = "en"
LANGUAGES = [  # each in its own words; all but English have a catalogue under locale/
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("pt-br", "Português (Brasil)"),
    ("pl", "Polski"),
    ("ru", "Русский"),
    ("ar", "العربية"),
]
LANGUAGE_COOKIE_NAME = "language"  # what a link has chosen; see web/languages.py
