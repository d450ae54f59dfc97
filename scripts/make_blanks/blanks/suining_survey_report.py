"""防止返贫监测排查报告 (遂宁): what the town tells the city after its party committee has met."""

from posted import Column, Posted

TARGET = "docx/suining/survey_report.docx"


def make() -> bytes:
    """The blank."""
    return Posted(
        "防止返贫监测排查报告",
        (
            "市乡村振兴局：",
            "按照防止返贫动态监测工作要求，{{ township }}____________对辖区内农户组织开展了集中排查，现将有关情况报告如下。",
            "一、排查情况。共排查村（社区）{{ villages }}____个，登记农户{{ homes }}____户{{ people }}____人，其中脱贫户{{ poor }}____户、在册监测对象{{ monitored }}____户、风险已消除{{ past }}____户。在册和已消除户共有帮扶措施{{ measures }}____项，已落实{{ done }}____项。",
            "二、新增监测对象。各村（社区）经信息核实、民主评议、公示后上报{{ reported }}____户；镇组织实地抽查、重点复查，{{ meeting_year }}______年{{ meeting_month }}___月{{ meeting_day }}___日召开党委会议审核，同意{{ examined }}____户{{ examined_people }}____人，其中脱贫不稳定户{{ class_1 }}____户、边缘易致贫户{{ class_2 }}____户、突发严重困难户{{ class_3 }}____户，名单附后，请予组织部门比对。",
            "三、存在问题和下一步打算。",
            "____________________________________________________",
            "____________________________________________________",
            "附：拟纳入监测对象名单",
        ),
        (
            Column("序号", 11, "no"),
            Column("村\n（社区）", 22, "village"),
            Column("组", 16, "group"),
            Column("户主姓名", 22, "head_name"),
            Column("家庭\n人口", 13, "population"),
            Column("监测对象类别", 34, "monitor_class"),
            Column("风险", 30, "risks"),
            Column("村公示截止", 34, "notice"),
        ),
        "中共{{ township }}________委员会、人民政府",
        note="本报告所附名单含个人信息，仅供审核使用，不得张贴。",
    ).make()
