"""The operations each event triggers, in the same transaction. The only such table; there are no signals."""

from collections.abc import Callable
from functools import partial
from typing import Any

from activities.agreements import record_agreements
from activities.claims.events import ClaimMoved
from activities.claims.news import tell_of_claim, tell_of_retraction
from activities.events import ActivityRecorded, ActivityRetracted
from clients.events import (
    ClientChanged,
    ClientLinked,
    ClientMoved,
    LicenceChanged,
    LicenceEnded,
    LicenceOpened,
    LicenceReactivated,
    LicenceRegistered,
)
from clients.news import tell_of_end as tell_of_ended_licence
from clients.news import tell_of_link, tell_of_move, tell_of_reactivation
from clients.referral.events import ClientSignedUp
from clients.referral.news import tell_of_sign_up
from common.actor import Actor
from common.tenancy import bind
from leads.board.events import LeadReserved, ReservationEnded
from leads.board.news import tell_managers_of_rating
from leads.deals.events import DealMoved, DealPriceAgreed
from leads.deals.news import tell_of_deal
from leads.news import (
    confirm_request,
    tell_client_of_partner,
    tell_managers,
    tell_of_location,
    tell_of_reservation_end,
)
from leads.reactions import end_deals, note_changed_client, note_request, pass_on_request, take_requests_away
from leads.requests.events import LeadRated, LeadReceived, LeadUnplaced
from leads.rotation.events import LocationDecided, OffersMade
from leads.rotation.offer_notices import tell_of_offers
from meetings.events import MeetingChanged, OtherTimeAsked
from meetings.news import mail_manager, tell_of_meeting
from meetings.reactions import reopen_meeting, withdraw_meetings
from nfr.events import NfrDeclined, NfrExtended, NfrGranted, NfrRolledBack
from nfr.news import tell_of_nfr
from notices.about.admission import tell_applicant, welcome
from notices.about.measures import (
    remind_of_question,
    tell_of_answer,
    tell_of_end,
    tell_of_lifting,
    tell_of_measure,
    tell_of_question,
    tell_of_resumption,
    tell_of_trademark,
)
from notices.about.profile import tell_of_revision, tell_of_website
from notices.about.receipts import confirm_receipt
from notices.about.team import mail_invitation, tell_arrival, tell_decision, tell_departure
from partners.admission.identifiers import note_partners
from partners.events import (
    ApplicationDecided,
    ApplicationSent,
    InformationAnswered,
    InformationAsked,
    InformationReminded,
    InvitationAccepted,
    InvitationDecided,
    InvitationSent,
    MeasureLifted,
    MeasureTaken,
    MemberLeft,
    PartnerAccepted,
    PartnershipEnded,
    PartnershipResumed,
    ProfileChanged,
    RevisionDecided,
    TrademarkDecided,
    WebsiteMissed,
)
from partners.models import Partner
from partners.team.memberships import forget_programs_of
from points.queries import points_of
from portal.deal_prices import let_quote
from portal.nfr_licences import end_nfr, follow_level, provision_nfr
from portal.partnership import follow_decision, withdraw_claims
from portal.penalties import follow_penalty, undo_penalty
from programs.events import RevisionPublished
from programs.rulebook import read_rulebook
from statuses.certificates.operations import issue_certificates
from statuses.directory.cards import refresh_cards
from statuses.events import DecisionTaken, StandingsSettled
from statuses.news import announce
from statuses.operations import settle
from store.bonuses.events import BonusCredited, BonusDeclined, BonusRevoked
from store.bonuses.following import follow_revocation, release_for_order, spend_for_order
from store.bonuses.news import tell_of_bonus, tell_of_declined_bonus, tell_of_revoked_bonus
from store.cards.following import refund_card
from store.catalogue.following import follow_revision
from store.exemptions.events import ExemptionChanged
from store.exemptions.news import tell_of_exemption
from store.invoices.events import InvoiceIssued
from store.invoices.news import bill, credit_refund, tell_of_invoice
from store.kyc.events import KycChanged
from store.kyc.news import tell_of_kyc
from store.orders.events import OrderCancelled, OrderCleared, OrderPaid, OrderPlaced, OrderRefunded
from store.orders.news import tell_of_order
from store.provisioning.events import EndpointPaused
from store.provisioning.news import tell_of_paused_endpoint
from store.provisioning.port import provision
from store.quotes.events import PriceAgreed, QuoteDecided
from store.quotes.news import tell_of_agreement, tell_of_quote
from store.renewals.following import change_licences, undo_changes


def settle_partner(event: ActivityRecorded | ActivityRetracted | DecisionTaken | PartnerAccepted) -> None:
    """Points and levels follow an activity at once (B24-up); a new partner gets its first level (B24-1.3a)."""
    reason = f"activity {event.activity_id} taken back" if isinstance(event, ActivityRetracted) else ""
    settle(
        rulebook=event.rulebook,
        partner_ids=[event.partner_id],
        until=max(event.today, event.rulebook.program.opened_on or event.today),
        now=event.now,
        reason=reason,
    )


def resettle_everyone(event: RevisionPublished) -> None:
    """Redecide the days already opened under rules that now apply to them."""
    rulebook = read_rulebook(event.program_id)
    opened_on = rulebook.program.opened_on
    if opened_on is None or event.effective_from > opened_on:
        return
    partners = Partner.objects.filter(program_id=event.program_id, accepted_on__lte=opened_on)
    settle(
        rulebook=rulebook,
        partner_ids=list(partners.values_list("pk", flat=True)),
        until=opened_on,
        now=event.now,
    )


