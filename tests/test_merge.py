"""Rosters and the cases that were there before become one, and every difference is told."""

from datetime import date

import pytest

from docgen import Case, Entry, Origin, Reading, Severity, check_character
from docgen.merge import merge, merge_loose

CODE = "520199001201"
AREA = {"code": CODE, "township": "青石镇", "village": "清水村"}


def identity(seed, born="19800101"):
    first17 = f"520199{born}{seed:03d}"
    return first17 + check_character(first17)


def person(name, seed, relation="", **more):
    return {"name": name, "id_no": identity(seed), **({"relation": relation} if relation else {}), **more}


def row(
    number="", *members, line=2, file="甲.xlsx", sheet="花名册", hh_id="", area=AREA, complete=False, **more
):
    given = more.pop("household", {})
    household = ({"hh_id": hh_id} if hh_id else {}) | ({"members": list(members)} if members else {}) | given
    content = ({"area": area} if area else {}) | ({"household": household} if household else {}) | more
    heads = [one["id_no"] for one in members if one.get("relation") == "户主" and one.get("id_no")]
    keys = {"number": number, "hh_id": hh_id, "head_id": next(iter(heads), "")}
    return Entry(
        Origin(file, sheet, line), {name: key for name, key in keys.items() if key}, content, complete
    )


def known(*members, number="H1", **more):
    members = members or (person("张三", 1, "户主"), person("李四", 2, "配偶"))
    raw = {"number": number, "area": AREA, "household": {"members": list(members)}} | more
    return Case.model_validate(raw)


def numbers():
    counted = iter(range(1, 100))
    return lambda: f"{next(counted):06d}"


def told(merged):
    assert all("—" not in finding.sentence + finding.remedy for finding in merged.findings)
    return [finding.code for finding in merged.findings]


def changes(merged):
    return [(change.box, change.old, change.new) for change in merged.changes]


def test_loose_rows_of_one_household_become_one_case():
    rows = [row("H1", person("张三", 1, "户主")), row("H1", person("李四", 2, "配偶"), line=3)]
    merged = merge_loose([Reading(tuple(rows))])
    assert [member.name for member in merged.cases[0].household.members] == ["张三", "李四"]
    assert merged.created == ("H1",)
    assert merged.findings == ()


def test_without_a_workspace_a_household_brings_its_number():
    merged = merge_loose([Reading((row("", person("张三", 1, "户主"), hh_id="520"),))])
    assert merged.cases == ()
    assert told(merged) == ["INTAKE-307"]


def test_a_new_household_gets_the_next_number_and_keeps_its_national_one_as_alias():
    merged = merge((), [Reading((row("", person("张三", 1, "户主"), hh_id="520"),))], number=numbers())
    case = merged.cases[0]
    assert (case.number, case.household.hh_id, case.aliases) == ("000001", "520", ("520",))


def test_the_national_number_that_comes_later_is_matched_by_the_head_and_kept_as_alias():
    rows = [
        row("", person("张三", 1, "户主"), hh_id="520"),
        row("", person("李四", 2, "配偶"), hh_id="520", line=3),
    ]
    merged = merge([known()], [Reading(tuple(rows))], number=numbers())
    case = merged.cases[0]
    assert (case.number, case.household.hh_id, case.aliases) == ("H1", "520", ("520",))
    again = merge([case], [Reading(tuple(rows))], number=numbers())
    assert (again.cases, again.changes, again.findings) == ((), (), ())


def test_a_household_is_found_by_any_number_it_is_known_by():
    case = known(aliases=["旧-7"])
    merged = merge([case], [Reading((row("旧-7", household={"address": "三组"}, area=None),))])
    assert [(one.number, one.household.address) for one in merged.cases] == [("H1", "三组")]


def test_filling_a_blank_and_changing_a_value_are_both_listed():
    case = known(household={"members": [person("张三", 1, "户主")], "address": "旧址"})
    merged = merge([case], [Reading((row("H1", household={"address": "新址", "kind": "一般农户"}),))])
    assert changes(merged) == [("household.address", "旧址", "新址"), ("household.kind", "", "一般农户")]
    assert merged.changes[0].label == "家庭住址"
    assert merged.changes[0].origin == "甲.xlsx 工作表「花名册」 第2行"


def test_blanks_never_wipe_out_what_is_known():
    merged = merge([known()], [Reading((row("H1", {"name": "张三", "id_no": identity(1), "phone": ""}),))])
    assert (merged.cases, merged.changes) == ((), ())


def test_identities_and_telephones_are_masked_in_the_list_of_changes():
    case = known(person("张三", 1, "户主", phone="13800000001"))
    merged = merge([case], [Reading((row("H1", person("张三", 3, "户主", phone="13900000002")),))])
    shown = " ".join(change.old + change.new for change in merged.changes)
    assert merged.cases[0].household.members[0].id_no == identity(3)
    assert identity(1) not in shown
    assert identity(3) not in shown
    assert "138****0001" in shown


