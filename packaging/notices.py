"""Collects the licences of everything that ships inside the installed app, from the environment it is built in."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

APP = "echotrade-desktop"
NAMES = re.compile(r"(?:^|/)(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.I)
OURS = (("Inter and JetBrains Mono (fonts)", Path("resources/fonts/OFL.txt")),)


def write_notices(target: Path) -> Path:
    """Write one text with every licence and return its path."""
    parts = [
        "EchoTrade Desktop contains the following software of others, each under its own licence.",
        f"It runs on Python {sys.version.split()[0]} (PSF licence) and Qt (LGPL 3, replaceable libraries in lib/).",
    ]
    for name in sorted(_needed(APP), key=str.lower):
        found = distribution(name)
        told = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
        head = f"{found.metadata['Name']} {found.version}  {told.splitlines()[0][:80] if told else ''}".strip()
        parts.append("\n".join(["=" * 78, head, "=" * 78, *_texts(found)]))
    parts += [f"{'=' * 78}\n{name}\n{'=' * 78}\n{path.read_text('utf-8')}" for name, path in OURS]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n\n".join(parts) + "\n", "utf-8")
    return target


def _needed(name: str) -> set[str]:
    """Return the distributions that one needs, and theirs, those that are not installed here apart."""
    found: set[str] = set()
    todo = [name]
    while todo:
        asked = todo.pop()
        try:
            needs = distribution(asked).requires or []
        except PackageNotFoundError:
            continue
        if asked != name:
            if (real := distribution(asked).metadata["Name"]) in found:
                continue
            found.add(real)
        todo += [re.split(r"[ ;<>=!~\[(]", need, maxsplit=1)[0] for need in needs if "extra ==" not in need]
    return found


def _texts(found: Distribution) -> list[str]:
    files = [file for file in found.files or () if ".dist-info/" in str(file) and NAMES.search(str(file))]
    return [Path(str(file.locate())).read_text("utf-8", "replace").strip() for file in sorted(files)]
