"""The ground of the demo fits together, and is always the same."""

from random import Random

import shapely

from quincunx.demo import ground, plan


def test_blocks_fit_together_exactly() -> None:
    drawn = ground.draw(Random(1))
    blocks = list(drawn.blocks.values())
    assert shapely.coverage_is_valid(blocks)
    assert all(block.is_valid for block in blocks)
    assert len({len(block.exterior.coords) for block in blocks}) == 1
    assert not any(block.equals(block.envelope) for block in blocks)  # no mere squares


def test_houses_stand_between_the_streets() -> None:
    drawn = ground.draw(Random(2))
    houses = [house for some in drawn.footprints.values() for house in some]
    assert 150 < len(houses) < 300
    assert all(
        drawn.blocks[cell].contains(house)
        for cell, some in drawn.footprints.items()
        for house in some
    )


def test_the_same_chance_draws_the_same_ground() -> None:
    assert ground.draw(Random(3)) == ground.draw(Random(3))
    assert ground.draw(Random(3)) != ground.draw(Random(4))


def test_the_plan_uses_every_block_once_in_grids_of_one_piece() -> None:
    drawn = ground.draw(Random(4))
    grids = [cells for community in plan.COMMUNITIES for cells in community.grids()]
    assert sorted(cell for cells in grids for cell in cells) == sorted(drawn.blocks)
    assert {drawn.union(cells).geom_type for cells in grids} == {"Polygon"}
    assert len(grids) == 24
