"""API routes of requests and deals."""

from django.urls import path

from leads import api_decisions as decisions
from leads import api_files as files
from leads import api_joining as joining
from leads import api_locations as locations
from leads import api_offers as offers
from leads import api_work as work
from leads.api import AllRequests, MyRequests, OneRequest
from leads.deals import api as deals
from leads.deals import api_vendor as vendor

urlpatterns = [
    path("me/requests/", MyRequests.as_view(), name="requests"),
    path("me/requests/board/", work.Board.as_view(), name="request_board"),
    path("me/requests/board/<int:lead_id>/reservation/", work.Reserve.as_view(), name="request_reservation"),
    path("me/requests/rules/", joining.Rules.as_view(), name="request_rules"),
    path("me/requests/absence/", joining.Absences.as_view(), name="request_absence"),
    path("me/requests/<int:reservation_id>/", work.OneHeld.as_view(), name="held_request"),
    path("me/requests/<int:reservation_id>/steps/", work.WorkSteps.as_view(), name="request_steps"),
    path("me/requests/<int:reservation_id>/files/", files.Files.as_view(), name="request_files"),
    path("me/requests/files/<int:file_id>/", files.OneFile.as_view(), name="request_file"),
    path("me/offers/", offers.Offers.as_view(), name="request_offers"),
    path("me/offers/<int:offer_id>/answer/", offers.OfferAnswers.as_view(), name="request_offer_answer"),
    path("me/locations/", locations.Locations.as_view(), name="lead_locations"),
    path("me/locations/<int:location_id>/removal/", locations.LocationRemovals.as_view(), name="lead_location_removal"),
    path("vendor/locations/", locations.AllLocations.as_view(), name="vendor_locations"),
    path(
        "vendor/locations/<int:location_id>/decision/",
        locations.LocationDecisions.as_view(),
        name="vendor_location_decision",
    ),
    path("vendor/requests/", AllRequests.as_view(), name="vendor_requests"),
    path("vendor/requests/<int:lead_id>/", OneRequest.as_view(), name="vendor_request"),
    path("vendor/requests/<int:lead_id>/decision/", decisions.LeadDecisions.as_view(), name="vendor_request_decision"),
    path("vendor/reservations/", decisions.AllReservations.as_view(), name="vendor_reservations"),
    path(
        "vendor/reservations/<int:reservation_id>/decision/",
        decisions.ReservationDecisions.as_view(),
        name="vendor_reservation_decision",
    ),
    path("vendor/reservations/<int:reservation_id>/files/", files.VendorFiles.as_view(), name="vendor_request_files"),
    path("vendor/reservations/files/<int:file_id>/", files.OneVendorFile.as_view(), name="vendor_request_file"),
    path("me/deals/", deals.Deals.as_view(), name="deals"),
    path("me/deals/<int:deal_id>/", deals.OneDeal.as_view(), name="deal"),
    path("me/deals/<int:deal_id>/steps/", deals.DealSteps.as_view(), name="deal_steps"),
    path("vendor/deals/", vendor.AllDeals.as_view(), name="vendor_deals"),
    path("vendor/deals/<int:deal_id>/", vendor.VendorDeal.as_view(), name="vendor_deal"),
    path("vendor/deals/<int:deal_id>/decision/", vendor.DealDecisions.as_view(), name="vendor_deal_decision"),
    path("vendor/deal-prices/<int:price_id>/", vendor.DealPriceDecisions.as_view(), name="vendor_deal_price"),
]
