"""What a division refuses, and what it says cannot be done."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

DIVISION: dict[str, Words] = {
    "division-instance-unreadable": _(
        "%(file)s cannot be read as JSON: %(why)s. Compare the file."
    ),
    "division-instance-not-griddiv": _(
        "This is no instance of the format griddiv/1. Compare its “format”."
    ),
    "division-instance-lacks": _(
        "“%(what)s” is missing or is not what it should be. Add it."
    ),
    "division-instance-units-out-of-range": _(
        "%(n)s units cannot be divided: there have to be 1 to %(most)s."
    ),
    "division-unit-twice": _(
        "These units are there twice: %(units)s. Leave one of each."
    ),
    "division-column-no-numbers": _(
        "The column “%(column)s” holds something that is no number. Put it right."
    ),
    "division-column-length": _(
        "The column “%(column)s” has %(has)s entries for %(n)s units. Compare it."
    ),
    "division-load-below-zero": _(
        "The load of these units is below zero: %(units)s. Put it right."
    ),
    "division-nothing-to-divide": _(
        "Every load in “%(column)s” is zero: there is nothing to divide evenly."
    ),
    "division-tolerance-unfit": _(
        "The tolerance is a share between 0 and 1, such as 0.05; not %(tolerance)s."
    ),
    "division-households-range-unfit": _(
        "The range of households is two numbers, the smaller first; not %(given)s."
    ),
    "division-border-of-unknown-unit": _(
        "A border names a unit that is not there. Units are 0 up to %(n)s, less one."
    ),
    "division-border-length-below-zero": _(
        "A border is shorter than nothing. Put its length right."
    ),
    "division-borders-unfit": _(
        "“%(what)s” has a row that is not four numbers: unit, unit, length, road class."
    ),
    "division-more-grids-than-units": _(
        "%(k)s grids cannot be made of %(n)s units. Ask for 1 to %(n)s."
    ),
    "division-more-parts-than-grids": _(
        "The town falls into %(parts)s parts that one cannot walk between, and a grid"
        " lies in one of them: %(k)s grids are too few. The smallest part holds unit "
        "%(unit)s. Name the way that leads there, or ask for %(parts)s grids."
    ),
    "division-more-grids-before": _(
        "The plan in force has %(before)s grids, and %(k)s are asked for. Join grids in"
        " it first, or divide anew without it."
    ),
    "division-mode-unknown": _(
        "There is no way of dividing called “%(mode)s”. Choose compact or roads."
    ),
    "division-unit-heavier-than-a-grid": _(
        "Unit %(unit)s alone has a load of %(load)s, and a grid may have %(most)s. "
        "Divide the unit, or allow fewer grids."
    ),
    "division-part-cannot-be-even": _(
        "The part around unit %(unit)s (%(units)s units, load %(load)s) makes "
        "%(grids)s grids outside %(least)s to %(most)s. Join it to the rest by a way,"
        " or allow more."
    ),
    "division-not-even": _(
        "%(grids)s grids are outside the tolerance in the best plan found. Give it "
        "more time, or allow more."
    ),
    "division-plan-unfit": _(
        "%(file)s is no plan for this instance: it needs a label for each of %(n)s "
        "units."
    ),
}
