"""A paper's content: what is compared, and what of it may be shown."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from docgen import check_character
from docgen.form import Field, FilledForm, Form, Table
from docgen.ooxml import Ticks
from docgen.paper import Change, changes, content_of

FIRST17 = "52019919800101007"
NUMBER = FIRST17 + check_character(FIRST17)

FORM = Form(
    "cn.try.form",
    "试填表",
    "2021",
    Path("try.docx"),
    (Field("head", "户主姓名", "head.name"), Field("id_no", "证件号码", "head.id_no")),
    (Table("members", "家庭成员", "members", (Field("name", "姓名", "row.name"),), 6),),
)


def filled(**values):
    return FilledForm(FORM, "520199001201", "H00001", values)


def test_every_slot_becomes_text_at_its_place():
    said = content_of(
        filled(
            head="张三",
            risk=Ticks.of("因学", "因病", other="缺水"),
            paid=Decimal("12.50"),
            on=date(2026, 7, 5),
            poor=True,
            none=None,
            members=[{"name": "张三"}, {"name": "李四"}],
            options=["乙", "甲"],
        ),
        "village",
    )
    assert said.boxes == {
        "head": "张三",
        "risk": "因学、因病：缺水",
        "paid": "12.50",
        "on": "2026-07-05",
        "poor": "是",
        "members.1.name": "张三",
        "members.2.name": "李四",
        "options": "乙、甲",
    }
    assert (said.form, said.household, said.stage) == ("cn.try.form@2021", "H00001", "village")


def test_an_empty_box_and_a_missing_one_are_the_same_content():
    assert content_of(filled(head="张三", note="")).hash == content_of(filled(head="张三")).hash


def test_the_order_of_the_boxes_does_not_matter_but_their_text_does():
    one = content_of(filled(head="张三", note="病"))
    assert one.hash == content_of(filled(note="病", head="张三")).hash
    assert one.hash != content_of(filled(head="张三", note="残")).hash
    assert one.hash != content_of(filled(head="张三", note="病"), "village").hash


def test_changes_are_told_by_the_labels_of_the_form_and_in_its_order():
    old = content_of(filled(head="张三", members=[{"name": "张三"}]))
    new = content_of(filled(head="张叁", members=[{"name": "张三"}, {"name": "李四"}]))
    assert changes(FORM, old, new) == (
        Change("户主姓名", "张三", "张叁"),
        Change("家庭成员第2行“姓名”", "", "李四"),
    )


def test_numbers_in_a_change_are_masked():
    number = NUMBER
    old, new = content_of(filled(id_no=number)), content_of(filled(id_no=f"{number[:17]}0"))
    (change,) = changes(FORM, old, new)
    assert change.before == f"{number[:6]}********{number[-4:]}"
    assert number not in repr(change)


def test_an_identity_number_and_a_telephone_inside_a_sentence_are_masked():
    secrets = (NUMBER, "13800000001", "6222020200012345678", "9" * 30)
    note = f"户主证件{NUMBER}，电话{secrets[1]}，账号{secrets[2]}，串号{secrets[3]}"
    (change,) = changes(FORM, content_of(filled(head="")), content_of(filled(head=note)))
    assert not any(secret in change.after for secret in secrets)
    assert change.after.startswith("户主证件")
