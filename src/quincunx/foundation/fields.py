"""Column types that behave the same on both databases."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]  # a type only: Django's own takes no [ ]
else:
    _TextField = models.CharField


class ByteOrderField(_TextField):
    """Text that sorts and compares byte by byte, for paths and codes.

    PostgreSQL is told so by its collation "C"; SQLite compares so by itself.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
