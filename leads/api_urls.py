"""API routes of requests and deals."""

from django.urls import path

from leads.api import AllRequests, MyRequests, OneRequest
from leads.deals import api as deals
from leads.deals import api_vendor as vendor

urlpatterns = [
    path("me/requests/", MyRequests.as_view(), name="requests"),
    path("vendor/requests/", AllRequests.as_view(), name="vendor_requests"),
    path("vendor/requests/<int:lead_id>/", OneRequest.as_view(), name="vendor_request"),
    path("me/deals/", deals.Deals.as_view(), name="deals"),
    path("me/deals/<int:deal_id>/", deals.OneDeal.as_view(), name="deal"),
    path("me/deals/<int:deal_id>/steps/", deals.DealSteps.as_view(), name="deal_steps"),
    path("vendor/deals/", vendor.AllDeals.as_view(), name="vendor_deals"),
    path("vendor/deals/<int:deal_id>/", vendor.VendorDeal.as_view(), name="vendor_deal"),
    path("vendor/deals/<int:deal_id>/decision/", vendor.DealDecisions.as_view(), name="vendor_deal_decision"),
    path("vendor/deal-prices/<int:price_id>/", vendor.DealPriceDecisions.as_view(), name="vendor_deal_price"),
]
