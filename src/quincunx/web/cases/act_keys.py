"""One key for each act that is done often; `?` finds every act, with a key or without.

In one state no key stands for two acts, which a test holds.
"""

from collections.abc import Mapping

from quincunx.cases.vocabulary import Act

A = Act
# Of the workbench itself: down, up, take back, search, help, new ones, map.
RESERVED = frozenset({"j", "k", "z", "/", "?", "!", ".", ",", "]", *"123456789"})

KEYS: Mapping[Act, str] = {
    A.ESTABLISH: "e",
    A.ASK_CHECK: "c",
    A.CHECKED: "c",
    A.REFUSE: "r",
    A.MERGE: "m",
    A.UNMERGE: "m",
    A.WITHDRAW: "w",
    A.RECLASSIFY: "h",
    A.COORDINATE: "o",
    A.AGREE: "g",
    A.NO_AGREEMENT: "r",
    A.CHECK_DOCUMENTS: "g",
    A.ENDORSE: "e",
    A.DEFINE: "d",
    A.OPINE: "o",
    A.APPROVE: "g",
    A.DISAPPROVE: "r",
    A.ALERT: "l",
    A.SITUATION: "q",
    A.MAKE_SAFE: "f",
    A.DISPATCH: "a",
    A.ACCEPT: "e",
    A.SEND_BACK: "r",
    A.DISPUTE: "d",
    A.ARBITRATE: "d",
    A.INTERIM: "i",
    A.ASK_REPORTER: "q",
    A.ANSWER: "q",
    A.ASK_EXTENSION: "t",
    A.GRANT_EXTENSION: "g",
    A.REFUSE_EXTENSION: "r",
    A.SUSPEND: "v",
    A.RESUME: "v",
    A.CALL_SUPPORT: "p",
    A.WHISTLE: "b",
    A.FINISH: "f",
    A.MILESTONE: "l",
    A.CONFIRM: "c",
    A.REWORK: "r",
    A.TELL: "t",
    A.FILE: "f",
    A.VERDICT: "v",
    A.REOPEN: "o",
    A.INSPECT: "i",
    A.APPEAL: "a",
    A.DECIDE_APPEAL: "d",
    A.REVIEW_APPEAL: "r",
    A.URGE: "u",
    A.SUPERVISE: "s",
    A.REPLY: "y",
    A.ESCALATE: "x",
    A.NOTE: "n",
    A.TAKE_BACK: "z",
}
