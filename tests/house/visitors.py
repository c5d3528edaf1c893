"""Who may visit each named address: one row per name, kept by whoever adds the address.

`ANYONE` needs no account. `SIGNED_IN` is any member of staff; what each of them sees
behind the address is decided by `access`, row by row.
"""

from quincunx.cases.acts import ACTS
from quincunx.staff.roles import Role

ANYONE = "anyone"
SIGNED_IN = "signed-in"
TO_ANYONE = frozenset({ANYONE})
TO_STAFF = frozenset({SIGNED_IN})
TO_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
TO_LOOKERS = frozenset(
    {Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}
)

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
    "queue": TO_STAFF,
    "queue-fresh": TO_STAFF,
    "cases": TO_STAFF,
    "case-new": TO_STAFF,
    "map": TO_STAFF,
    "map-cases": TO_STAFF,
    "case": TO_STAFF,
    "case-paper": TO_STAFF,
    "case-act": TO_STAFF,
    "matters": TO_STAFF,
    "matters-try": TO_STAFF,
    "matter": TO_STAFF,
    "areas": TO_STAFF,
    "area": TO_STAFF,
    "areas-coverage": TO_LOOKERS,
    "areas-departments": TO_LOOKERS,
    "staff": TO_STAFF,
    "staff-unit": TO_STAFF,
    "staff-offices": TO_STAFF,
    "staff-nominate": TO_STAFF,
    "staff-office": TO_STAFF,
    "staff-office-act": TO_STAFF,
    "staff-people": TO_STAFF,
    "staff-matrix": TO_LOOKERS,
    "staff-suggestions": TO_STAFF,
    "staff-suggest": TO_STAFF,
    "staff-suggestion": TO_STAFF,
    "areas-borders": TO_ADMINISTRATORS,
    "staff-enrol": TO_ADMINISTRATORS,
    "staff-link": TO_ADMINISTRATORS,
    # --- the resident's pages -------------------------------------------------
    "home": TO_ANYONE,
    "complain": TO_ANYONE,
    "report": TO_ANYONE,
    "report-page": TO_ANYONE,
    "follow": TO_ANYONE,
    "tracked": TO_ANYONE,
    "tracked-photo": TO_ANYONE,
    "tracked-act": TO_ANYONE,
    "area-tiles": TO_ANYONE,
    "area-tile": TO_ANYONE,
    # --- the API --------------------------------------------------------------
    "healthz": TO_ANYONE,
    "readyz": TO_ANYONE,
    "api-v1:openapi-json": TO_ANYONE,
    "api-v1:api-root": TO_ANYONE,
    "api-v1:submit": TO_ANYONE,
    "api-v1:send": TO_ANYONE,
    "api-v1:areas": TO_ANYONE,
    "api-v1:area": TO_ANYONE,
    "api-v1:place": TO_ANYONE,
    "api-v1:matters": TO_ANYONE,
    "api-v1:matter": TO_ANYONE,
    "api-v1:record": TO_STAFF,
    "api-v1:cases": TO_STAFF,
    "api-v1:queue": TO_STAFF,
    "api-v1:cells": TO_STAFF,
    "api-v1:points": TO_STAFF,
    "api-v1:lanes": TO_STAFF,
    "api-v1:case": TO_STAFF,
    "api-v1:timeline": TO_STAFF,
    "api-v1:deadlines": TO_STAFF,
    "api-v1:acts": TO_STAFF,
    "api-v1:who": TO_STAFF,
    "api-v1:organisations": TO_STAFF,
    "api-v1:organisation": TO_STAFF,
    "api-v1:orphans": TO_STAFF,
    **{f"api-v1:{str(act).replace('-', '_')}": TO_STAFF for act in ACTS},
}
