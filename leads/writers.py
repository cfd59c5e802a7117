"""Who may write requests, offers and reservations; see common/writers.py.

A request concerns its client, several partners and the vendor at once, so each operation checks who acts and then
writes as the system.
"""

from common.writers import add_writers

add_writers("leads_leadrequest")
add_writers("leads_leadcontact")
add_writers("leads_participant")
add_writers("leads_location")
add_writers("leads_territory")
add_writers("leads_turn")
add_writers("leads_offer")
add_writers("leads_entry")
add_writers("leads_reservation")
add_writers("leads_leadnote")
add_writers("leads_contactview")
add_writers("leads_leadfile")
add_writers("leads_calendarfeed")
add_writers("leads_memberabsence")
add_writers("leads_deal")
add_writers("leads_dealstep")
add_writers("leads_dealfile")
add_writers("leads_dealprice")
add_writers("leads_companykey")