def test_a_member_who_is_not_listed_is_told_and_stays():
    rows = [row("H1", person("张三", 1, "户主")), row("H1", person("王五", 5, "之子"), line=3)]
    merged = merge([known()], [Reading(tuple(rows))])
    assert [member.name for member in merged.cases[0].household.members] == ["张三", "李四", "王五"]
    assert [(one.code, one.severity, one.boxes) for one in merged.conflicts] == [
        ("INTAKE-309", Severity.WARNING, ("household.members.1",))
    ]


def test_a_list_of_heads_says_nothing_about_the_others():
    merged = merge([known()], [Reading((row("H1", person("张三", 1, "户主", nation="汉族")),))])
    assert merged.findings == ()
    assert changes(merged) == [("household.members.0.nation", "", "汉族")]


def test_two_people_of_one_name_stay_two():
    rows = [row("H1", person("张三", 1, "户主")), row("H1", person("张三", 9, "之子"), line=3)]
    merged = merge_loose([Reading(tuple(rows))])
    assert [member.id_no for member in merged.cases[0].household.members] == [identity(1), identity(9)]


def test_two_rosters_that_disagree_are_a_conflict_and_the_first_stands():
    first = row("H1", person("张三", 1, "户主", nation="汉族"), file="甲.xlsx")
    second = row("H1", person("张三", 1, "户主", nation="苗族"), file="乙.csv", sheet="", line=9)
    merged = merge_loose([Reading((first,)), Reading((second,))])
    assert merged.cases[0].household.members[0].nation == "汉族"
    finding = merged.conflicts[0]
    assert (finding.code, finding.household, finding.boxes) == (
        "INTAKE-301",
        "H1",
        ("household.members.0.nation",),
    )
    assert "甲.xlsx 工作表「花名册」 第2行" in finding.sentence
    assert "乙.csv 第9行" in finding.sentence


def test_two_rosters_that_disagree_about_a_known_household_are_a_conflict_too():
    rows = [row("H1", household={"address": "甲处"}), row("H1", household={"address": "乙处"}, line=3)]
    merged = merge([known()], [Reading(tuple(rows))])
    assert merged.cases[0].household.address == "甲处"
    assert told(merged) == ["INTAKE-301"]


def test_a_new_contact_is_a_new_row_and_the_old_one_ends():
    case = known(contacts=[{"role": "helper", "name": "老王", "start": "2024-01-01"}])
    stated = row("H1", contacts=[{"role": "helper", "name": "小李", "phone": "13800000003"}])
    merged = merge([case], [Reading((stated,))], as_of=date(2026, 7, 5))
    old, new = merged.cases[0].contacts
    assert (old.name, old.end) == ("老王", date(2026, 7, 5))
    assert (new.name, new.start) == ("小李", date(2026, 7, 5))
    assert changes(merged) == [("contacts.0.end", "", "2026-07-05"), ("contacts.1", "", "帮扶责任人 小李")]


def test_the_same_contact_with_another_telephone_is_a_change():
    case = known(contacts=[{"role": "helper", "name": "老王", "phone": "13800000001"}])
    merged = merge(
        [case], [Reading((row("H1", contacts=[{"role": "helper", "name": "老王", "phone": "13800000002"}]),))]
    )
    assert changes(merged) == [("contacts.0.phone", "138****0001", "138****0002")]


def test_records_of_lists_are_met_by_what_names_them_and_none_is_dropped():
    case = known(
        visits=[{"on": "2026-05-01", "visitor": "甲"}],
        measures=[{"category": "产业帮扶", "item": "入股分红"}],
        risks=[{"kind": "因病"}],
    )
    stated = row(
        "H1",
        visits=[
            {"on": "2026-05-01", "visitor": "甲", "purpose": "核实收入"},
            {"on": "2026-06-01", "visitor": "甲"},
        ],
        measures=[{"category": "产业帮扶", "item": "产业奖补"}],
        risks=[{"kind": "因病", "since": "2025-03"}],
    )
    merged = merge([case], [Reading((stated,))])
    after = merged.cases[0]
    assert [visit.purpose for visit in after.visits] == ["核实收入", ""]
    assert [measure.item for measure in after.measures] == ["入股分红", "产业奖补"]
    assert [(risk.kind, risk.since) for risk in after.risks] == [("因病", "2025-03")]


def test_a_whole_case_read_again_changes_nothing_and_keeps_notices_of_one_level_apart():
    notices = [{"level": "village", "start": "2026-03-01"}, {"level": "village", "start": "2026-04-01"}]
    case = known(procedures=[{"number": "P1", "kind": "identification", "notices": notices}])
    raw = case.model_dump(mode="json", exclude_defaults=True)
    entry = Entry(Origin("a.yaml"), {"number": "H1"}, raw, complete=True)
    assert merge_loose([Reading((entry,))]).cases == (case,)
    assert merge([case], [Reading((entry,))]).changes == ()


