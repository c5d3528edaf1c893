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

VISITORS: dict[str, frozenset[str]] = {
    # --- the shell: signing in, one's own page --------------------------------
    "desk": TO_STAFF,
    "account_login": TO_ANYONE,
    "sign-in-link": TO_ANYONE,
    "mfa_authenticate": TO_ANYONE,
    "account_inactive": TO_ANYONE,
    "account_logout": TO_ANYONE,
    "language": TO_ANYONE,
    "appearance": TO_ANYONE,
    "account": TO_STAFF,
    "account_reauthenticate": TO_STAFF,
    "account_change_password": TO_STAFF,
    "account_set_password": TO_STAFF,
    "mfa_index": TO_STAFF,
    "mfa_reauthenticate": TO_STAFF,
    "mfa_activate_totp": TO_STAFF,
    "mfa_deactivate_totp": TO_STAFF,
    "mfa_view_recovery_codes": TO_STAFF,
    "mfa_generate_recovery_codes": TO_STAFF,
    # --- desks ----------------------------------------------------------------
    # --- the resident's pages -------------------------------------------------
    # --- the API --------------------------------------------------------------
}
