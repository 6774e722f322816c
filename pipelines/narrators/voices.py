"""Chooses espeak-ng's voice by a language tag and by the name that the user gave."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from studio.errors import BadInput

# The liveliest pitch and the softest highs of all the timbres that keep a language's vowels apart.
NATURAL = "m7"

# Tags that people write, and the tag that espeak-ng knows for the same or the nearest voice.
ALIASES = {
    "en": "en-us",
    "en-au": "en-gb",
    "en-ie": "en-gb",
    "en-in": "en-gb",
    "en-nz": "en-gb",
    "en-za": "en-gb",
    "es-ar": "es-419",
    "es-cl": "es-419",
    "es-co": "es-419",
    "es-pe": "es-419",
    "es-us": "es-419",
    "in": "id",
    "iw": "he",
    "zh-hk": "yue",
}

# Listed by espeak-ng, but its data has no words for them, or it spells their script in English.
MUTE = {"chr-us-qaaa-x-west", "cv", "fo", "hak", "kaa", "sjn", "xex"}


@dataclass(frozen=True)
class Voices:
    """What espeak-ng can speak: language tag -> voice file, and the names of its timbres."""

    languages: dict[str, str]
    variants: tuple[str, ...]

    @classmethod
    def listed(cls, languages: dict[str, str], variants: list[str]) -> Voices:
        """From espeak-ng's own lists, without the languages it cannot really speak."""
        known = {tag.lower(): voice for tag, voice in languages.items() if tag.lower() not in MUTE}
        return cls(known, tuple(variants))

    def choose(self, language: str, name: str) -> str:
        """The voice for a line, such as `inc/hi+m7`.

        An empty name means: by the language. A name is a language's voice (`en-gb`), a timbre (`Annie`)
        or both (`en-us+f3`). Raises BadInput for an unknown language or name.
        """
        base, plus, variant = name.strip().partition("+")
        if not plus and base.lower() not in self.languages:
            base, variant = "", base
        voice = self._by_name(base, name) if base else self._by_language(language)
        return f"{voice}+{self._variant(variant, name) if variant else NATURAL}"

    def _by_language(self, language: str) -> str:
        tag = language.lower().replace("_", "-")
        while tag:
            known = ALIASES.get(tag, tag)
            if known in self.languages:
                return self.languages[known]
            tag = tag.rpartition("-")[0]
        raise BadInput(
            f"This narrator speaks no '{language}'.",
            f"Choose another narrator, or a language such as {_listed(self._near(language))}.",
        )

    def _near(self, language: str) -> list[str]:
        """Tags that may have been meant: two letters resemble anything, so only longer ones are compared."""
        near = difflib.get_close_matches(language.lower(), self.languages, 3, 0.5) if len(language) > 3 else []
        return list(dict.fromkeys([*near, "en", "hi", "es", "ar"]))[:4]

    def _by_name(self, base: str, name: str) -> str:
        if base.lower() not in self.languages:
            raise self._missing(name)
        return self.languages[base.lower()]

    def _variant(self, variant: str, name: str) -> str:
        for known in self.variants:
            if known.lower() == variant.lower():
                return known
        raise self._missing(name)

    def _missing(self, name: str) -> BadInput:
        names = [*self.variants, *self.languages]
        near = difflib.get_close_matches(name, names, 2, 0.5)
        shown = list(dict.fromkeys([*near, "Annie", "f3", "en-gb", "en-us+f3"]))[:4]
        return BadInput(f"Missing voice: there is no voice called '{name}'.", f"Try {_listed(shown)}.")


def _listed(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return ", ".join(quoted[:-1]) + f" or {quoted[-1]}"
