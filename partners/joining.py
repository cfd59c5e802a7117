"""How partners come into a program: what an administrator of a new one reads."""

from django.utils.translation import gettext as _

from programs.definition import Definition


def how_to_join(rules: Definition | None) -> str:
    """By the form of the rules, if they have one, or by an import; None is a program without rules."""
    if rules and rules.admission:
        return _(
            "Companies apply at /apply/ on your site, and you accept them under Applications. "
            "The people who run the server can import the partners that you have already (docs/importing.md)."
        )
    return _(
        "These rules have no application form, so nobody can apply. Add [admission] to the program file "
        "(docs/writing-a-program.md). The people who run the server can import the partners that you have already "
        "(docs/importing.md)."
    )
