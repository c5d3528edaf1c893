"""The sealed package of a filed case: papers, journal, photos, and how to check them.

`seal_due` is called by duty. What stands in a package is what stood in the books when
the case was filed, so sealing it again gives the same bytes.
"""

from quincunx.cases.package.seal import SealRound, late, seal, seal_due

__all__ = ["SealRound", "late", "seal", "seal_due"]
