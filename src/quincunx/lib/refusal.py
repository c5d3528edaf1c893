"""How every rule of the house says no."""


class Refusal(Exception):
    """A rule said no; nothing was changed.

    Raised by rules and actions with a code and plain facts, put into words once,
    by the door that received the request (`foundation.wording`).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
