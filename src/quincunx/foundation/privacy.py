"""What is known of people: every personal field with its purpose, and its end.

A field that looks personal and is not declared fails a test; some may never be.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Model

from quincunx.foundation import vault
from quincunx.foundation.journal import forget_texts
from quincunx.foundation.subjects import Subject
from quincunx.foundation.wording import Words


@dataclass(frozen=True)
class PersonalField:
    """A column that tells something of a person.

    `field` is room.Model.column; `kept_days` count from what `since` names, None for
    as long as the row itself. A sealed field is opened by `reveals` only.
    """

    field: str
    purpose: Words
    basis: Words
    since: Words
    kept_days: int | None = None
    sealed: bool = False
    seen: Words = ""  # who sees it; a room says it once for all its fields


_catalogue: dict[str, PersonalField] = {}

_PERSONAL = frozenset(
    {"phone", "mobile", "telephone", "tel", "email", "mail", "wechat", "openid"}
    | {"birth", "birthday", "born", "gender", "sex", "passport", "citizen"}
    | {"login", "password", "contact", "nickname", "surname", "address"}
)
_PEOPLE = frozenset(
    {"person", "contact", "resident", "reporter", "household", "identity"}
    | {"stay", "tie", "tenant", "landlord"}
)
_NEVER = frozenset(
    {"religion", "faith", "politics", "political", "petition", "petitions"}
    | {"religious", "petitioner", "ideology", "nationality", "ethnic"}
    | {"face", "plate", "fingerprint", "ethnicity", "credit"}
    | {"health", "medical", "diagnosis", "disease", "illness", "vaccination"}
    | {"biometric", "biometrics", "iris", "voiceprint", "gait", "dna"}
    | {"blacklist", "suspect", "criminal", "correctional"}
)
_NEVER_OF_PEOPLE = frozenset(
    {"score", "rank", "points", "grade", "tag", "risk", "trail", "dwell"}
    | {"scores", "tags", "label", "labels", "flag", "flags", "rating", "tier"}
    | {"relations", "associates"}
)


# What no form may ask of people, in the words forms have for it; and what only tells
# of a place (its tier, its points) but never of a person.
_NEVER_ASKED = (
    *("宗教", "信仰", "政治面貌", "政治倾向", "党派", "民族", "上访", "信访"),
    *("健康状况", "病史", "疾病", "病情", "诊断", "病种", "残疾类", "精神障碍", "血型"),
    *("疫苗", "人脸", "指纹", "虹膜", "声纹", "步态", "基因", "车牌"),
    *("犯罪", "前科", "社区矫正", "吸毒", "重点人员", "黑名单", "信用分", "征信"),
)
_NEVER_ASKED_OF_PEOPLE = (
    "评分",
    "积分",
    "得分",
    "标签",
    "风险",
    "等级",
    "排名",
    "轨迹",
)


def forbidden_word(asked: str, *, of_people: bool) -> str:
    """Return the word for which a form may not ask this; "" if it may."""
    never = (*_NEVER_ASKED, *(_NEVER_ASKED_OF_PEOPLE if of_people else ()))
    found = next((word for word in never if word in asked), "")
    words = _NEVER | _NEVER_OF_PEOPLE if of_people else _NEVER - {"credit"}
    told = re.findall("[a-z]+", asked.lower())
    return found or next((word for word in told if word in words), "")


def declare(fields: Iterable[PersonalField], *, seen: Words = "") -> None:
    """Put a room's personal fields into the catalogue when the program starts.

    `seen` says who sees those that do not say it themselves.
    """
    told = (replace(each, seen=each.seen or seen) for each in fields)
    _catalogue.update({declared.field: declared for declared in told})


def catalogue() -> tuple[PersonalField, ...]:
    """Return every declared field, for the page that shows what is known and why."""
    return tuple(_catalogue[field] for field in sorted(_catalogue))


def undeclared(models: Iterable[type[Model]]) -> list[str]:
    """Return the columns that look personal and are not in the catalogue."""
    return [
        field
        for field, words, of_person in _columns(models)
        if field not in _catalogue
        and (words & _PERSONAL or (of_person and "name" in words))
    ]


def forbidden(models: Iterable[type[Model]]) -> list[str]:
    """Return the columns no house may have, and scores and the like on people."""
    return [
        field
        for field, words, of_person in _columns(models)
        if words & _NEVER or (of_person and words & _NEVER_OF_PEOPLE)
    ]


def erase(subject: Subject) -> None:
    """Destroy what links a subject to its sealed fields and its journalled texts."""
    vault.erase(subject)
    forget_texts(subject)


def _columns(
    models: Iterable[type[Model]],
) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield each column's full name, the words in it, and whether it is a person's."""
    for model in models:
        of_person = model.__name__.lower() in _PEOPLE
        for column in model._meta.get_fields():  # noqa: SLF001  # Django's documented way
            if not column.auto_created and column.concrete:
                name = f"{model._meta.label}.{column.name}"  # noqa: SLF001  # as above
                yield name, frozenset(column.name.lower().split("_")), of_person
