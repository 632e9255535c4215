"""What a new version of a lesson plan changes in the stored one [J4 S8]."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from app.plan.rules.lines import PlanLine


@dataclass(frozen=True)
class StoredTopic:
    """A topic of the stored plan; `key` is its id."""

    key: int
    position: int
    section: str
    title: str
    hours: int
    kind: int | None
    homework: str


@dataclass(frozen=True)
class Pair:
    """A stored topic beside the line that becomes of it; one of the two may be missing."""

    stored: StoredTopic | None
    line: PlanLine | None
    position: int | None

    @property
    def changed(self) -> bool:
        """True for a topic that stays but is no longer the same."""
        if not self.stored or not self.line:
            return False
        old, new = self.stored, self.line
        return (old.position, old.section, old.title, old.hours, old.kind, old.homework) != (
            (self.position, new.section, new.title, new.hours, new.kind, new.homework)
        )


def matching(stored: Sequence[StoredTopic], lines: Sequence[PlanLine]) -> list[Pair]:
    """Pair stored topics with lines, so that a topic keeps its lessons when others move [J4].

    Topics with the same section and title belong together in their order; between them a topic
    that stands in the place of another is the same topic with a new wording.
    """
    old = [_name(topic.section, topic.title) for topic in stored]
    new = [_name(line.section, line.title) for line in lines]
    pairs = []
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for topic, at in zip_longest(stored[i1:i2], range(j1, j2)):
            line = lines[at] if at is not None else None
            pairs.append(Pair(topic, line, at + 1 if at is not None else None))
    return pairs


def _name(section: str, title: str) -> tuple[str, str]:
    return section.casefold(), " ".join(title.casefold().split())
