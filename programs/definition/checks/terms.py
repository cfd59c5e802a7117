"""Checks of references in the other parts of the file."""

from collections.abc import Iterable, Iterator

from programs.definition.activities import Match
from programs.definition.admission import Records
from programs.definition.checks.names import Names, twice, unknown
from programs.definition.checks.requirements import list_problems
from programs.definition.competences import Competence
from programs.definition.definition import MAIN_TRACK, Definition
from programs.definition.problems import Problem


def term_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Return problems of references outside levels and points."""
    for part in (_admission, _directory, _store, _bonuses, _clients, _training, _support, _conduct, _marketing):
        yield from part(definition, names)
    for competence in definition.competences:
        yield from _competence(competence, names)


def _all(where: str, what: str, codes: Iterable[str], allowed: Iterable[str]) -> Iterator[Problem]:
    allowed = list(allowed)
    for code in codes:
        yield from unknown(where, what, code, allowed)


def _notice(where: str, code: str, names: Names) -> Iterator[Problem]:
    yield from unknown(where, "kind of notice", code, names.codes("notices", "kinds"))


def _agreement(where: str, code: str | None, names: Names) -> Iterator[Problem]:
    if code is not None:
        yield from unknown(where, "agreement", code, names.codes("agreements"))


def _admission(definition: Definition, names: Names) -> Iterator[Problem]:
    yield from twice("agreements", "agreement", (agreement.code for agreement in definition.agreements))
    for agreement in definition.agreements:
        if agreement.records:
            yield from _records(f"agreements.{agreement.code}.records", agreement.records, names)
    for entity in definition.entities:
        yield from _agreement(f"entities.{entity.code}.agreement", entity.agreement, names)
    admission = definition.admission
    if admission is None:
        return
    forms = [("application", admission.application.fields)]
    if admission.verification:
        forms.append(("verification", admission.verification.fields))
        consent = admission.verification.consent
        yield from _agreement("admission.verification.consent.agreement", consent.agreement if consent else None, names)
    for name, fields in forms:
        yield from twice(f"admission.{name}.fields", "field", (field.code for field in fields))
        for place, field in enumerate(fields):
            alike = [each.code for each in fields[:place] if each.type == field.type]
            where = f"admission.{name}.fields.{field.code}.same_as"
            yield from _all(where, "field of this type before it", [field.same_as] if field.same_as else [], alike)
    for box in admission.application.confirmations:
        yield from _agreement(f"admission.application.confirmations.{box.code}.agreement", box.agreement, names)
    if admission.download:
        yield from _agreement("admission.download.agreement", admission.download.agreement, names)
    yield from _notice("admission.acceptance.notice", admission.acceptance.notice, names)
    if admission.profile_changes:
        known = [field.code for _name, fields in forms for field in fields]
        changes = admission.profile_changes
        yield from _all("admission.profile_changes.approved", "field", changes.approved, known)
        yield from _all("admission.profile_changes.reverified", "field", changes.reverified, known)


def _records(where: str, records: Records, names: Names) -> Iterator[Problem]:
    """Report problems if the activity could not be recorded as written."""
    yield from names.match_problems(where, Match(of=records.of, where=dict(records.attributes)))
    kind = names.kind(records.of)
    if kind is None:
        return
    if "required" in (kind.amount, kind.quantity, kind.subject):
        yield Problem(f"{where}.of", f"{records.of} needs more than an agreement says")
    for name in kind.attributes:
        if name not in records.attributes and name not in kind.optional_attributes:
            yield Problem(f"{where}.attributes", f"{records.of} needs its {name}")


def _directory(definition: Definition, names: Names) -> Iterator[Problem]:
    if definition.directory:
        yield from names.unknown_account("directory.ranking.account", definition.directory.ranking.account)


def _store(definition: Definition, names: Names) -> Iterator[Problem]:
    store = definition.store
    if store is None:
        return
    yield from twice("store.markets", "market", (market.code for market in store.markets))
    yield from twice("store.products", "product", (product.code for product in store.products))
    for market in store.markets:
        where = f"store.markets.{market.code}.currencies"
        yield from _all(where, "currency", market.currencies, definition.program.currencies)
    currencies = {market.code: market.currencies for market in store.markets}
    for product in store.products:
        where = f"store.products.{product.code}.prices"
        for price in product.prices:
            yield from unknown(f"{where}.market", "market", price.market, names.codes("store", "markets"))
            if price.market in currencies:
                known = currencies[price.market]
                yield from unknown(f"{where}.currency", f"currency of {price.market}", price.currency, known)
            if price.minimum > price.price:
                yield Problem(f"{where}.minimum", f"{price.minimum} is above the list price of {price.price}")
    entities = [tax.entity for tax in store.payment.taxes if tax.entity]
    yield from _all("store.payment.taxes", "entity", entities, names.codes("entities"))
    yield from _all(
        "store.agreed_prices.competences",
        "track",
        store.agreed_prices.competences if store.agreed_prices else [],
        names.levels,
    )
    if store.registration:
        for day in store.registration.reminders:
            if not 0 < day < store.registration.days:
                yield Problem(
                    "store.registration.reminders", f"day {day} is not within the {store.registration.days} days"
                )
    if store.discount_cut:
        yield from _notice("store.discount_cut.notice", store.discount_cut.notice, names)


def _bonuses(definition: Definition, names: Names) -> Iterator[Problem]:
    for bonus in definition.bonuses.kinds if definition.bonuses else []:
        where = f"bonuses.kinds.{bonus.code}"
        if bonus.at_most < bonus.at_least:
            yield Problem(f"{where}.at_most", f"{bonus.at_most} is below at_least = {bonus.at_least}")
        if (bonus.valid.until == "days_from_acceptance") != (bonus.valid.days is not None):
            yield Problem(f"{where}.valid.days", 'belongs to until = "days_from_acceptance", and only there')
        yield from list_problems(f"{where}.requires", "benefit", bonus.requires, MAIN_TRACK, names)
    if definition.bonuses and not (definition.store and definition.store.client_data):
        bans = [*definition.bonuses.spending.never, *(ban for kind in definition.bonuses.kinds for ban in kind.never)]
        if "own_use" in bans:
            yield Problem("bonuses", '"own_use" is found out by store.client_data, which is missing')


def _clients(definition: Definition, names: Names) -> Iterator[Problem]:
    if definition.clients and definition.clients.new_seats:
        yield from names.unknown_kind("clients.new_seats.activity", definition.clients.new_seats.activity)


def _training(definition: Definition, names: Names) -> Iterator[Problem]:
    training = definition.training
    if training is None:
        return
    recorded = training.recorded
    yield from twice("training.courses", "course", (course.code for course in training.courses))
    yield from names.unknown_kind("training.recorded.of", recorded.of)
    kind = names.kind(recorded.of)
    if kind:
        yield from unknown(
            "training.recorded.attribute", f"attribute of {recorded.of}", recorded.attribute, kind.attributes
        )
        allowed = kind.attributes.get(recorded.attribute, [])
        for course in training.courses:
            if allowed:
                yield from unknown(
                    f"training.courses.{course.code}", f"{recorded.attribute} of {recorded.of}", course.code, allowed
                )
    for shelf in training.materials.shelves if training.materials else []:
        where = f"training.materials.shelves.{shelf.code}.levels"
        yield from _all(where, "level", shelf.levels, names.levels.get(MAIN_TRACK, []))


def _support(definition: Definition, names: Names) -> Iterator[Problem]:
    for request in definition.support.requests if definition.support else []:
        if request.benefit:
            where = f"support.requests.{request.code}.benefit"
            yield from unknown(where, "row of the comparison", request.benefit, names.codes("comparison"))


def _conduct(definition: Definition, names: Names) -> Iterator[Problem]:
    if definition.conduct:
        yield from _agreement("conduct.agreement", definition.conduct.agreement, names)
        if definition.conduct.suspension:
            activities = definition.conduct.suspension.activities
            yield from _all("conduct.suspension.activities", "activity kind", activities, names.kinds)


def _marketing(definition: Definition, names: Names) -> Iterator[Problem]:
    marketing = definition.marketing
    if marketing is None:
        return
    benefits = {f"shown.{one.code}": one.benefit for one in marketing.shown}
    if marketing.coop:
        benefits["coop"] = marketing.coop.benefit
    for name, benefit in benefits.items():
        yield from unknown(f"marketing.{name}.benefit", "row of the comparison", benefit, names.codes("comparison"))
    if marketing.forecast:
        yield from names.unknown_kind("marketing.forecast.activity", marketing.forecast.activity)
        if marketing.forecast.commitment:
            yield from names.unknown_kind("marketing.forecast.commitment", marketing.forecast.commitment)
        levels = names.levels.get(MAIN_TRACK, [])
        yield from _all("marketing.forecast.levels", "level", marketing.forecast.levels, levels)
    if marketing.quality_program:
        yield from names.unknown_kind("marketing.quality_program.activity", marketing.quality_program.activity)


def _competence(competence: Competence, names: Names) -> Iterator[Problem]:
    where = f"competences.{competence.track}"
    yield from unknown(f"{where}.track", "track", competence.track, names.levels)
    if competence.public_list:
        shown = competence.public_list
        yield from _all(f"{where}.public_list.levels", "level", shown.levels, names.levels.get(competence.track, []))
        yield from names.unknown_account(f"{where}.public_list.account", shown.account)
        if shown.filters:
            yield from names.unknown_kind(f"{where}.public_list.filters.activity", shown.filters.activity)
            kind = names.kind(shown.filters.activity)
            if kind:
                known = f"attribute of {shown.filters.activity}"
                yield from _all(
                    f"{where}.public_list.filters.attributes", known, shown.filters.attributes, kind.attributes
                )
    if competence.progress_reports:
        yield from names.unknown_kind(f"{where}.progress_reports.activity", competence.progress_reports.activity)
