"""Checks the isolation tests themselves: they find routes that leak data or can't be tested."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import path

from common.tenancy import bind
from config.urls import urlpatterns as portal_addresses
from partners.models import Partner
from programs.models import Program
from tests.isolation.probe import Viewer, findings, unprobed
from tests.isolation.routes import routes
from tests.isolation.tenants import stored

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.isolation.test_controls")]


def careless_page(request, code):
    """Bypasses row-level security by binding the partner's program, whichever it is."""
    for program_id in Program.objects.values_list("pk", flat=True):
        with bind(program_id):
            partner = Partner.objects.filter(code=code).first()
            if partner:
                return HttpResponse(partner.address)
    raise Http404


def careful_page(request, code):
    partner = Partner.objects.visible_to(request.actor).filter(code=code).first()
    if partner is None:
        raise Http404
    return HttpResponse(partner.address)


def telling_page(request, code):
    """Shows no foreign data, but reveals that it exists."""
    with bind(request.program.pk):
        exists = Partner.objects.filter(code=code).exists()
    return HttpResponse("Not yours.", status=403 if exists else 404)


def careless_list(request):
    with bind(request.program.pk):
        return HttpResponse(", ".join(Partner.objects.values_list("address", flat=True)))


def careless_search(request):
    """Takes an id from the query and bypasses row-level security."""
    with bind(request.program.pk):
        return HttpResponse(Partner.objects.filter(pk=request.GET.get("partner", 0)).values_list("address", flat=True))


def careless_form(request):
    """Takes an id from a form and changes another tenant's row."""
    with bind(request.program.pk):
        Partner.objects.filter(pk=request.POST.get("partner", 0)).update(city="Changed")
    return HttpResponse()


def broken_page(request):
    raise ValueError


urlpatterns = [
    path("careless/<str:code>/", careless_page, name="careless"),
    path("careful/<str:code>/", careful_page, name="careful"),
    path("telling/<str:code>/", telling_page, name="telling"),
    path("list/", careless_list, name="list"),
    path("search/", careless_search, name="search"),
    path("form/", careless_form, name="form"),
    path("broken/", broken_page, name="broken"),
    path("strange/<int:nobody_knows>/", broken_page, name="strange"),
    *portal_addresses,
]


def found_on(name, tenants, site):
    alpha = tenants[0]
    route = [route for route in routes(__name__) if route.name == name]
    return list(findings(Viewer("member of Alpha", alpha.user, site, (alpha,)), tenants, route))


@pytest.mark.parametrize("name", ["careless", "telling", "list", "search", "broken"])
def test_a_leaking_route_is_found(name, tenants, site):
    assert found_on(name, tenants, site)


def test_a_form_that_changes_another_tenant_is_found(tenants, site):
    before = stored(tenants[1])
    assert found_on("form", tenants, site) == []
    assert stored(tenants[1]) != before


def test_a_safe_route_passes(tenants, site):
    assert found_on("careful", tenants, site) == []


def test_a_route_that_cannot_be_tested_is_found(tenants):
    assert "strange" in [finding.split()[0] for finding in unprobed(routes(__name__), tenants[0])]
