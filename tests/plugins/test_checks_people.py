"""Rules about people: each row changes the sound household, and names the rules that must speak."""

import pytest

from docgen import check_character


def number(born, serial, area="520199"):
    first17 = f"{area}{born}{serial:03d}"
    return first17 + check_character(first17)


HEAD, WIFE, GIRL, MOTHER, BOY = (f"household.members.{row}" for row in range(5))
GIRL_NO, WIFE_NO = number("20130410", 24), number("19830701", 22)
FAR = {"area": "省外", "place": "广东省佛山市南海区", "months": 5}

ROWS = [
    ("ID-101", {f"{GIRL}.id_no": ""}),
    ("ID-102", {f"{GIRL}.id_no": GIRL_NO[:17]}),
    ("ID-102", {f"{GIRL}.id_no": GIRL_NO, f"{GIRL}.id_kind": "残疾人证"}),
    ("ID-103", {f"{GIRL}.id_no": GIRL_NO[:17] + ("1" if GIRL_NO[17] != "1" else "2")}),
    ("ID-104", {f"{GIRL}.id_no": number("20130230", 24)}),
    ("ID-105 EDU-104", {f"{GIRL}.id_no": number("20270410", 24)}),
    ("ID-106", {f"{MOTHER}.id_no": number("19010202", 26)}),
    ("ID-107", {f"{GIRL}.id_no": number("20130410", 24, "999999")}),
    ("ID-108", {f"{GIRL}.sex_stated": "男"}),
    ("ID-109 ID-108 FAM-104 EDU-105", {f"{BOY}.id_no": GIRL_NO}),
    ("ID-110", {f"{WIFE}.disability_no": WIFE_NO + "81", f"{WIFE}.health": ["残疾", "患有大病"]}),
    ("ID-111", {f"{WIFE}.disability_no": GIRL_NO + "42", f"{WIFE}.health": ["残疾", "患有大病"]}),
    ("ID-112", {f"{GIRL}.id_no": number("20130410", 24, "190199")}),
    ("FAM-101", {f"{HEAD}.relation": "其他"}),
    ("FAM-102", {f"{MOTHER}.relation": "户主"}),
    ("FAM-103", {f"{BOY}.relation": ""}),
    ("FAM-104", {f"{GIRL}.relation": "之子"}),
    (
        "FAM-105",
        {f"{WIFE}.id_no": number("19830701", 21), f"{WIFE}.sex_stated": "男"},
    ),
    ("FAM-106", {f"{MOTHER}.relation": "配偶"}),
    ("FAM-107", {f"{MOTHER}.id_no": number("19750202", 26), f"{MOTHER}.labour": "弱劳动力或半劳动力"}),
    ("FAM-108", {f"{GIRL}.nation": ""}),
    ("FAM-201", {"household.kind": "一般农户"}),
    ("FAM-202", {"household.monitor_class": ""}),
    ("FAM-203 END-102 FAM-205", {"household.no_labour": True}),
    (
        "FAM-204",
        {
            f"{HEAD}.labour": "丧失劳动力",
            f"{HEAD}.health": ["残疾"],
            f"{HEAD}.works": [],
            f"{WIFE}.labour": "无劳动力",
            "measures.2": ...,
        },
    ),
    ("FAM-206", {"household.kind": "低保脱贫户"}),
    ("EDU-101", {f"{GIRL}.education": "小学"}),
    ("EDU-102", {f"{MOTHER}.education": ""}),
    ("EDU-103", {f"{GIRL}.student": "学前教育"}),
    ("EDU-104", {f"{BOY}.student": "九年级"}),
    ("EDU-105", {f"{GIRL}.student": "中职一年级"}),
    ("EDU-106", {f"{GIRL}.student": "本科一年级"}),
    ("EDU-107", {f"{BOY}.student": "硕士研究生及以上"}),
    (
        "EDU-108",
        {
            f"{BOY}.student": "",
            f"{BOY}.education": "小学",
            f"{BOY}.labour": "普通劳动力",
            f"{BOY}.insurance.resident_pension": True,
        },
    ),
    ("EDU-109", {f"{GIRL}.student": ""}),
    ("EDU-110", {f"{BOY}.leave_school": "因厌学"}),
    ("EDU-111", {f"{GIRL}.student": "", f"{GIRL}.leave_school": "因厌学"}),
    ("EDU-112 END-103", {"guarantees.1.dropout": True}),
    ("EDU-113", {f"{BOY}.student": "小学"}),
    ("LAB-101", {f"{GIRL}.labour": "普通劳动力"}),
    ("LAB-102", {f"{MOTHER}.labour": "普通劳动力"}),
    ("LAB-103", {f"{HEAD}.labour": "弱劳动力或半劳动力"}),
    ("LAB-104", {f"{BOY}.labour": "普通劳动力"}),
    (
        "LAB-105",
        {f"{HEAD}.health": ["残疾"], f"{HEAD}.disability_no": number("19810305", 11) + "41"},
    ),
    ("LAB-106", {f"{MOTHER}.health": ["健康", "长期慢性病"]}),
    ("LAB-107", {f"{MOTHER}.disability_no": number("19550202", 26) + "42"}),
    (
        "LAB-108 MEA-109 MEA-110",
        {f"{HEAD}.works": [], "incomes.2.farm": "0", "incomes.2.farm_cost": "0"},
    ),
    ("INS-101", {f"{HEAD}.insurance.employee_medical": True}),
    ("INS-102", {f"{HEAD}.insurance.resident_medical": None, f"{HEAD}.insurance.employee_medical": None}),
    ("INS-103", {f"{HEAD}.insurance.resident_medical": False}),
    ("INS-104 END-103", {"guarantees.1.uninsured": True}),
    ("INS-105", {f"{HEAD}.insurance.serious_illness": None}),
    ("INS-106", {f"{HEAD}.insurance.employee_pension": True}),
    ("INS-107", {f"{HEAD}.insurance.resident_pension": None}),
    ("TEL-101", {"household.phone": "1380000000"}),
    ("TEL-101", {"contacts.0.phone": "无"}),
    ("TEL-102", {"household.phone": "0851-4222333"}),
    ("TEL-103", {"household.phone": "", f"{HEAD}.phone": ""}),
    (
        "TEL-104",
        {f"{WIFE}.phone": "13800000001", f"{WIFE}.works": [{**FAR, "place": "浙江省义乌市"}]},
    ),
    ("JOB-101", {f"{HEAD}.works.0.months": None}),
    ("JOB-102", {f"{HEAD}.works.1": {**FAR, "start": "2025-10", "end": "2025-12"}}),
    ("JOB-103", {f"{HEAD}.works": [{**FAR, "months": 8}, {**FAR, "months": 7}]}),
    ("JOB-104 JOB-109", {f"{GIRL}.works": [FAR]}),
    ("JOB-104", {f"{HEAD}.works.0.start": "1996-09"}),
    ("JOB-105", {f"{HEAD}.works.0.place": "广东"}),
    ("JOB-106", {f"{HEAD}.works.0.monthly_income": "45000"}),
    ("JOB-107", {f"{HEAD}.works.0.monthly_income": "380"}),
    ("JOB-108 MEA-108", {f"{HEAD}.tekun": True}),
    ("JOB-109", {f"{BOY}.works": [FAR]}),
    ("JOB-110", {f"{HEAD}.posts": [{"kind": kind, "months": 6} for kind in ("保洁员", "护林员", "水管员")]}),
    ("JOB-111", {f"{HEAD}.posts": [{"kind": "保洁员"}]}),
    ("JOB-111", {f"{HEAD}.posts": [{"kind": "", "months": 6}]}),
    (
        "JOB-112",
        {f"{MOTHER}.posts": [{"kind": "保洁员", "months": 6}], f"{MOTHER}.labour": "弱劳动力或半劳动力"},
    ),
    (
        "JOB-113 JOB-112",
        {f"{MOTHER}.posts": [{"kind": "保洁员", "months": 6}]},
    ),
    ("JOB-114", {f"{HEAD}.works.0.end": "2025-02"}),
    ("JOB-115", {f"{MOTHER}.works": [FAR]}),
]


