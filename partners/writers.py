"""Who may write the tables of partners; see common/writers.py.

A visitor writes its application only. A partner writes what its people do; the rest is the program's.
"""

from common.writers import add_writers

add_writers("partners_partner", insert="staff", update="partner staff")
add_writers("partners_card", insert="staff", update="staff", delete="staff")
add_writers("partners_cardtext", insert="staff", update="staff", delete="staff")
add_writers("partners_partnertext", insert="staff", update="staff")
add_writers("partners_cardword", insert="staff", update="staff", delete="staff")
add_writers("partners_cardanswer", insert="staff", update="staff", delete="staff")
add_writers("partners_cardlogo", insert="staff", update="staff", delete="staff")

# --- admission ---
add_writers("partners_application", insert="visitor", update="visitor staff")
add_writers("partners_applicationevent", insert="visitor staff", update="staff")
add_writers("partners_consent", insert="visitor", update="staff")
add_writers("partners_identifier", insert="staff", delete="staff")
add_writers("partners_document", insert="visitor partner staff", update="visitor partner staff", delete="visitor")

# --- drafts of forms: a visitor with an account asks for a partner ---
_WRITING = "visitor partner staff"
add_writers("partners_formdraft", insert=_WRITING, update=_WRITING, delete=_WRITING)

# --- profile and websites ---
add_writers("partners_profilerevision", insert="partner staff", update="partner staff")
add_writers("partners_websitecheck", insert="staff")

# --- team ---
add_writers("partners_member", insert="staff", update="partner staff", delete="partner staff")
add_writers("partners_invitation", insert="partner staff", update="partner staff")

# --- tokens ---
add_writers("partners_apitoken", insert="partner staff", update="partner staff")
add_writers("portal_idempotentanswer", insert="partner staff", update="partner staff", delete="partner staff")

# --- measures ---
add_writers("partners_restriction", insert="staff", update="staff")
add_writers("partners_informationrequest", insert="staff", update="partner staff")
add_writers("partners_trademarkrequest", insert="partner staff", update="partner staff")
add_writers("partners_note", insert="staff")
