"""What the admin's tests of applications share: the list, companies that apply, and reading answers."""

from datetime import date

from tests.applicants import applicant

LIST = "/admin/partners/application/"
# The fixed day for admin tests is Monday, 16 February 2026.
EARLIER, LATELY, TODAY = date(2026, 2, 2), date(2026, 2, 12), date(2026, 2, 16)


def company(site, name, **facts):
    low = name.lower()
    own = {
        "company": f"{name} Systems",
        "email": f"office@{low}.example",
        "website": f"https://{low}.example",
        "phone": f"+357 25 {100000 + sum(map(ord, name))}",
        "login": f"{low}@{low}.example",
    }
    return applicant(site, name, **own | facts)


def shown(desk, query=""):
    return [row.company.split()[0] for row in desk.get(LIST + query).context["cl"].result_list]


def text_of(response):
    return " ".join(response.content.decode().split())


def page(application, what="change"):
    return f"{LIST}{application.pk}/{what}/"
