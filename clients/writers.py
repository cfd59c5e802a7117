"""Who may write clients and licenses; see common/writers.py. Licenses are opened by a payment, never by a partner."""

from common.writers import add_writers

add_writers("clients_client", insert="partner staff", update="partner staff")
add_writers("clients_clientlicence", insert="staff", update="partner staff")
add_writers("clients_clientmove", insert="staff")
add_writers("clients_clientlook", insert="partner staff")
add_writers("clients_acceptedrules", insert="partner")
add_writers("clients_referrallink", insert="partner staff", update="partner staff")
add_writers("clients_referralvisit")
add_writers("clients_referralcount")
add_writers("clients_referralsignup", insert="staff", update="staff")
