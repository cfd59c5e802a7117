"""The portal's languages, their catalogues, and its time zone: programs have their own."""

from pathlib import Path

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
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