def show_and_tell(event: StandingsSettled) -> None:
    """Update directory cards, issue the certificates of decided levels (BPS-status3), and tell partners."""
    definition = event.rulebook.on(event.until)
    refresh_cards(program_id=event.program_id, partner_ids=event.partner_ids, definition=definition, on=event.until)
    if not event.decided:
        return
    certificates = issue_certificates(
        actor=Actor.system(event.program_id),
        definition=definition,
        partner_ids={decided.partner_id for decided in event.decided},
        on=event.until,
    )
    if event.live:
        announce(event, certificates)


def refresh_card(event: ProfileChanged) -> None:
    """Update the directory from the current profile."""
    definition = event.rulebook.on(event.today)
    with bind(event.program_id):  # a partner's request may not write cards
        refresh_cards(
            program_id=event.program_id, partner_ids=[event.partner_id], definition=definition, on=event.today
        )


def identify_partner(event: ProfileChanged) -> None:
    """Update the data used to detect duplicate companies (B24-1.7.3)."""
    note_partners(program_id=event.program_id, partner_ids=[event.partner_id])


def look_again(event: InvitationAccepted | MemberLeft | PartnerAccepted) -> None:
    """Refresh the person's list of partners and programs in the switcher."""
    forget_programs_of(event.user_id)


def tell_of_claim_and_points(event: ClaimMoved) -> None:
    """Add the earned points to the notice of an approved claim."""
    tell_of_claim(event, points_of=partial(points_of, Actor.system(event.program_id)))


REACTIONS: dict[type, list[Callable[[Any], object]]] = {
    ActivityRecorded: [settle_partner],
    ActivityRetracted: [settle_partner, reopen_meeting, tell_of_retraction],
    ClaimMoved: [tell_of_claim_and_points],
    ClientChanged: [note_changed_client],
    ClientMoved: [tell_of_move],
    LicenceOpened: [provision],
    LicenceChanged: [provision],
    LicenceRegistered: [provision],
    LicenceEnded: [provision, tell_of_ended_licence],
    EndpointPaused: [tell_of_paused_endpoint],
    ClientLinked: [tell_of_link],
    ClientSignedUp: [tell_of_sign_up],
    LicenceReactivated: [provision, tell_of_reactivation],
    BonusCredited: [tell_of_bonus],
    BonusDeclined: [tell_of_declined_bonus],
    BonusRevoked: [tell_of_revoked_bonus, follow_revocation],
    InvoiceIssued: [tell_of_invoice],
    ApplicationDecided: [tell_applicant],
    ApplicationSent: [confirm_receipt],
    DecisionTaken: [follow_decision, settle_partner],
    PartnerAccepted: [settle_partner, record_agreements, welcome, look_again],
    InvitationAccepted: [tell_arrival, look_again],
    InvitationDecided: [tell_decision],
    InvitationSent: [mail_invitation],
    MemberLeft: [tell_departure, look_again],
    ProfileChanged: [refresh_card, identify_partner],
    RevisionDecided: [tell_of_revision],
    RevisionPublished: [follow_revision, resettle_everyone],
    StandingsSettled: [show_and_tell, follow_level],
    NfrDeclined: [tell_of_nfr],
    NfrExtended: [provision_nfr, tell_of_nfr],
    NfrGranted: [provision_nfr, tell_of_nfr],
    NfrRolledBack: [provision_nfr, tell_of_nfr],
    TrademarkDecided: [tell_of_trademark],
    WebsiteMissed: [tell_of_website],
    InformationAnswered: [tell_of_answer],
    InformationAsked: [tell_of_question],
    InformationReminded: [remind_of_question],
    MeasureLifted: [undo_penalty, follow_penalty, tell_of_lifting],
    MeasureTaken: [follow_penalty, tell_of_measure, take_requests_away],
    MeetingChanged: [tell_of_meeting],
    OtherTimeAsked: [mail_manager],
    PartnershipEnded: [withdraw_claims, withdraw_meetings, end_nfr, take_requests_away, end_deals, tell_of_end],
    OrderCancelled: [release_for_order, tell_of_order],
    OrderPaid: [spend_for_order, change_licences, tell_of_order, bill],  # the invoice's number is taken last
    OrderPlaced: [tell_of_order],
    OrderCleared: [tell_of_order],
    ExemptionChanged: [tell_of_exemption],
    KycChanged: [tell_of_kyc],
    QuoteDecided: [tell_of_quote],
    PriceAgreed: [tell_of_agreement],
    OrderRefunded: [undo_changes, tell_of_order, refund_card, credit_refund],
    PartnershipResumed: [tell_of_resumption],
    DealMoved: [tell_of_deal],
    DealPriceAgreed: [let_quote],
    LeadRated: [tell_managers_of_rating],
    LeadReceived: [confirm_request, note_request, pass_on_request],
    LeadReserved: [tell_client_of_partner],
    LeadUnplaced: [tell_managers],
    LocationDecided: [tell_of_location],
    OffersMade: [tell_of_offers],
    ReservationEnded: [tell_of_reservation_end],
}
