"""A violated database constraint is recognized by its name."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.constraints import violated


@pytest.mark.django_db
def test_a_constraint_is_recognized_by_its_name():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE seat (number int CONSTRAINT seat_is_numbered CHECK (number > 0))")
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            cursor.execute("INSERT INTO seat VALUES (0)")
    assert violated(broken.value, "seat_is_numbered")
    assert not violated(broken.value, "seat")


def test_an_error_from_elsewhere_violates_no_constraint():
    assert not violated(IntegrityError("seat_is_numbered"), "seat_is_numbered")
