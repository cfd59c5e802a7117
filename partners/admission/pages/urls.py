"""URLs of applications."""

from django.urls import path

from partners.admission.pages import agreement, application

urlpatterns = [
    path("apply/", application.application, name="application"),
    path("apply/company/", application.verification, name="application_verification"),
    path("apply/company/remove/", application.remove, name="application_remove"),
    path("apply/answer/", application.answer, name="application_answer"),
    path("apply/withdraw/", application.withdraw, name="application_withdraw"),
    path("apply/again/", application.again, name="application_again"),
    path("dashboard/agreement.pdf", agreement.agreement, name="agreement"),
]
