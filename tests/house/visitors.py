"""Who may visit each named address: one row per name, kept by whoever adds the address.

`ANYONE` needs no account. `SIGNED_IN` is any member of staff; what each of them sees
behind the address is decided by `access`, row by row.
"""

from quincunx.staff.roles import Role

ANYONE = "anyone"
SIGNED_IN = "signed-in"
TO_ANYONE = frozenset({ANYONE})
TO_STAFF = frozenset({SIGNED_IN})
TO_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

VISITORS: dict[str, frozenset[str]] = {}
