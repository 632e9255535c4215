"""The rules of the entries that wait in the browser, tried one by one."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.req("U4")]
APPLY = """async ([name, args, all, known]) => {
  const order = await import("/static/journal/offline/order.js");
  const map = new Map(Object.entries(known));
  const step = order[name](...args, map)(all);
  const short = ({ number, tries, before, body, result }) => ({
    number: number ?? null, tries, before, text: body.text, seen: body.seen,
    renewed: body.entry.length === 36, back: result?.status ?? null,
  });
  const { write = [], remove = [], answer } = step;
  return [write.map(short), remove.map(({ number }) => number), answer ?? null];
}"""


@pytest.fixture
def apply(visit, world):
    page = visit(world.teacher, f"/journal/course/{world.algebra.id}")
    return lambda name, args, entries=(), known=None: page.evaluate(
        APPLY, [name, args, list(entries), known or {}]
    )


def entry(number, key="a", text="5", turn=None, **values):
    """An entry of a cell; `seen` 0 and nothing before, unless told otherwise."""
    body = {"entry": f"e{number}", "text": text, "seen": values.pop("seen", 0)}
    made = {"key": key, "turn": turn or key, "url": "/x", "before": "", "tries": 0, "body": body}
    return {**made, **({"number": number} if number else {}), **values}


def test_what_a_newly_typed_text_replaces_and_what_it_compares_with(apply):
    typed = entry(None, text="4", seen=7, before="2")

    def outcome(*waiting, known=None, made=typed):
        (written,), removed, _ = apply("joined", [[made]], waiting, known)
        return written["seen"], written["before"], removed

    assert outcome() == (7, "2", [])
    assert outcome(entry(1, key="b")) == (7, "2", [])
    # not sent yet: replaced, and what was seen when it was typed counts
    assert outcome(entry(1, seen=3, before="3")) == (3, "3", [1])
    # perhaps sent: both go out
    assert outcome(entry(1, tries=1, seen=3, before="3")) == (3, "3", [])
    # came back: settled by the new text
    assert outcome(entry(1, tries=1, result={"status": 422})) == (7, "2", [1])
    # the page has not learnt of the answer yet
    assert outcome(known={"a": {"from": 7, "to": 9}}) == (9, "2", [])
    assert outcome(known={"a": {"from": 5, "to": 9}}) == (7, "2", [])
    # the answer to a question compares with what the question showed
    answers = {**typed, "answers": True}
    assert outcome(entry(1, tries=1, seen=3, before="3"), made=answers) == (7, "2", [])


def test_what_travels_together(apply):
    def batch(limit, *waiting):
        written, _, answer = apply("taken", [limit], waiting)
        assert all(one["tries"] == 1 for one in written)
        return [one["number"] for one in answer]

    assert batch(100) == []
    assert batch(100, entry(1), entry(2, "b"), entry(3, "c")) == [1, 2, 3]
    assert batch(2, entry(1), entry(2, "b"), entry(3, "c")) == [1, 2]
    # two of one record, and what is typed after them, wait for the first one's answer
    assert batch(100, entry(1), entry(2, "b"), entry(3), entry(4, "c")) == [1, 2]
    assert batch(100, entry(1, "topic", turn="t"), entry(2, "none", turn="t")) == [1]
    assert batch(100, entry(1), entry(2, "b", url="/y")) == [1]
    assert batch(100, entry(1, result={"status": 409}), entry(2, "b")) == [2]


def test_what_an_answer_does(apply):
    def outcome(result, *later, **values):
        first = entry(1, tries=1, **values)
        written, removed, answer = apply(
            "settled", [[first], [{"entry": "e1", **result}]], [first, *later]
        )
        told = [(one["result"]["text"], one["result"]["version"]) for one in answer]
        return [(one["number"], one["seen"], one["back"]) for one in written], removed, told

    saved = {"status": 200, "text": "5", "version": 8}
    theirs = {"status": 409, "other": {"text": "2"}, "version": 8}
    assert outcome(saved) == ([], [1], [("5", 8)])
    # the next text of the same record compares with what was just written
    assert outcome(saved, entry(2, text="4")) == ([(2, 8, None)], [1], [("5", 8)])
    assert outcome(saved, entry(2, "b")) == ([], [1], [("5", 8)])
    # both wrote the same: nothing to ask
    assert outcome({**theirs, "other": {"text": "5"}}) == ([], [1], [("5", 8)])
    # what the person saw stands there still: once more, with the new version and a new receipt
    assert outcome(theirs, before="2") == ([(1, 8, None)], [], [])
    assert outcome(theirs) == ([(1, 0, 409)], [], [])
    assert outcome({"status": 422, "error": "нет"}) == ([(1, 0, 422)], [], [])
    assert outcome({"status": 428, "confirm": "да?"}) == ([(1, 0, 428)], [], [])
    # a later text of the same cell decides, one of another cell does not
    assert outcome(theirs, entry(2, text="4")) == ([], [1], [])
    assert outcome(theirs, entry(2, "b")) == ([(1, 0, 409)], [], [])


@pytest.mark.parametrize(
    ("result", "seen"),
    [({"status": 409, "version": 8}, 8), ({"status": 428}, 0), ({"status": 422}, 0)],
)
def test_what_came_back_goes_out_once_more_under_a_new_receipt(apply, result, seen):
    back = entry(1, tries=3, result=result)
    (written,), removed, _ = apply("repeated", [back], [back, entry(2, "b")])
    assert written == {
        "number": 1,
        "tries": 0,
        "before": "",
        "text": "5",
        "seen": seen,
        "renewed": True,
        "back": None,
    }
    assert removed == []


LEFT = """async () => {
  const days = n => Date.now() - n * 24 * 3600 * 1000;
  for (const person of [998, 999]) await new Promise(ready => {
    const request = indexedDB.open(`journal-entries-${person}`, 1);
    request.onsuccess = () => { request.result.close(); ready(); };
  });
  localStorage.setItem("journal-entries-used", JSON.stringify({ 998: days(29), 999: days(31) }));
}"""
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name).sort()"


def test_entries_of_a_person_who_has_not_come_for_a_month_are_dropped_unread(visit, world):
    page = visit(world.teacher, f"/journal/course/{world.algebra.id}")
    page.evaluate(LEFT)
    page.reload()
    own = f"journal-entries-{world.teacher.user_id}"
    page.wait_for_function(
        "async () => (await indexedDB.databases()).every(({ name }) => !name.endsWith('999'))"
    )
    assert page.evaluate(DATABASES) == sorted([own, "journal-entries-998"])
