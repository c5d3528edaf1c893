"""There is one way to see who somebody is: `foundation.reveals`.

What opens a sealed field elsewhere stands here, with why nobody sees it.
"""

import ast

from quincunx.foundation import reveals
from tests.house.source import PACKAGE, modules, tree

OPENS = {
    ("foundation/reveals.py", "use"): "the guard itself",
    ("cases/contacts.py", "_opened"): "goes into a message and nowhere else",
    ("cases/mine.py", "_opened"): "residents see their own, noted by note_all",
    ("cases/mine.py", "addresses"): "goes into a message and nowhere else",
    ("registers/places/contacts.py", "_now"): "compared, shown to nobody",
    ("registers/asks/declare.py", "content_of"): "a blank form, of nobody",
    ("registers/people/sealing.py", "_masks"): "what is masked already",
    ("registers/subjects/queries.py", "_opened"): "words of a request, not an identity",
    ("registers/subjects/decide.py", "_changes"): "written into the record, unseen",
    ("registers/handover/offer.py", "content_of"): "written into the record, unseen",
    ("registers/renting/let.py", "landlord_of"): "what is masked already",
    ("web/shell/adapters.py", "decrypt"): "secret of an authenticator app",
    ("webhooks/subscribe.py", "change_secret"): "secret of a program",
    ("webhooks/subscribe.py", "secrets_of"): "secret of a program",
}
NOTES = {
    ("foundation/reveals.py", "reveal_all"): "the guard itself, for a table",
    ("foundation/reveals.py", "look_up"): "the guard itself",
    ("foundation/reveals.py", "use"): "the guard itself",
    ("cases/mine.py", "told"): "residents see their own",
}
USES = {
    ("foundation/reveals.py", "reveal"): "the guard itself",
    ("registers/people/register.py", "_opened"): "corrected, shown masked again",
    ("registers/people/own.py", "copy"): "the file of whoever asked for their own",
    ("registers/people/reveal.py", "for_hand_over"): "sealed anew for who takes over",
    ("registers/renting/settle.py", "_opened"): "registered, shown masked again",
    ("staff/telephones.py", "of_oneself"): "a message to oneself",
}


def _callers(*names: str) -> set[tuple[str, str]]:
    """Return module and function of whatever calls one of these names."""
    found = set()
    for module in modules(PACKAGE):
        for function in ast.walk(tree(module)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                        where = str(module.relative_to(PACKAGE))
                        found.add((where, function.name))
    return found


def test_nothing_else_opens_a_sealed_field() -> None:
    assert _callers("vault.open_sealed", "open_sealed") == set(OPENS)


def test_nothing_else_writes_the_read_log() -> None:
    assert _callers("read_log.note", "read_log.note_all", "note_all") == set(NOTES)


def test_what_is_opened_unseen_is_known() -> None:
    assert _callers("reveals.use", "use") == set(USES)


def test_every_way_of_reading_says_what_for_and_how_often() -> None:
    for way in reveals.ways():
        assert way.purposes, way.kind
        assert 0 < way.most_a_day <= 200, way.kind


def test_a_record_is_reached_past_the_grid_only_for_the_request_of_its_person() -> None:
    """`people.own` asks no grid: it is for `subjects`, after a person was seen."""
    users = {
        str(module.relative_to(PACKAGE).parent)
        for module in modules(PACKAGE)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom)
        and node.module == "quincunx.registers.people"
        and "own" in {name.name for name in node.names}
    }
    assert users == {"registers/subjects"}