def test_a_statement_that_points_at_two_households_is_not_taken():
    first, second = known(), known(person("赵六", 6, "户主"), number="H2", aliases=["520"])
    merged = merge([first, second], [Reading((row("H1", hh_id="520", area=None),))])
    assert (merged.cases, told(merged)) == ((), ["INTAKE-302"])


def test_a_household_in_two_villages_keeps_the_first():
    other = {"code": "520199001202", "village": "白石村"}
    merged = merge([known()], [Reading((row("H1", area=other, household={"address": "三组"}),))])
    assert (merged.cases[0].area.code, merged.cases[0].household.address) == (CODE, "三组")
    assert told(merged) == ["INTAKE-303"]


def test_a_head_of_the_same_name_without_a_number_is_asked_about():
    case = known({"name": "张三", "relation": "户主"})
    merged = merge([case], [Reading((row("", person("张三", 1, "户主"), hh_id="520"),))], number=numbers())
    assert (merged.cases, told(merged)) == ((), ["INTAKE-308"])


def test_a_head_of_the_same_name_with_another_number_is_another_household():
    merged = merge([known()], [Reading((row("", person("张三", 8, "户主"), hh_id="520"),))], number=numbers())
    assert [case.number for case in merged.cases] == ["000001"]


@pytest.mark.parametrize(
    ("villages", "code"),
    [
        ([], "INTAKE-304"),
        ([("520199001201", "青石镇"), ("520199002201", "青石镇")], "INTAKE-305"),
        ([("520199001201", "青石镇"), ("520199002201", "白石镇")], None),
    ],
)
def test_a_village_without_a_code_is_found_by_its_name(villages, code):
    listed = [row(area={"code": c, "township": t, "village": "清水村"}) for c, t in villages]
    stated = row("H1", person("张三", 1, "户主"), area={"township": "青石镇", "village": "清水村"})
    merged = merge_loose([Reading((*listed, stated))])
    assert [case.area.code for case in merged.cases] == ([] if code else [CODE])
    assert [one for one in told(merged) if one != "INTAKE-306"] == ([code] if code else [])


def test_two_villages_of_one_name_are_told():
    rows = [
        row("H1", person("张三", 1, "户主")),
        row("H2", person("赵六", 6, "户主"), area={"code": "520199002201", "village": "清水村"}, line=3),
    ]
    merged = merge_loose([Reading(tuple(rows))])
    assert len(merged.cases) == 2
    assert told(merged) == ["INTAKE-306"]


def test_a_correction_reaches_the_box_it_names():
    stated = row("H1", area=None, household={"members": {"1": {"id_no": identity(7)}}})
    merged = merge([known()], [Reading((stated,))])
    assert merged.cases[0].household.members[1].id_no == identity(7)
    assert len(merged.changes) == 1


def test_a_correction_of_a_place_that_is_not_there_is_told():
    stated = row("H1", area=None, household={"members": {"9": {"id_no": identity(7)}}})
    merged = merge([known()], [Reading((stated,))])
    assert (merged.cases, told(merged)) == ((), ["INTAKE-310"])


def test_a_statement_about_an_unknown_household_is_told():
    merged = merge([known()], [Reading((row("H9", area=None, visits=[{"on": "2026-05-01"}]),))])
    assert (merged.cases, told(merged)) == ((), ["INTAKE-312"])


def test_columns_the_case_does_not_know_are_kept_where_they_are_about_the_household():
    head = row("H1", person("张三", 1, "户主"), facts={"是否党员户": "是", "人编号": "1"})
    spouse = row("H1", person("李四", 2, "配偶"), facts={"是否党员户": "是", "人编号": "2"}, line=3)
    alone = row("H2", person("王五", 3, "户主"), facts={"是否党员户": "否", "人编号": "3"}, line=4)
    readings = [Reading((head, spouse, alone))]
    assert [case.facts for case in merge_loose(readings).cases] == [
        {"是否党员户": "是"},
        {"是否党员户": "否"},
    ]
    kept = merge((), readings, keep=["人编号"])
    assert [case.facts["人编号"] for case in kept.cases] == ["1", "3"]
    assert [finding.code for finding in kept.conflicts] == ["INTAKE-301"]


def test_what_a_reading_says_is_not_changed_by_the_merge():
    rows = (row("H1", person("张三", 1, "户主")), row("H1", person("李四", 2, "配偶"), line=3))
    merge_loose([Reading(rows)])
    assert [len(one.content["household"]["members"]) for one in rows] == [1, 1]


def test_a_case_that_cannot_be_is_told_by_its_boxes():
    stated = row("H1", person("张三", 1, "户主"), area={"code": CODE})
    merged = merge_loose([Reading((stated,))])
    assert merged.cases == ()
    assert [(one.code, dict(one.fields)["box"]) for one in merged.findings] == [
        ("INTAKE-311", "行政区划 行政村")
    ]
