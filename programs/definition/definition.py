"""The complete definition of a program."""

from functools import cache, cached_property
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from programs.definition.activities import ActivityKind
from programs.definition.admission import Admission, Agreement
from programs.definition.base import Code, Currency, Name, Part
from programs.definition.benefits import ComparisonRow
from programs.definition.bonuses import Bonuses
from programs.definition.clients import Clients
from programs.definition.competences import Competence
from programs.definition.conduct import Conduct
from programs.definition.deals import Deals
from programs.definition.directory import Directory
from programs.definition.introduction import Introduction
from programs.definition.leads import Leads
from programs.definition.marketing import Marketing
from programs.definition.meetings import Meeting
from programs.definition.nfr import Nfr
from programs.definition.notices import Notices
from programs.definition.points import PointsBook
from programs.definition.privacy import Privacy
from programs.definition.sites import Entity, Language, Site
from programs.definition.store import Store
from programs.definition.support import Support
from programs.definition.tracks import Track
from programs.definition.training import Training
from programs.definition.words import Worded, put_in

MAIN_TRACK = "status"


@cache
def _time_zones() -> set[str]:
    """Return all time zones, cached because listing them searches directories on disk."""
    return available_timezones()


class ProgramInfo(Part):
    """The program's name, time zone and currencies."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)
    name: Name
    time_zone: str = "UTC"
    currencies: list[Currency] = Field(min_length=1)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in _time_zones():
            raise ValueError(f"unknown time zone {name!r}; written like Europe/Berlin")
        return name


class Definition(Part):
    """A validated definition; ``programs.definition.load`` creates one from a file."""

    program: ProgramInfo
    introduction: Introduction | None = None
    activities: dict[Code, ActivityKind]
    points: PointsBook
    tracks: list[Track] = Field(min_length=1)
    comparison: list[ComparisonRow] = Field(default_factory=list)
    agreements: list[Agreement] = Field(default_factory=list)
    admission: Admission | None = None
    directory: Directory | None = None
    store: Store | None = None
    bonuses: Bonuses | None = None
    nfr: Nfr | None = None
    leads: Leads | None = None
    deals: Deals | None = None
    clients: Clients | None = None
    meetings: list[Meeting] = Field(default_factory=list)
    training: Training | None = None
    support: Support | None = None
    conduct: Conduct | None = None
    notices: Notices | None = None
    marketing: Marketing | None = None
    privacy: Privacy = Field(default_factory=Privacy)
    competences: list[Competence] = Field(default_factory=list)
    entities: list[Entity] = Field(default_factory=list)
    sites: list[Site] = Field(default_factory=list)
    texts: dict[Language, dict[str, str]] = Field(default_factory=dict)
    """The file's texts in other languages: by language, by the text itself."""

    def model_post_init(self, context: object, /) -> None:
        """Put the translations to the texts, and the forms to the units."""
        put_in(self, self.texts)

    def worded(self, text: str) -> str:
        """A stored text of the file, such as the name of a product, with what the file calls it in other languages."""
        return Worded(text, {code: known[text] for code, known in self.texts.items() if text in known})

    @cached_property
    def track_codes(self) -> tuple[str, ...]:
        """Codes of the tracks, main track first: the order in which they open a day."""
        return tuple(track.code for track in self.tracks)

    @cached_property
    def plain_sale(self) -> str:
        """The kind that records a sale: the store's, or the only one that needs an amount; "" if that is unclear."""
        if self.store and self.store.sales:
            return self.store.sales.activity
        paid = [code for code, kind in self.activities.items() if kind.amount == "required"]
        return paid[0] if len(paid) == 1 else ""

    def track(self, code: str) -> Track:
        """Return the track with this code. Raises KeyError."""
        found = next((track for track in self.tracks if track.code == code), None)
        if found is None:
            raise KeyError(code)
        return found
