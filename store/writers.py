"""Who may write the store; see common/writers.py. Partners fill carts and place orders; the vendor has them paid.

What is left of a bonus is changed by its entries only (migration 0004).
"""

from common.writers import add_writers

add_writers("store_product", insert="staff", update="staff")
add_writers("store_productstate", insert="staff")
add_writers("store_pricelist", insert="staff")
add_writers("store_productprice", insert="staff")
add_writers("store_cartline", insert="partner", update="partner", delete="partner")
add_writers("store_order", insert="partner staff", update="partner staff")
add_writers("store_orderline", insert="partner staff")
add_writers("store_orderstep", insert="partner staff")

add_writers("store_bankstatement", insert="staff")
add_writers("store_bankentry", insert="staff", update="staff")
add_writers("store_payment", insert="staff")
add_writers("store_cardcheckout", insert="partner", update="staff")
add_writers("store_cardrefund", insert="staff", update="staff")
add_writers("store_carddispute")
add_writers("store_provisioningendpoint", insert="staff", update="staff")
add_writers("store_provisioningmessage", update="staff")
add_writers("store_invoicecounter", insert="staff", update="staff")
add_writers("store_invoice", insert="staff")

add_writers("store_bonusapplication", insert="partner", update="staff")
add_writers("store_bonuscredit", insert="staff", update="partner staff")
add_writers("store_bonususe", insert="partner staff", update="partner staff")
add_writers("store_bonusentry", insert="partner staff")
add_writers("store_delivery", insert="staff")
add_writers("store_refund", insert="staff")
add_writers("store_refundline", insert="staff")
add_writers("store_compliancecheck", insert="partner staff", update="partner staff")
add_writers("store_compliancedocument", insert="partner staff")
add_writers("store_taxexemption", insert="staff", update="staff")
add_writers("store_exemptionrequest", insert="partner", update="partner staff")

add_writers("store_pricecampaign", insert="staff", update="staff")
add_writers("store_clientquote", insert="partner", update="partner staff")
add_writers("store_clientquoteline", insert="partner")
add_writers("store_priceagreement", insert="staff", update="staff")
add_writers("store_excludedperson", insert="staff", update="staff")
add_writers("store_kycrequest", insert="staff", update="partner staff")
add_writers("store_kycdocument", insert="partner")
add_writers("store_licencechange", insert="staff")
add_writers("store_taxidanswer", insert="staff")
add_writers("store_personlist", insert="staff")
