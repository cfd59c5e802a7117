"""Routes of requests, offers and reservations."""

from django.urls import path

from leads.board.pages import board, calendar, files, stages, work
from leads.deals.pages import deals
from leads.requests.pages import requests
from leads.rotation.pages import joining, offers, published

app_name = "leads"

urlpatterns = [
    path("request/", requests.new_request, name="request"),
    path("request/sent/", requests.sent, name="request_sent"),
    path("request/erased/", requests.erased, name="request_erased"),
    path("request/follow/<str:secret>/", requests.follow, name="follow"),
    path("rotation/", published.rotation, name="rotation"),
    path("rotation/feed/", published.feed, name="rotation_feed"),
    path("rotation/verify_rotation.py", published.script, name="rotation_script"),
    path("dashboard/leads/", work.work, name="work"),
    path("dashboard/leads/rules/", joining.rules, name="rules"),
    path("dashboard/leads/locations/", joining.locations, name="locations"),
    path("dashboard/leads/offers/<int:offer_id>/", offers.offer, name="offer"),
    path("dashboard/leads/board/", board.board_page, name="board"),
    path("dashboard/leads/board/<int:lead_id>/reserve/", board.reserve, name="reserve"),
    path("dashboard/leads/stages/", stages.stages, name="stages"),
    path("dashboard/leads/calendar/", calendar.calendar, name="calendar"),
    path("dashboard/leads/files/<int:file_id>/", files.lead_file, name="file"),
    path("request/calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("dashboard/deals/", deals.deals, name="deals"),
    path("dashboard/deals/new/", deals.new_deal, name="deal_new"),
    path("dashboard/deals/<int:deal_id>/", deals.deal, name="deal"),
    path("dashboard/leads/<int:reservation_id>/", work.reservation, name="reservation"),
]
