"""A partner's admin page with all its tabs, as one text."""

from portal.queries.dossier import PARTS


def all_tabs(desk, pk):
    """The pages of all tabs, one after another, without needless space."""
    pages = (desk.get(f"/admin/partners/partner/{pk}/change/?part={part}") for part in PARTS)
    return " ".join(" ".join(page.content.decode().split()) for page in pages)
