"""URLs of applications."""

from django.urls import path

from partners.admission.pages import acts, agreement, application

urlpatterns = [
    path("apply/", application.application, name="application"),
    path("apply/company/", application.verification, name="application_verification"),
    path("apply/company/remove/", acts.remove, name="application_remove"),
    path("apply/answer/", acts.answer, name="application_answer"),
    path("apply/withdraw/", acts.withdraw, name="application_withdraw"),
    path("apply/again/", acts.again, name="application_again"),
    path("dashboard/agreement.pdf", agreement.agreement, name="agreement"),
]
