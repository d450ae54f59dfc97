"""The scorer's figures on the corpus, with the least that is allowed."""


def totals(corpus, part, most=None):
    score = corpus["score"]
    scores = score.measure(part)[:most]
    return sum(scores, score.Score(part)), min(one.whole for one in scores)


def test_forms_that_rules_were_tuned_on(corpus):
    total, worst = totals(corpus, "seen")
    assert total.found >= 0.98 * total.cells
    assert total.wrong <= 0.02 * total.taken
    assert total.labels >= 0.98 * total.found
    assert total.sections_right >= 0.95 * total.sections
    assert total.blocks_right >= 0.98 * total.blocks
    assert (total.invented, worst >= 0.85) == (0, True)


def test_traps_of_several_authors(corpus):
    total, worst = totals(corpus, "nasty")
    assert (total.found, total.wrong) == (total.cells, 0)
    assert total.blocks_right == total.blocks
    assert (total.invented, worst >= 0.95) == (0, True)


def test_forms_that_rules_were_not_tuned_on(corpus):
    total, worst = totals(corpus, "unseen")
    assert total.found >= 0.95 * total.cells
    assert total.wrong <= 0.05 * total.taken
    assert total.labels >= 0.95 * total.found
    assert total.sections_right >= 0.90 * total.sections
    assert total.blocks_right >= 0.95 * total.blocks
    assert (total.invented, worst >= 0.85) == (0, True)


def test_our_own_forms_without_their_slots(corpus):
    total, _ = totals(corpus, "own")
    assert total.found >= 0.95 * total.cells
    assert total.blocks_right == total.blocks


def test_the_scorer_counts_what_is_missed_wrong_and_invented(corpus):
    score = corpus["score"].score
    at = {"table": 0, "row": 0, "col": 1, "tc": 1}
    truth = {
        "fields": [at | {"label": "姓名", "section": "", "kind": "text"}],
        "repeat_blocks": [],
        "paragraph_blanks": [],
    }
    block = {"table": 0, "header_rows": [1], "first_row": 2, "last_row": 3, "columns": []}
    wrong = {
        "table": 0,
        "row": 5,
        "col": 1,
        "tc": 1,
        "label": "备注",
        "section": "",
        "kind": "text",
        "why": "",
    }
    right = score("", truth, truth)
    assert (right.found, right.labels, right.wrong, right.whole) == (1, 1, 0, 1.0)
    bad = score("", truth, {"fields": [wrong], "repeat_blocks": [block], "paragraph_blanks": []})
    assert (bad.found, bad.wrong, bad.invented, bad.whole) == (0, 1, 1, 0.0)
    renamed = {
        "fields": [truth["fields"][0] | {"label": "名字"}],
        "repeat_blocks": [],
        "paragraph_blanks": [],
    }
    assert score("", truth, renamed).labels == 0
