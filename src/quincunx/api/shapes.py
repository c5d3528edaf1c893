"""What answers are made of: plain values, checked once, when they are made."""

from pydantic import BaseModel, ConfigDict


class Out(BaseModel):
    """Something an answer says.

    Not a `ninja.Schema`: that one looks at every value again through a getter for rows
    of a database, which costs more than reading them.
    """

    model_config = ConfigDict(from_attributes=True)
