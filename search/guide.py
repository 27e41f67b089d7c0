"""The guide as it is held: facts, the text of each chapter, and the tree of sections."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from search.errors import SectionNotFoundError
from search.facts import GuideFacts
from search.section import Contact, Link, LinkKind, Section, Span
from search.sections import Sections
from search.texts import Texts

_ID = re.compile(r"[0-9][0-9a-z.-]{0,31}")


@dataclass(frozen=True, slots=True)
class OfficialLink:
    """The official link to show with a section; `inherited` where the section itself prints none."""

    link: Link
    inherited: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """Facts, chapter texts by chapter number, and sections by id in the guide's order."""

    facts: GuideFacts
    texts: Texts
    sections: Sections

    @classmethod
    def of(cls, facts: GuideFacts, texts: Mapping[str, str], sections: Sequence[Section]) -> "Guide":
        """Put the parts together; `sections` in the guide's order."""
        return cls(facts, Texts(texts), Sections.of(sections))

    def section(self, section_id: str) -> Section:
        """The section with that id.

        Raises:
            SectionNotFoundError: there is none; the message names ids that exist, and what was asked for only if it
                looks like one: a question sent by mistake isn't repeated.
        """
        found = self.sections.get(section_id)
        if found is None:
            some = ", ".join(islice(self.sections, 1, 4))
            asked = repr(section_id) if _ID.fullmatch(section_id) else "that was sent"
            raise SectionNotFoundError(
                f"no section has the id {asked}; ids look like {some}: GET /v1/sections lists them"
            )
        return found

    def help_desk(self) -> tuple[Section, Contact] | None:
        """The section and the row that say whom to ask where the guide has no answer; `None` where it isn't held."""
        desk = self.facts.help_desk
        section = self.sections.get(desk.section) if desk else None
        if desk is None or section is None:
            return None
        found = (contact for contact in section.contacts if contact.table == desk.table)
        return next(((section, contact) for contact in found), None)

    def quote(self, chapter: str, span: Span) -> str:
        """The published text at a span of a chapter."""
        return self.texts.quote(chapter, span)

    def own_text(self, section: Section) -> str:
        """The section's own text, heading included."""
        return self.quote(section.chapter, section.span)

    def trail(self, section: Section) -> tuple[Section, ...]:
        """The sections above, from the chapter down, without the section itself."""
        above: list[Section] = []
        parent = section.parent
        while parent is not None:
            above.append(self.sections[parent])
            parent = above[-1].parent
        return tuple(reversed(above))

    def neighbours(self, section: Section) -> tuple[Section | None, Section | None]:
        """The sections before and after it in the guide's order."""
        place = self.sections.ids.index(section.id)
        before = self.sections.at(place - 1) if place else None
        after = self.sections.at(place + 1) if place + 1 < len(self.sections) else None
        return before, after

    def official_link(self, section: Section) -> OfficialLink:
        """The section's first official link, else that of the nearest section above, else the guide's official page."""
        for place, candidate in enumerate((section, *reversed(self.trail(section)))):
            for link in candidate.links:
                if link.kind is LinkKind.OFFICIAL:
                    return OfficialLink(link, inherited=place > 0)
        page = Link(str(self.facts.official_page), self.facts.name, LinkKind.OFFICIAL, Span(0, 0))
        return OfficialLink(page, inherited=True)
