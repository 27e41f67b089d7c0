"""Links and cross-references as responses show them."""

from search.engine import Engine, SearchOptions

_LOST = "Що робити у разі втрати посвідки на проживання?"
_ALL = SearchOptions(limit=20)


def test_a_section_without_an_official_link_shows_an_inherited_one_first(engine: Engine) -> None:
    results = engine.search("через які причини депортують", _ALL).results
    (deported,) = [result for result in results if result.section.id == "1.5-1"]
    (link,) = deported.links
    assert (link.url, link.kind, link.inherited) == (
        "https://www.moj.go.jp/isa/guidebook_all.html",
        "official",
        True,
    )


def test_every_result_carries_an_official_link_and_own_ones_are_not_marked(engine: Engine) -> None:
    for offset in (0, 20):
        for result in engine.search(_LOST, SearchOptions(limit=20, offset=offset)).results:
            printed = [link.url for link in engine.build.guide.section(result.section.id).links]
            assert result.links[0].kind == "official"
            assert sorted(link.url for link in result.links if not link.inherited) == sorted(printed)
            assert sum(link.inherited for link in result.links) <= 1


def test_a_corrected_link_shows_what_was_printed(engine: Engine) -> None:
    results = engine.search("повідомлення про місце роботи, змінив роботу", _ALL).results
    (notified,) = [result for result in results if result.section.id == "1.2-6.1"]
    base = "https://www.moj.go.jp/isa/applications/procedures/"
    assert [(link.url, link.corrected_from) for link in notified.links] == [
        (f"{base}nyuukokukanri10_00014.html", f"{base}nyuukokukana10_00014.html")
    ]


def test_a_link_keeps_its_note(engine: Engine) -> None:
    results = engine.search("акаунт імміграційного бюро в Twitter, SNS", _ALL).results
    (media,) = [result for result in results if result.section.id == "1.7-2"]
    notes = {link.url: link.note for link in media.links}
    assert notes["https://twitter.com/MOJ_IMM1"] == "Twitter тепер називається X."
    assert [link.kind for link in media.links] == ["official", "official", "other", "other"]


def test_cross_references_are_shown_once_each_and_resolved_where_held(engine: Engine) -> None:
    results = engine.search("повідомлення про місце проживання", _ALL).results
    (moved,) = [result for result in results if result.section.id == "1.1-2"]
    assert [(see.section_id, see.citation) for see in moved.see_also] == [
        ("1.1-1", "Розділ 1, пункт 1, підпункт 1-1 «Видача посвідки на проживання»"),
        (None, "Розділ 2, пункт 1, підпункт 1-1 «Повідомлення про адресу»"),
    ]
