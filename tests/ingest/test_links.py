"""Links: the golden table of chapter 1, hosts, titles and corrections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.links import link_kind
from ingest.schema import LinkErratum
from search.guide import Guide
from search.section import LinkKind
from tests.ingest.conftest import Parse, Table

_HEAD = "Розділ 1 Назва\n\n1 Пункт\n\n"


def test_chapter_1_has_exactly_the_links_of_the_golden_table(guide: Guide, golden_table: Table) -> None:
    found = [
        {
            "section": section.id,
            "printed": link.corrected_from or link.url,
            "url": link.url,
            "kind": link.kind.value,
            "title": link.title,
        }
        for section in guide.sections.values()
        for link in section.links
    ]
    assert len(found) == 22
    assert found == golden_table("links.tsv")


def test_a_links_span_is_the_printed_url(guide: Guide) -> None:
    for section in guide.sections.values():
        for link in section.links:
            assert guide.quote(section.chapter, link.span) == (link.corrected_from or link.url)
            assert section.span.holds(link.span)


def test_known_faults_are_mended_beside_the_text(guide: Guide) -> None:
    corrected = {
        link.corrected_from: link.url for s in guide.sections.values() for link in s.links if link.corrected_from
    }
    base = "https://www.moj.go.jp/isa/applications/procedures/"
    assert corrected == {
        f"{base}nyuukokukana10_00014.html": f"{base}nyuukokukanri10_00014.html",
        f"{base}nyuukokukana10_00015.html": f"{base}nyuukokukanri10_00015.html",
    }
    assert all(printed in guide.texts["1"] for printed in corrected)


def test_a_note_goes_with_its_link_and_changes_nothing(guide: Guide) -> None:
    twitter, *others = guide.section("1.7-2").links
    assert (twitter.url, twitter.corrected_from) == ("https://twitter.com/MOJ_IMM1", None)
    assert twitter.note == "Twitter тепер називається X."
    assert all(link.note is None for link in others)


@pytest.mark.parametrize(
    "url",
    [
        "https://moj.go.jp",
        "https://www.moj.go.jp/isa/index.html",
        "http://WWW.MOJ.GO.JP/isa",
        "https://a.b.moj.go.jp:8443/?q=1#x",
        "https://www.moj.go.jp./isa",
    ],
)
def test_the_ministrys_hosts_are_official(url: str) -> None:
    assert link_kind(url) is LinkKind.OFFICIAL


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.moj.go.jp.example.com/",
        "https://moj.go.jp.evil.org/",
        "https://notmoj.go.jp/",
        "https://moj-go.jp/",
        "https://go.jp/",
        "https://example.com/moj.go.jp",
        "https://example.com/?u=https://www.moj.go.jp/",
        "https://www.moj.go.jp@example.com/",
        "https://www.moj.go.jp:443@example.com/",
        "https://example.com\\.moj.go.jp/",
        "https://example.com#.moj.go.jp",
        "https://www.moj.go.jр/",  # the last letter is Cyrillic
        "https://[moj.go.jp/",
        "https:///moj.go.jp",
    ],
)
def test_hosts_that_only_contain_the_name_are_not(url: str) -> None:
    assert link_kind(url) is LinkKind.OTHER


@given(st.text())
def test_any_text_has_a_kind(rest: str) -> None:
    assert link_kind(f"https://{rest}") in LinkKind


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        ("<https://a.jp/b>", "https://a.jp/b"),
        ("Сайт: https://a.jp/b.", "https://a.jp/b"),
        ("(див. https://a.jp/b_(1).html)", "https://a.jp/b_(1).html"),
        ("«https://a.jp/b»,", "https://a.jp/b"),
        ("https://a.jp/б/в?г=д", "https://a.jp/б/в?г=д"),
    ],
)
def test_marks_around_a_url_are_no_part_of_it(printed: str, url: str, parse: Parse) -> None:
    (link,) = parse(f"{_HEAD}Текст\n\n{printed}\n")["1.1"].links
    assert link.url == url


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- ① Заява про дозвіл.\n\n<https://a.jp/>\n", "Заява про дозвіл"),
        ("- * Примітка про заяву:\n\nhttps://a.jp/\n", "Примітка про заяву"),
        ("- Для отримання детальнішої інформації див. веб-сайт, вказаний далі.\n\nhttps://a.jp/\n", "Пункт"),
        ("- ▣ Для отримання детальнішої інформації див. веб-сайт\n\nhttps://a.jp/\n", "Пункт"),
        ("Сайт відомства: https://a.jp/\n", "Сайт відомства"),
        ("Абзац.\n\nhttps://a.jp/\n", "Пункт"),
        ("https://a.jp/\n", "Пункт"),
    ],
)
def test_a_title_is_what_names_the_link(text: str, title: str, parse: Parse) -> None:
    (link,) = parse(_HEAD + text)["1.1"].links
    assert link.title == title


def test_a_further_link_takes_the_paragraph_that_introduces_it(parse: Parse) -> None:
    text = "- Заява\n\nhttps://a.jp/\n\nМожна і в мережі.\n\n- Детальнішої інформації див. веб-сайт\n\nhttps://b.jp/\n"
    assert [link.title for link in parse(_HEAD + text)["1.1"].links] == ["Заява", "Можна і в мережі"]


def test_two_links_one_after_the_other_do_not_name_each_other(parse: Parse) -> None:
    links = parse(f"{_HEAD}- Заява\n\nhttps://a.jp/\nhttps://b.jp/\n")["1.1"].links
    assert [link.title for link in links] == ["Заява", "Пункт"]


def test_an_erratum_may_correct_and_note_at_once(parse: Parse) -> None:
    erratum = LinkErratum(
        printed="https://a.jp/x", corrected="https://www.moj.go.jp/x", note="Наша примітка.", reason="Помилка."
    )
    (link,) = parse(f"{_HEAD}https://a.jp/x\n", errata=(erratum,))["1.1"].links
    assert (link.url, link.corrected_from, link.note) == ("https://www.moj.go.jp/x", "https://a.jp/x", "Наша примітка.")
    assert link.kind is LinkKind.OFFICIAL
