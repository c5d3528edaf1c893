"""What this room's acts are about, for the journal, the outbox and the vault."""

from quincunx.foundation.subjects import Subject
from quincunx.staff.models import Absence, Appointment, Organisation, Person, Suggestion


def of_person(person: Person) -> Subject:
    return Subject("person", str(person.pk))


def of_organisation(organisation: Organisation) -> Subject:
    return Subject("organisation", str(organisation.pk))


def of_appointment(appointment: Appointment) -> Subject:
    return Subject("appointment", str(appointment.pk))


def of_absence(absence: Absence) -> Subject:
    return Subject("absence", str(absence.pk))


def of_suggestion(suggestion: Suggestion) -> Subject:
    return Subject("suggestion", str(suggestion.pk))


def keys_of(owner: Person | Organisation) -> Subject:
    """Whose key seals the owner's personal fields; known before the row is."""
    kind = "person-keys" if isinstance(owner, Person) else "organisation-keys"
    return Subject(kind, str(owner.uid))
