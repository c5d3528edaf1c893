"""The roles that rights are written in. A function in a grid grants one of them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may be for a case, apart from where and for whom."""

    ADMINISTRATOR = "administrator"
    # A desk of one of the three houses; which one, says the area of the appointment
    # (service station, service centre, command centre).
    DISPATCHER = "dispatcher"
    LEADER = "leader"  # grid leader
    MEMBER = "member"  # grid member
    OFFICER = "officer"  # handles for an organisation (department, body, team)
    VERIFIER = "verifier"  # looks whether it is done, apart from those who handle
    SUPERVISOR = "supervisor"  # urges, supervises, decides extensions and appeals
    REPORTER = "reporter"
    CLOCK = "clock"
    IMPORTER = "importer"


# Nobody may hold both at once for the same subtree (separation of duties).
INCOMPATIBLE: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.OFFICER, Role.VERIFIER}),
        frozenset({Role.DISPATCHER, Role.OFFICER}),
        frozenset({Role.SUPERVISOR, Role.OFFICER}),
        frozenset({Role.ADMINISTRATOR, Role.VERIFIER}),
    }
)
