"""What kinds of organisations, posts and sources of members there are."""

from enum import StrEnum


class Family(StrEnum):
    """Kinds of one family stand in the same relation to a case."""

    HOUSE = "house"
    DEPARTMENT = "department"
    BODY = "body"
    MEDIATION = "mediation"
    VOLUNTEERS = "volunteers"
    PARTY = "party"
    TEAM = "team"
    OTHER = "other"


class OrganisationKind(StrEnum):
    """Routes name an organisation by its kind: the nearest one up the tree."""

    COMMAND_CENTRE = "command-centre"
    SERVICE_CENTRE = "service-centre"
    SERVICE_STATION = "service-station"

    COMPREHENSIVE_MANAGEMENT = "comprehensive-management"
    LETTERS_AND_VISITS = "letters-and-visits"
    PUBLIC_SECURITY = "public-security"
    FAMILY_AND_HEALTH = "family-and-health"
    EDUCATION = "education"
    CIVIL_AFFAIRS = "civil-affairs"
    SOCIAL_SECURITY = "social-security"
    MARKET_REGULATION = "market-regulation"
    LANDSCAPING = "landscaping"
    CITY_MANAGEMENT = "city-management"
    DEPARTMENT = "department"  # any other, and those of another city

    NEIGHBOURHOOD_COMMITTEE = "neighbourhood-committee"
    OWNERS_COMMITTEE = "owners-committee"
    PROPERTY_COMPANY = "property-company"
    RESIDENT_UNIT = "resident-unit"
    POLICE_OFFICE = "police-office"

    APPRAISAL_PANEL = "appraisal-panel"
    MEDIATION_COMMITTEE = "mediation-committee"
    DOCKING_CENTRE = "docking-centre"

    VOLUNTEER_TEAM = "volunteer-team"
    PARTY_ORGANISATION = "party-organisation"
    HANDLING_TEAM = "handling-team"
    OTHER = "other"

    @property
    def family(self) -> Family:
        return FAMILIES[self]


_K = OrganisationKind

# The three houses, from the ground up; the last fallback of every route.
HOUSES = (_K.SERVICE_STATION, _K.SERVICE_CENTRE, _K.COMMAND_CENTRE)

# The ten functional domains of the default policy pack.
DEPARTMENTS = (
    _K.COMPREHENSIVE_MANAGEMENT,
    _K.LETTERS_AND_VISITS,
    _K.PUBLIC_SECURITY,
    _K.FAMILY_AND_HEALTH,
    _K.EDUCATION,
    _K.CIVIL_AFFAIRS,
    _K.SOCIAL_SECURITY,
    _K.MARKET_REGULATION,
    _K.LANDSCAPING,
    _K.CITY_MANAGEMENT,
)

FIVE_BODIES = (
    _K.NEIGHBOURHOOD_COMMITTEE,
    _K.OWNERS_COMMITTEE,
    _K.PROPERTY_COMPANY,
    _K.RESIDENT_UNIT,
    _K.POLICE_OFFICE,
)

FAMILIES: dict[OrganisationKind, Family] = {
    **dict.fromkeys(HOUSES, Family.HOUSE),
    **dict.fromkeys((*DEPARTMENTS, _K.DEPARTMENT), Family.DEPARTMENT),
    **dict.fromkeys(FIVE_BODIES, Family.BODY),
    _K.APPRAISAL_PANEL: Family.MEDIATION,
    _K.MEDIATION_COMMITTEE: Family.MEDIATION,
    _K.DOCKING_CENTRE: Family.MEDIATION,
    _K.VOLUNTEER_TEAM: Family.VOLUNTEERS,
    _K.PARTY_ORGANISATION: Family.PARTY,
    _K.HANDLING_TEAM: Family.TEAM,
    _K.OTHER: Family.OTHER,
}


class PostKind(StrEnum):
    COMMUNITY_WORKER = "community-worker"
    PUBLIC_SERVANT = "public-servant"
    EMPLOYEE = "employee"
    ELECTED = "elected"


class Source(StrEnum):
    """Where a grid member comes from who holds no post of the grid's own."""

    VOLUNTEER = "volunteer"
    COMMUNITY_POLICE = "community-police"
    BUILDING_HEAD = "building-head"
    BUSINESS_OWNER = "business-owner"
    PROPERTY_STAFF = "property-staff"
    OWNERS_COMMITTEE = "owners-committee"


# Members from a body are appointed for it, so that no case about it reaches them.
BODY_OF: dict[str, OrganisationKind] = {
    Source.COMMUNITY_POLICE: OrganisationKind.POLICE_OFFICE,
    Source.PROPERTY_STAFF: OrganisationKind.PROPERTY_COMPANY,
    Source.OWNERS_COMMITTEE: OrganisationKind.OWNERS_COMMITTEE,
}


class ByMail(StrEnum):
    """Of what somebody wants to be told by e-mail, beside their list of notices."""

    EVERYTHING = "everything"
    URGENT = "urgent"
    NOTHING = "nothing"


class Answer(StrEnum):
    """What becomes of a suggestion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"