@pytest.mark.parametrize(("codes", "changes"), ROWS)
def test_a_change_is_accused_by_its_rule_and_no_other(accuse, codes, changes):
    assert {finding.code for finding in accuse(changes)} == set(codes.split())


def test_a_sound_household_is_not_accused(accuse):
    assert accuse({}) == ()


def test_a_number_is_never_shown_whole(accuse):
    (finding,) = accuse({f"{GIRL}.id_no": GIRL_NO[:17]})
    assert GIRL_NO[6:14] not in finding.sentence + finding.where + repr(finding.fields)


def test_a_finding_says_where_in_the_words_of_the_paper(accuse):
    (finding,) = accuse({f"{GIRL}.sex_stated": "男"})
    assert finding.where == "家庭成员第3行 性别（登记）"
    assert finding.sentence.startswith("张小月登记性别为男，与证件号码 520199****")


def test_unhealthy_adults_may_be_weak(accuse):
    assert accuse({f"{HEAD}.labour": "弱劳动力或半劳动力", f"{HEAD}.health": ["长期慢性病"]}) == ()


def test_a_child_kept_out_by_illness_may_stay_in_preschool(accuse):
    assert accuse({f"{GIRL}.student": "学龄前儿童", f"{GIRL}.health": ["残疾"]}) == ()


def test_an_identity_may_be_a_disability_certificate(accuse):
    certificate = number("19550202", 26) + "42"
    assert accuse({f"{MOTHER}.id_kind": "残疾人证", f"{MOTHER}.id_no": certificate}) == ()
