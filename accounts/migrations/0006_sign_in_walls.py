"""Sign-in is behind the second wall: second factors, addresses and sessions of one person; fixed tables are read-only."""

from django.db import migrations

from common.walls import GrantRuntime, OwnRows

READ_ONLY = ("django_content_type", "auth_group", "auth_group_permissions", "auth_permission")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_tidy_text"),
        ("account", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        OwnRows("mfa_authenticator", staff=True),
        OwnRows("account_emailaddress"),
        OwnRows("usersessions_usersession"),
        *(GrantRuntime(table, "SELECT") for table in READ_ONLY),
        GrantRuntime("django_migrations", "SELECT"),
    ]
