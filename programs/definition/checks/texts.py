"""Checks of the texts in other languages."""

import re
from collections.abc import Iterator

from programs.definition.definition import Definition
from programs.definition.problems import Problem
from programs.definition.units import BETWEEN, categories
from programs.definition.words import shown_texts

_BLANK = re.compile(r"\{\w+\}")


def text_problems(definition: Definition) -> Iterator[Problem]:
    """A translated text must be in the file, and keep the blanks that are filled in, such as {company}."""
    known = set(shown_texts(definition))
    for language, texts in definition.texts.items():
        for text, translation in texts.items():
            where = f"texts.{language}.{text!r}"
            if text not in known:
                yield Problem(where, "is no text of this file: copy the name or sentence exactly")
            elif set(_BLANK.findall(text)) != set(_BLANK.findall(translation)):
                yield Problem(where, "must have the same blanks in braces as the file's own text")
            elif (forms := len(translation.split(BETWEEN))) > 1 and forms != len(categories(language)):
                asked = ", ".join(categories(language))
                yield Problem(where, f"has {forms} forms; this language has {len(categories(language))}: {asked}")
