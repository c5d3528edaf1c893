"""The codes of this room: what is asked for a purpose, what a service needs."""

from enum import StrEnum

# What the assessment of the impact must say (docs/impact-assessment.md).
ASSESSED = ("needed", "fields", "risks", "measures", "kept", "heard")
SHORTEST_PART = 20  # characters; fewer say nothing
FIELDS = ("name", "phone", "number", "born")  # sealed, shown masked


class Purpose(StrEnum):
    """What a field is opened for; there is no other reason."""

    VISIT = "visit"  # a service at the door
    EMERGENCY = "emergency"  # somebody must be reached or found at once
    FORM = "form"  # a form that the resident asked to have filled in
    CORRECTION = "correction"
    REQUEST = "request"  # the resident asks for their own


class Need(StrEnum):
    """Help somebody says they need; never why."""

    EVACUATION = "help-in-evacuation"
    WHEELCHAIR = "wheelchair-access"
    HEARING = "written-word"
    SIGHT = "spoken-word"
    INTERPRETER = "interpreter"
    MEALS = "meals-at-home"
    CALLS = "calls-to-ask"


class StayKind(StrEnum):
    REGISTERED = "registered"  # where the household register has them
    ACTUAL = "actual"  # where they live


class TieKind(StrEnum):
    GUARDIAN = "guardian"
    CARER = "carer"
    EMERGENCY = "emergency-contact"


class Service(StrEnum):
    """A service that needs to know a tie."""

    SCHOOL = "school-place"
    CHILD = "care-of-a-child"
    HOME = "care-at-home"
    EVACUATION = "evacuation"


# A tie is known only for a service that needs it.
NEEDED_BY: dict[TieKind, frozenset[Service]] = {
    TieKind.GUARDIAN: frozenset({Service.SCHOOL, Service.CHILD}),
    TieKind.CARER: frozenset({Service.HOME, Service.EVACUATION}),
    TieKind.EMERGENCY: frozenset({Service.HOME, Service.EVACUATION, Service.CHILD}),
}
