"""The Spaces of the demo: their cards, files and categories, read from the package without Gradio.

The title, emoji and description of a Space are only in the front matter of its card.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent

# name -> the Hub's category, in the order in which the Spaces are shown and started.
CATEGORIES = {
    "text": "Text Analysis",
    "chat": "Chatbots",
    "image": "Image Editing",
    "audio": "Music Generation",
    "table": "Data Analysis",
    "slow": "Other",
}
NAMES = tuple(CATEGORIES)
SPACE_IDS = tuple(f"demo/{name}" for name in NAMES)

FrontMatter = dict[str, str | bool | list[str]]


@dataclass(frozen=True)
class Space:
    """One Space. front: the front matter of its card; text: the card without it."""

    name: str
    front: FrontMatter
    text: str
    readme: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return f"demo/{self.name}"

    @property
    def subdomain(self) -> str:
        return f"demo-{self.name}"

    @property
    def title(self) -> str:
        return str(self.front["title"])

    @property
    def emoji(self) -> str:
        return str(self.front["emoji"])

    @property
    def description(self) -> str:
        return str(self.front["short_description"])

    @property
    def category(self) -> str:
        return CATEGORIES[self.name]

    @property
    def tags(self) -> list[str]:
        tags = self.front.get("tags")
        return ["gradio", *(tags if isinstance(tags, list) else []), "region:us"]

    @property
    def front_and_text(self) -> str:
        """The text by which the Space is ranked."""
        text = re.sub(r"[*#`]|/(?=\w)", "", self.text)
        return f"{self.title}: {self.description}\n\n{' '.join(self.tags[1:-1])}\n\n{text}"

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files of the Space's repository, as a real Space has them."""
        app = (FOLDER / "apps" / f"{self.name}.py").read_bytes()
        return {"README.md": self.readme, "app.py": app, "requirements.txt": b"spacetui[demo]\n"}

    @cached_property
    def sha(self) -> str:
        """Forty hex digits, as of a commit, which change when a file does."""
        return hashlib.sha1(b"\0".join(self.files.values()), usedforsecurity=False).hexdigest()

    @cached_property
    def last_modified(self) -> str:
        """The time when the app was last written, as the Hub spells it."""
        at = datetime.fromtimestamp((FOLDER / "apps" / f"{self.name}.py").stat().st_mtime, UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def read_front_matter(card: str) -> tuple[FrontMatter, str]:
    """Split a card into its front matter and its text.

    Reads only the YAML that our cards use: `key: value`, true and false, and lists with one item on
    each line.
    """
    _, head, text = card.split("---\n", 2)
    front: FrontMatter = {}
    items: list[str] = []
    for line in head.splitlines():
        if line.startswith("- "):
            items.append(line[2:].strip())
            continue
        key, _, value = line.partition(":")
        value = value.strip()
        if value in ("true", "false"):
            front[key] = value == "true"
        elif value:
            front[key] = value.strip('"')
        else:
            front[key] = items = []  # the following lines add to it
    return front, text.strip() + "\n"


def read_spaces() -> dict[str, Space]:
    """Return the Spaces of the demo by name, in order."""
    spaces = {}
    for name in NAMES:
        readme = (FOLDER / "cards" / f"{name}.md").read_bytes()
        front, text = read_front_matter(readme.decode())
        spaces[name] = Space(name, front, text, readme)
    return spaces
