"""The engine: levels and points as a pure function of activities, definition and day.

It doesn't import Django or read the clock. ``replay`` runs a partner's full history; everything else, such as tonight's
review or an explanation for next month, is read from a replay. See docs/engine.md.
"""

from statuses.engine.explain import Explanation, explain
from statuses.engine.facts import Fact, History, ManagerDecision, PointsCut
from statuses.engine.replay import Timeline, replay

__all__ = ["Explanation", "Fact", "History", "ManagerDecision", "PointsCut", "Timeline", "explain", "replay"]
