"""What people of the demo say, in the language of the town."""

from random import Random

from quincunx.matters.processes import EvidenceKind

SIDES = ("东侧", "西侧", "南侧", "北侧", "门前", "路口", "拐角处", "入口处")
TAILS = (
    "请尽快处理。",
    "已经有几天了。",
    "老人和孩子经过不方便。",
    "早晚高峰时影响更大。",
    "希望能有人来看看。",
    "邻居们都在说这件事。",
    "",
)
QUESTIONS = (
    "请问具体在哪个门洞附近？",
    "能否补充一张照片？",
    "方便约个时间一起查看吗？",
)
ANSWERS = ("在二单元门口右手边。", "照片已补充。", "下午三点以后都可以。")
RESULTS = (
    "已派人到场处理完毕，恢复正常。",
    "已更换损坏部件，现场已清理。",
    "已清理干净，并告知周边单位保持。",
    "已当场整改，次日复查无反弹。",
    "已处理，安排每周巡查一次。",
)
INTERIMS = ("材料已到，明日施工。", "已约好双方见面时间。", "正在联系产权单位确认。")
REASONS_BACK = ("该处管护权属不在我单位。", "按职责分工应由属地处理。")
DECIDED = ("经会商，仍由原单位牵头办理。", "按清单归口，由该单位负责。")
REWORKS = ("现场仍有残留，请再处理一次。", "照片与现场不符，请补充处理。")
AGREED = ("双方约定每晚九点后不再使用，互相体谅。", "达成一致，本周内整改完毕。")
PARTIES = ("反映人、对方住户、居委会", "业主代表、物业服务公司、居委会")
NOT_SOLVED = ("问题还在，没有解决。", "过了两天又这样了。")
URGED = ("请问进展如何？", "还没有人来，请催一下。")
SITUATIONS = ("已设警戒，人员已疏散。", "抢修人员到场，正在处理。", "险情得到控制。")
TOLD = ("已电话告知处理结果。", "已上门告知处理结果，反映人表示了解。")
REFUSED = {
    "not-ours": ("铁路用地内的设施由铁路单位管护。", "铁路服务热线 12306"),
    "not-listed": ("该事项不在网格事项清单内，已说明办理途径。", "政务服务大厅二楼"),
    "not-true": ("经现场核实，未发现所述情况。", ""),
    "insufficient": ("缺少地点信息，无法联系到反映人。", ""),
}
PEOPLE = (
    "王女士",
    "李先生",
    "张阿姨",
    "陈师傅",
    "刘老师",
    "赵先生",
    "孙女士",
    "周大爷",
)


def place(building: str, chance: Random) -> str:
    return f"{building}{chance.choice(SIDES)}"


def report(where: str, what: str, chance: Random) -> str:
    """Return what somebody says of a place."""
    return f"{where}：{what}。{chance.choice(TAILS)}"


def result(wanted: frozenset[str], chance: Random) -> str:
    """Return what was done, with a reading where the standard asks for one."""
    said = chance.choice(RESULTS)
    if EvidenceKind.READING in wanted:
        return f"{said}复测读数 {chance.randrange(20, 48)}，在允许范围内。"
    return said


def telephone(chance: Random) -> str:
    """Return a number of a series that is given to nobody."""
    return f"1390000{chance.randrange(10_000):04d}"
