"""The page and its Markdown sister: whole, safe, and from one piece."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.report.content import content_of
from eval.report.pages import html, markdown, markdown_cell
from eval.run.folder import Run, RunConfig
from tests.eval.conftest import DevRun, QuestionMaker, RecordMaker, without_answers
from tests.eval.run.test_folder import CONFIG

VOID = {"meta", "link", "br", "line", "circle", "polyline"}
NASTY = "<script>alert('привіт')</script> \"лапки\" & | ] *зірка*"


class Outline(HTMLParser):
    """Reads a page: ids, links, what it would load, and whether all elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.targets.append(value or "")
            if name in ("src", "srcset", "data", "action", "xlink:href"):
                self.loads.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def _read(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    outline.close()
    return outline


@pytest.fixture(scope="module")
def page(dev_run: DevRun) -> str:
    """The page of the run over dev."""
    return html(content_of(dev_run.run))


@pytest.fixture
def nasty_run(make_question: QuestionMaker, make_record: RecordMaker, tmp_path: Path) -> Run:
    """A run of one question that tries to be markup, with an answer and a result that try it too."""
    question = make_question("q1", {"1.1": 3}, text=NASTY)
    result = {"section": "1.2", "score": 0.5, "title": NASTY, "excerpt": NASTY}
    record = make_record(question, [], answer=NASTY, outcome="answered", confidence=0.9)
    assert record.shown is not None
    shown = type(record.shown).model_validate(record.shown.model_dump() | {"results": [result]})
    return Run(tmp_path, CONFIG, (record.model_copy(update={"shown": shown}),))


def test_the_page_is_whole(page: str) -> None:
    assert _read(page).open == []


def test_the_page_needs_nothing_from_outside(page: str) -> None:
    outline = _read(page)
    assert outline.loads == []
    assert not outline.tags & {"script", "link", "img", "iframe", "object", "embed"}
    assert "@import" not in page
    assert "url(" not in page.partition("</style>")[0]


def test_every_link_leads_to_a_place_in_the_page(page: str) -> None:
    outline = _read(page)
    assert outline.targets
    assert all(target.removeprefix("#") in outline.ids for target in outline.targets)


def test_the_page_shows_measures_slices_charts_and_worst_questions(page: str) -> None:
    for words in ("nDCG@10", "By language", "transliteration", "Worst questions", "Expected calibration error"):
        assert words in page
    assert page.count("<polyline") >= 2
    assert "Втрата посвідки на проживання" in page


def test_what_has_no_data_is_a_dash(dev_run: DevRun) -> None:
    page = html(content_of(without_answers(dev_run.run)))
    row = page.partition('<th scope="row">facts_all</th>')[2].partition("</tr>")[0]
    assert row.startswith('<td class="figure">–')


def test_questions_are_shown_as_they_are_and_never_as_markup(nasty_run: Run) -> None:
    page = html(content_of(nasty_run))
    assert "script" not in _read(page).tags
    assert "&lt;script&gt;alert(&#39;привіт&#39;)&lt;/script&gt;" in page


def test_a_run_without_confidence_says_so(
    make_question: QuestionMaker, make_record: RecordMaker, tmp_path: Path
) -> None:
    run = Run(tmp_path, CONFIG, (make_record(make_question(relevant={"1.1": 3}), ["1.1"]),))
    page = html(content_of(run))
    assert "This system gives no confidence." in page
    assert "<polyline" not in page
    assert "Outcomes:" not in page


def test_a_comparison_is_told_with_its_changed_questions(dev_run: DevRun) -> None:
    run = dev_run.run
    records = [record.model_copy(update={"shown": None, "error": "it broke"}) for record in run.records[:3]]
    other = Run(run.folder, run.config, (*records, *run.records[3:]))
    content = content_of(run, other)
    page = html(content)
    assert "Changes since" in page
    assert "3 questions changed their rank or outcome" in page
    text = markdown(content)
    assert "## Changes since" in text
    assert "failed → " in text


def test_markdown_has_tables_whose_rows_agree_with_their_heads(dev_run: DevRun) -> None:
    lines = markdown(content_of(dev_run.run)).splitlines()
    heads = [place for place, line in enumerate(lines) if line.startswith("| :--")]
    assert len(heads) >= 8
    for place in heads:
        columns = _cells(lines[place])
        assert _cells(lines[place - 1]) == columns, lines[place - 1]
        for line in lines[place + 1 :]:
            if not line.startswith("|"):
                break
            assert _cells(line) == columns, line


def test_markdown_escapes_what_would_be_markup(nasty_run: Run) -> None:
    text = markdown(content_of(nasty_run))
    assert "<script>" not in text
    assert r"\<script\>" in text
    assert markdown_cell("a | b\n*c*") == r"a \| b \*c\*"


def _cells(row: str) -> int:
    return row.replace(r"\|", "").strip().count("|")


def test_the_run_is_described(page: str, dev_run: DevRun) -> None:
    config: RunConfig = dev_run.run.config
    for words in (config.index or "", config.model or "", config.questions_sha256[:16], config.started):
        assert words in page
