"""Founding the demo's organisations: houses, departments, bodies, teams."""

from quincunx.demo import plan
from quincunx.demo.town import Founding
from quincunx.staff import found
from quincunx.staff.found import Charter
from quincunx.staff.kinds import HOUSES, OrganisationKind
from quincunx.staff.models import Organisation

K = OrganisationKind


class Organising(Founding):
    """Founds an organisation of every kind."""

    def organise(self) -> None:
        """Found the houses, the departments, the bodies of each community, the rest."""
        self.unit(
            "command-centre", "梧桐区网格化指挥中心", K.COMMAND_CENTRE, "district"
        )
        for key, name in plan.SUB_DISTRICTS.items():
            centre = f"{name}网格化服务中心"
            self.unit(f"service-centre-{key}", centre, K.SERVICE_CENTRE, key)
        for kind, name in plan.DEPARTMENTS.items():
            self.unit(kind.value, name, kind, "district")
        for community in plan.COMMUNITIES:
            station = f"{community.name}社区服务工作站"
            key = f"service-station-{community.key}"
            self.unit(key, station, K.SERVICE_STATION, community.key)
            for kind, form in plan.IN_COMMUNITIES.items():
                key = f"{kind}-{community.key}"
                self.unit(key, form.format(community.name), kind, community.key)
        for key, _, community_key, _, name in plan.DEDICATED:
            self.unit(f"resident-unit-{key}", name, K.RESIDENT_UNIT, community_key)
        for key, name, kind, area in plan.ELSEWHERE:
            self.unit(key, name, kind, area)

    def unit(self, code: str, name: str, kind: K, area: str) -> Organisation:
        telephone = f"0319-555{len(self.town.units):04d}"
        house = kind in HOUSES
        charter = Charter(
            code,
            name,
            kind,
            self.town.areas[area],
            telephone=telephone,
            counter=f"{self.town.areas[area].name}党群服务中心一楼" if house else "",
            hours="周一至周六 8:30-17:30" if house else "",
        )
        made = found.organisation(charter, by=self.by, at=self.at)
        self.town.units[code] = made
        return made
