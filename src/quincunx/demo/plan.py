"""The plan of the demo's town: its parts, its organisations, who holds which office.

Everything here is invented. Keys are what the rest of the demo calls things by.
"""

from dataclasses import dataclass

from quincunx.demo.ground import Cell, cut, snake
from quincunx.staff.kinds import OrganisationKind

K = OrganisationKind
DISTRICT = ("district", "梧桐区")
SUB_DISTRICTS = {"west": "槐荫街道", "east": "柳桥街道"}


@dataclass(frozen=True)
class Community:
    """A community: its blocks one beside the other, and how its grids cut them."""

    key: str
    name: str
    office: str  # key of its sub-district
    cells: tuple[Cell, ...]
    sizes: tuple[int, ...]

    def grids(self) -> list[list[Cell]]:
        return cut(self.cells, self.sizes)


def _community(
    key: str, name: str, office: str, columns: range, rows: range, *sizes: int
) -> Community:
    return Community(key, name, office, tuple(snake(columns, rows)), sizes)


COMMUNITIES = (
    _community("wisteria", "紫藤", "west", range(2), range(8), 4, 5, 3, 4),
    _community("lilac", "丁香", "west", range(2, 4), range(8), 3, 4, 5, 4),
    _community("ginkgo", "银杏", "west", range(4, 6), range(8), 5, 4, 4, 3),
    _community("pomegranate", "石榴", "east", range(6, 12), range(3), 5, 4, 4, 5),
    _community("crabapple", "海棠", "east", range(6, 12), range(3, 6), 4, 5, 5, 4),
    _community("hibiscus", "木槿", "east", range(6, 12), range(6, 8), 3, 3, 4, 2),
)
ORDINALS = ("第一网格", "第二网格", "第三网格", "第四网格")
_COMPOUNDS = (
    "和平里 向阳新村 锦绣苑 春晖里 文昌里 惠民小区 安居苑 书院里 "
    "青年路小区 平安里 富强里 幸福新村 龙泉里 望湖苑 新华里 光明小区 "
    "福佑里 永安里 翠竹苑 明月里 枫林苑 兴业里 长青小区 迎春里"
)
COMPOUNDS = tuple(_COMPOUNDS.split(" "))
# Dedicated grids: key, name, the block they fill, and who runs the ground.
DEDICATED = (
    ("school", "石榴小学校园", "pomegranate", (8, 1), "石榴小学"),
    ("hospital", "海棠医院院区", "crabapple", (9, 4), "海棠医院"),
    ("mall", "银杏商业广场", "ginkgo", (5, 3), "银杏商业广场管理公司"),
    ("park", "丁香公园", "lilac", (3, 5), "丁香公园管理处"),
)
UNIT_GRIDS = "crabapple"  # the community whose public space is cut into unit grids

DEPARTMENTS = {
    K.COMPREHENSIVE_MANAGEMENT: "区综合治理办公室",
    K.LETTERS_AND_VISITS: "区信访局",
    K.PUBLIC_SECURITY: "区公安分局",
    K.FAMILY_AND_HEALTH: "区卫生健康局",
    K.EDUCATION: "区教育局",
    K.CIVIL_AFFAIRS: "区民政局",
    K.SOCIAL_SECURITY: "区人力资源和社会保障局",
    K.MARKET_REGULATION: "区市场监督管理局",
    K.LANDSCAPING: "区园林绿化局",
    K.CITY_MANAGEMENT: "区城市管理局",
    K.DEPARTMENT: "区数据管理局",
}
IN_COMMUNITIES = {
    K.NEIGHBOURHOOD_COMMITTEE: "{}社区居民委员会",
    K.OWNERS_COMMITTEE: "{}社区联合业主委员会",
    K.PROPERTY_COMPANY: "{}物业服务公司",
    K.POLICE_OFFICE: "{}社区警务室",
    K.MEDIATION_COMMITTEE: "{}社区居民调解委员会",
    K.VOLUNTEER_TEAM: "{}志愿服务队",
    K.PARTY_ORGANISATION: "{}社区党组织",
}
ELSEWHERE = (
    ("appraisal-panel", "义务评理会", K.APPRAISAL_PANEL, "district"),
    ("docking-centre", "诉前调解对接中心", K.DOCKING_CENTRE, "district"),
    ("repair-team-west", "槐荫维修队", K.HANDLING_TEAM, "west"),
    ("repair-team-east", "柳桥维修队", K.HANDLING_TEAM, "east"),
    ("chamber-of-commerce", "梧桐区商会", K.OTHER, "district"),
)
# Where nobody is, so that the coverage screen has something to show.
LEADERLESS = "hibiscus-4"  # its leader left
CLOSED = "appraisal-panel"  # the one matter that goes there is an orphan
EMPTY = "owners-committee-hibiscus"  # its officer left, and a case lies there
WITHOUT_CONTACT = (("education", "hibiscus"), ("market-regulation", "lilac"))

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
_GIVEN = (
    "建国 秀兰 志强 桂英 海燕 文博 晓梅 立新 雅琴 国栋 春华 玉兰 永强 丽娜 "
    "俊杰 慧敏 德明 素珍 浩然 静怡 宏伟 淑芬 子轩 雨桐 长青 爱民 新民 少华 "
    "凤霞 思远 明辉 翠萍 卫东 红梅 世杰 婉清 振华 彩云 家豪 若楠"
)
GIVEN = tuple(_GIVEN.split(" "))
