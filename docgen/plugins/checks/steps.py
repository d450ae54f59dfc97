"""Steps of a procedure: who came, how they voted, and none left out."""

from collections.abc import Iterator

from docgen import label_of

from .rule import ERROR, OWN, PLAN9, Doubt, Seen, rule

_LEVELS = {"village": "村", "township": "乡镇", "county": "县"}


@rule("STEP-101", "入户核实不少于规定人数", PLAN9, ERROR)
def too_few_checkers(seen: Seen) -> Iterator[Doubt]:
    """Doubt an on-site check by fewer people than it takes."""
    least = seen.figure("check_people")
    for row, procedure in enumerate(seen.case.procedures):
        count = len(set(procedure.check.people))
        if 0 < count < least:
            yield Doubt((f"procedures.{row}.check.people",), {"count": count, "least": least})


@rule("STEP-102", "入户核实登记核实组成员", PLAN9)
def nobody_checked(seen: Seen) -> Iterator[Doubt]:
    """Doubt an on-site check of which nobody says who made it."""
    for row, procedure in enumerate(seen.case.procedures):
        if procedure.check.on and not procedure.check.people:
            yield Doubt((f"procedures.{row}.check.people",))


@rule("STEP-103", "评议票数之和等于实到人数", "四议两公开会议记录", ERROR)
def votes_do_not_add_up(seen: Seen) -> Iterator[Doubt]:
    """Doubt votes that are not as many as the people present."""
    for row, procedure in enumerate(seen.case.procedures):
        review, path = procedure.review, f"procedures.{row}.review"
        cast = [vote for vote in (review.agree, review.oppose, review.abstain) if vote is not None]
        # One count alone says nothing about the others.
        short = len(cast) == 3 and sum(cast) != review.present
        if review.present is not None and cast and (short or sum(cast) > review.present):
            boxes = tuple(f"{path}.{name}" for name in ("agree", "oppose", "abstain", "present"))
            yield Doubt(boxes, {"votes": sum(cast), "present": review.present})


@rule("STEP-104", "评议实到人数不多于应到人数", "四议两公开会议记录", ERROR)
def more_than_due(seen: Seen) -> Iterator[Doubt]:
    """Doubt more people present than were due."""
    for row, procedure in enumerate(seen.case.procedures):
        review, path = procedure.review, f"procedures.{row}.review"
        if review.due is not None and review.present is not None and review.present > review.due:
            named = {"present": review.present, "due": review.due}
            yield Doubt((f"{path}.present", f"{path}.due"), named)


@rule("STEP-105", "评议参会人员名单不多于实到人数", OWN)
def more_attendees_than_present(seen: Seen) -> Iterator[Doubt]:
    """Doubt more people on the list than were present."""
    for row, procedure in enumerate(seen.case.procedures):
        review, path = procedure.review, f"procedures.{row}.review"
        if review.present is not None and len(review.attendees) > review.present:
            named = {"count": len(review.attendees), "present": review.present}
            yield Doubt((f"{path}.present", f"{path}.attendees"), named)


@rule("STEP-106", "村评议过半数同意才上报", "四议两公开会议记录")
def passed_without_majority(seen: Seen) -> Iterator[Doubt]:
    """Doubt a village opinion in favour though the meeting was not."""
    for row, procedure in enumerate(seen.case.procedures):
        review, opinion = procedure.review, procedure.approval("village")
        if review.agree is None or not review.present or opinion is None or not opinion.passed:
            continue
        if review.agree * 2 <= review.present:
            named = {"agree": review.agree, "present": review.present}
            yield Doubt((f"procedures.{row}.review.agree",), named)


@rule("STEP-107", "公示有异议的写明处理", PLAN9)
def objection_not_handled(seen: Seen) -> Iterator[Doubt]:
    """Doubt an objection of which nobody says what became of it."""
    for row, procedure in enumerate(seen.case.procedures):
        for number, notice in enumerate(procedure.notices):
            if notice.objection and not notice.handling:
                yield Doubt((f"procedures.{row}.notices.{number}.handling",))


@rule("STEP-108", "下级不同意的，上级不直接通过", PLAN9)
def passed_over_refusal(seen: Seen) -> Iterator[Doubt]:
    """Doubt a level that agrees though the level below refused."""
    for row, procedure in enumerate(seen.case.procedures):
        opinions = {opinion.level: (at, opinion.passed) for at, opinion in enumerate(procedure.approvals)}
        for lower, upper in (("village", "township"), ("township", "county")):
            refused, passed = opinions.get(lower, (0, None)), opinions.get(upper, (0, None))
            if refused[1] is False and passed[1]:
                at = f"procedures.{row}.approvals"
                named = {"lower": _LEVELS[lower], "upper": _LEVELS[upper]}
                yield Doubt((f"{at}.{passed[0]}.passed", f"{at}.{refused[0]}.passed"), named)


@rule("STEP-111", "办理编号不重复", OWN, ERROR)
def number_twice(seen: Seen) -> Iterator[Doubt]:
    """Doubt two procedures of one household with one number."""
    met: set[str] = set()
    for row, procedure in enumerate(seen.case.procedures):
        if procedure.number in met:
            yield Doubt((f"procedures.{row}.number",), {"number": procedure.number})
        met.add(procedure.number)


@rule("STEP-112", "同类事项同时只办一件", OWN, ERROR)
def one_kind_open_twice(seen: Seen) -> Iterator[Doubt]:
    """Doubt a proceeding opened while another of its kind is still open."""
    met: dict[str, str] = {}
    for row, procedure in enumerate(seen.case.procedures):
        if procedure.closed:
            continue
        if procedure.kind in met:
            kind = label_of("procedure_kind", procedure.kind)
            named = {"kind": kind, "number": procedure.number, "other": met[procedure.kind]}
            yield Doubt((f"procedures.{row}.closed",), named)
        met.setdefault(procedure.kind, procedure.number)
