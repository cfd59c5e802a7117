"""Notices to partners."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Rule


class NoticeKind(Rule):
    """A kind of notice; ``mailed`` also sends it by email."""

    code: Code
    name: Label
    mailed: bool = True


class Notices(Rule):
    """The inbox of record: a notice is received when it is sent; reading is recorded separately."""

    received: Literal["when_sent"] = "when_sent"
    kinds: list[NoticeKind] = Field(min_length=1)
