"""The email that asks a client for a rating: a link for each number of stars, to a form that a person sends."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives

from leads.requests.rules import MOST_STARS
from notices.models import Mail
from notices.rendering import message
from notices.sealed import add_writer
from programs.homes import Homes, address

RATING = "lead-rating"


def write_rating(mail: Mail, homes: Homes, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Add the links to the text; they are private, so they are written only when the email is sent."""
    site, link = homes.speaking(mail.language), values["link"]
    stars = [f"- {'★' * number} {address(site, f'{link}?stars={number}')}" for number in range(MOST_STARS, 0, -1)]
    mail.link, mail.text = link, "\n\n".join([mail.text, "\n".join(stars)])  # of this object only
    return message(mail, homes, name=values.get("name", ""))


add_writer(RATING, write_rating)
