"""Who may write the tables of people, sign-in and Django's packages; see common/writers.py.

Sign-in, sign-up, reset and second factors are on the account pages, whose requests are bound as `account`. Nothing else
in a visitor's or a partner's request writes them; an invitation is accepted by the system.
"""

from common.writers import add_writers

# --- people ---
add_writers(
    "accounts_user",
    insert="account",
    update="account staff",
    flags={"is_staff": ("staff", False), "is_superuser": ("", False), "is_active": ("", True)},
)
add_writers("accounts_user_groups")
add_writers("accounts_user_user_permissions")
add_writers("accounts_auditentry", insert="staff")

# --- sign-in ---
add_writers("account_emailaddress", insert="account", update="account", delete="account")
add_writers("account_emailconfirmation", insert="account", update="account", delete="account")
add_writers("mfa_authenticator", insert="account", update="account", delete="account")
add_writers("usersessions_usersession", insert="account", update="account", delete="account")
# Django's middleware saves a session after the request's transaction; pages change or end sessions.
_ANYBODY = "nobody visitor account partner staff"
add_writers("django_session", insert=_ANYBODY, update=_ANYBODY, delete=_ANYBODY)

# --- Django and Celery beat ---
add_writers("django_admin_log", insert="staff")
add_writers("django_migrations")
add_writers("django_content_type")
add_writers("auth_group")
add_writers("auth_group_permissions")
add_writers("auth_permission")
for _table in (
    "clockedschedule",
    "crontabschedule",
    "intervalschedule",
    "periodictask",
    "periodictasks",
    "solarschedule",
):
    # Beat has no actor; a program's staff has no business with the schedule of all programs.
    add_writers(f"django_celery_beat_{_table}", insert="nobody", update="nobody", delete="nobody")
