"""What the reporter hears: four words, and plain sentences of what happened."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.cases.vocabulary import Act, State, Word

Said = str | Promise
S, A = State, Act

WORDS: Mapping[str, Said] = {
    Word.RECEIVED: _("Received"),
    Word.IN_HAND: _("In hand"),
    Word.DONE: _("Done"),
    Word.CLOSED: _("Closed"),
}

NOW: Mapping[str, Said] = {
    S.REPORTED: _("We have your report. Somebody looks at it next."),
    S.CHECKING: _("A grid worker has been asked to look on the spot."),
    S.ESTABLISHED: _("It has been accepted. We are finding who does the work."),
    S.COORDINATING: _("The community has it on its table."),
    S.DOCUMENTED: _("The documents have been checked."),
    S.ENDORSED: _("The service station supports the application."),
    S.EXAMINING: _("The departments are examining it."),
    S.DISPATCHED: _("It has been handed to the unit that does the work."),
    S.DISPUTED: _("Two units disagree whose work it is. We decide that now."),
    S.HANDLING: _("The unit is at work."),
    S.WAITING: _("We have a question for you. The work waits for your answer."),
    S.SUSPENDED: _("The work rests until a date that was set."),
    S.RESPONDING: _("Everybody needed is on the way or there."),
    S.HANDLED: _("The unit says it is done. A second person looks at it."),
    S.VERIFIED: _("It is done, and a second person has looked at it."),
    S.FILED: _("It is done and filed."),
    S.REFUSED: _("It cannot be taken up. The reason is below."),
    S.WITHDRAWN: _("The report was withdrawn."),
    S.MERGED: _("Somebody had reported the same before. It goes on there."),
}

HAPPENED: Mapping[str, Said] = {
    A.REPORT: _("Your report arrived."),
    A.ESTABLISH: _("It was accepted."),
    A.REFUSE: _("It was not taken up."),
    A.MERGE: _("It was joined with an earlier report of the same."),
    A.UNMERGE: _("It is looked at on its own again."),
    A.WITHDRAW: _("It was withdrawn."),
    A.DISPATCH: _("It was handed to a unit."),
    A.ACCEPT: _("The unit has begun."),
    A.INTERIM: _("An interim answer."),
    A.ASK_REPORTER: _("A question for you."),
    A.ANSWER: _("Your answer arrived."),
    A.GRANT_EXTENSION: _("The unit was given more time."),
    A.SUSPEND: _("The work rests."),
    A.RESUME: _("The work goes on."),
    A.FINISH: _("The unit says it is done."),
    A.CONFIRM: _("A second person has looked at it."),
    A.REWORK: _("It was not good enough and is done again."),
    A.CLOSE_BY_FORCE: _("It was closed without a result."),
    A.TELL: _("You were told the result."),
    A.FILE: _("It was filed."),
    A.VERDICT: _("You said how it is."),
    A.REOPEN: _("It was opened again."),
    A.RECORD: _("It was handled on the spot."),
    A.AGREE: _("An agreement was reached."),
    A.APPROVE: _("It was approved."),
    A.DISAPPROVE: _("It was not approved."),
    A.MAKE_SAFE: _("The place was made safe."),
    A.ALERT: _("Everybody needed was alerted."),
    A.COORDINATE: _("It was brought to the community's table."),
    A.URGE: _("You asked again."),
    A.TAKE_BACK: _("The last step was taken back at once."),
}
