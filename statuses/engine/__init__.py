"""The engine: levels and points as a pure function of activities, definition and day.

It imports no Django and reads no clock. ``replay`` runs a partner's whole life; everything else, from tonight's review
to an explanation of next month, is read off such a run. docs/engine.md explains it.
"""

from statuses.engine.explain import Explanation, explain
from statuses.engine.facts import Fact, History, ManagerDecision
from statuses.engine.replay import Timeline, replay

__all__ = ["Explanation", "Fact", "History", "ManagerDecision", "Timeline", "explain", "replay"]
