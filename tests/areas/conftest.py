"""For properties that write: each example begins with the database as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction


@pytest.fixture
def undone():
    """A block whose changes to the database are taken back."""

    @contextmanager
    def block() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block
