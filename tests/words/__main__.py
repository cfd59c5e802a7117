"""`python -m tests.words [--check]`: see the package."""

import sys

from django.conf import settings

from tests.words.catalogues import faults, languages, update
from tests.words.phrases import phrase_faults


def main(arguments: list[str]) -> int:
    """Update every catalogue, or only check; prints refused phrases and what still needs a translator."""
    settings.configure(USE_I18N=True)
    if arguments not in ([], ["--check"]):
        print("Usage: python -m tests.words [--check]")
        return 2
    if not arguments:
        for language in languages():
            update(language)
    found = phrase_faults()
    found += [fault for language in languages() for fault in faults(language)]
    print("\n".join(found) or f"Every text is plain and translated: {', '.join(languages())}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
