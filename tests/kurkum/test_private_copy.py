"""What is only supposed happens in a copy: nobody waits for it, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from kurkum.base.models import Locality
from kurkum.base.private_copy import private_copy
from tests.factories.base import locality

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="others lock only rows")


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_copy_knows_what_was_there_and_nothing_of_it_stays() -> None:
    locality("nahf")
    with private_copy(), transaction.atomic():
        assert Locality.objects.filter(key="nahf").exists()
        locality("elsewhere")
        assert Locality.objects.count() == 2
    assert [row.key for row in Locality.objects.all()] == ["nahf"]


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_real_database_is_written_while_somebody_supposes() -> None:
    locality("nahf")
    real = connection.connection
    with private_copy(), transaction.atomic():
        locality("supposed")
        real.execute("UPDATE base_locality SET name_en = 'Nahf today'")
        assert Locality.objects.get(key="nahf").name_en != "Nahf today"
    assert Locality.objects.get().name_en == "Nahf today"


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_failure_leads_back_to_the_real_database() -> None:
    real = connection.connection
    with pytest.raises(IntegrityError), private_copy(), transaction.atomic():
        Locality.objects.bulk_create([Locality(key="twice"), Locality(key="twice")])
    assert connection.connection is real
    assert not Locality.objects.exists()


@pytest.mark.django_db
def test_inside_a_transaction_the_work_goes_on_where_it_is() -> None:
    locality("nahf")
    before = connection.connection
    with private_copy():
        assert connection.connection is before
