"""What happens to a household: who comes, who goes, who leads it, and what everybody is to the new head."""

import pytest

from docgen import Case, UsageError
from docgen.events import Event, cancelled, merged, relation_to, split, with_head, without

PEOPLE = [
    ("张三", "户主", "男"),
    ("李四", "配偶", "女"),
    ("张大", "之子", "男"),
    ("王芳", "之儿媳", "女"),
    ("张小", "之孙子", "男"),
    ("张父", "之父", "男"),
    ("张母", "之母", "女"),
]


def family(people=PEOPLE, **more):
    members = [{"name": name, "relation": kin, "sex_stated": sex} for name, kin, sex in people]
    base = {"number": "H1", "area": {"code": "520199001201", "village": "清水村"}}
    return Case.model_validate(base | {"household": {"members": members, **more}})


def kin(case):
    return {member.name: member.relation for member in case.household.members}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            1,
            {
                "张三": "配偶",
                "张大": "之子",
                "王芳": "之儿媳",
                "张小": "之孙子",
                "张父": "之公公",
                "张母": "之婆婆",
            },
        ),
        (
            2,
            {
                "张三": "之父",
                "李四": "之母",
                "王芳": "配偶",
                "张小": "之子",
                "张父": "之祖父",
                "张母": "之祖母",
            },
        ),
        (
            5,
            {
                "张三": "之子",
                "李四": "之儿媳",
                "张大": "之孙子",
                "王芳": "其他",
                "张小": "其他",
                "张母": "配偶",
            },
        ),
        (3, dict.fromkeys(("张三", "李四", "张大", "张小", "张父", "张母"), "其他")),
    ],
)
def test_the_others_are_related_to_the_new_head_anew(row, told):
    after = with_head(family(), row)
    assert after.household.head.name == after.household.members[0].name == PEOPLE[row][0]
    assert kin(after) == {PEOPLE[row][0]: "户主"} | told


def test_a_womans_parents_are_other_grandparents():
    people = [("李四", "户主", "女"), ("张大", "之子", "男"), ("李父", "之父", "男")]
    assert kin(with_head(family(people), 1)) == {"张大": "户主", "李四": "之母", "李父": "之外祖父"}


def test_with_two_sons_nobody_guesses_whose_wife_it_is():
    people = [*PEOPLE[:3], ("张二", "之子", "男"), *PEOPLE[3:]]
    after = kin(with_head(family(people), 2))
    assert (after["王芳"], after["张小"], after["张二"]) == ("其他", "其他", "之兄弟姐妹")


def test_without_a_known_sex_a_parent_is_not_guessed():
    case = family([("张三", "户主", ""), ("张大", "之子", "男")])
    head, son = case.household.members
    assert relation_to(head, son, head, case.household.members) == "其他"


def test_a_death_counts_the_household_anew():
    after = without(family(population_stated=7), [4])
    assert "张小" not in kin(after)
    assert after.household.population_stated == 6
    assert without(family(), [4]).household.population_stated is None


def test_two_of_one_name_are_not_taken_for_each_other():
    people = [("张三", "户主", "男"), ("张小", "之子", "男"), ("张小", "之女", "女")]
    assert [one.relation for one in without(family(people), [1]).household.members] == ["户主", "之女"]


def test_when_the_head_goes_somebody_must_follow():
    with pytest.raises(UsageError) as raised:
        without(family(), [0])
    assert raised.value.code == "EVENT-105"
    after = without(family(), [0], head=1)
    assert after.household.head.name == "李四"
    assert "张三" not in kin(after)
    assert kin(after)["张父"] == "之公公"


def test_who_goes_cannot_lead():
    with pytest.raises(UsageError):
        without(family(), [0, 1], head=1)


def test_nobody_left_is_a_cancellation():
    with pytest.raises(UsageError) as raised:
        without(family(PEOPLE[:1]), [0])
    assert raised.value.code == "EVENT-104"


def test_who_is_head_already_cannot_become_it():
    with pytest.raises(UsageError) as raised:
        with_head(family(), 0)
    assert raised.value.code == "EVENT-103"


def test_a_son_goes_with_wife_and_child():
    stays, new = split(family(population_stated=7), [2, 3, 4], 2, "H9")
    assert kin(stays) == {"张三": "户主", "李四": "配偶", "张父": "之父", "张母": "之母"}
    assert kin(new) == {"张大": "户主", "王芳": "配偶", "张小": "之子"}
    assert (stays.household.population_stated, new.household.population_stated, new.number) == (4, 3, "H9")
    assert new.procedures == new.risks == ()


def test_merging_brings_everybody_and_ends_the_other():
    other = family([("赵一", "户主", "男")]).model_copy(update={"number": "H2"})
    one, gone = merged(family(PEOPLE[:2]), other)
    assert kin(one) == {"张三": "户主", "李四": "配偶", "赵一": "其他"}
    assert (gone.household.members, gone.household.status) == ((), "自然减少")


def test_a_cancelled_household_has_nothing_open(case):
    after = cancelled(case)
    assert [one.closed for one in after.procedures] == [True]
    assert after.household.status == "自然减少"
    assert after.household.members == case.household.members


def test_every_event_either_adds_or_removes_or_rewrites():
    assert [one.value for one in Event if one.adds and one.removes] == []
