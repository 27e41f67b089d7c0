"""Parts of responses that are made the same way wherever they are shown."""

from search.facts import GuideFacts
from search.guide import Guide
from search.response import GuideStamp, LinkOut, Quote, SeeAlso, TrailStep
from search.section import Link, LinkKind, Section


def guide_stamp(facts: GuideFacts) -> GuideStamp:
    """Which guide this is from, and how old its contents are."""
    return GuideStamp(
        edition=facts.edition, contents_as_of=facts.contents_as_of, official_page=str(facts.official_page)
    )


def trail_of(guide: Guide, section: Section) -> tuple[TrailStep, ...]:
    """The sections above, from the chapter down."""
    return tuple(TrailStep(id=above.id, title=above.title) for above in guide.trail(section))


def links_of(guide: Guide, section: Section) -> tuple[LinkOut, ...]:
    """The section's own links, official ones first; before them an inherited official one where it prints none."""
    official = guide.official_link(section)
    own = sorted(section.links, key=lambda link: link.kind is not LinkKind.OFFICIAL)
    inherited = [_link_out(official.link, inherited=True)] if official.inherited else []
    return (*inherited, *(_link_out(link, inherited=False) for link in own))


def see_also_of(guide: Guide, section: Section) -> tuple[SeeAlso, ...]:
    """Where the section sends its reader, each place once."""
    found = {
        SeeAlso(
            citation=reference.citation,
            section_id=reference.target if reference.target in guide.sections else None,
        ): None
        for reference in section.references
    }
    return tuple(found)


def help_desk_quote(guide: Guide) -> Quote | None:
    """The row that says whom to ask where the guide has no answer, as printed; `None` where it isn't held."""
    found = guide.help_desk()
    if found is None:
        return None
    section, contact = found
    span = contact.span
    text = guide.quote(section.chapter, span)
    return Quote(section_id=section.id, start=span.start, end=span.end, text=text, kind="cell")


def _link_out(link: Link, *, inherited: bool) -> LinkOut:
    return LinkOut(
        url=link.url,
        title=link.title,
        kind=link.kind.value,
        inherited=inherited,
        corrected_from=link.corrected_from,
        note=link.note,
    )
