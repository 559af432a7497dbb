"""Single characters: what each is read as, and its folded form (lower case, no accents) for word look-up."""

import unicodedata
from functools import cache

BREAK = "\ufffd"  # stands for a character that may join nothing
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹"

_SMALL_CAPS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫꞯʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQQRSTUVWYZ", strict=True))
_ARROWS = dict.fromkeys("→➡➔➜➝➞➟➠⇒⇨⟶⟹▶►▸❯»›👉⮕🡆🡒↦", "→")
_PLAIN = {
    "٫": ".",
    "٬": ",",
    "،": ",",
    "、": ", ",
    "؟": "?",
    "，": ",",
    "؛": ";",
    "٪": "%",
    "⁄": "/",
    "∕": "/",
    "│": "|",
    "┃": "|",
    "║": "|",
    "¦": "|",
    "×": "x",
    "✕": "x",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "´": "'",
    "🔟": "10)",
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "∼": "~",
    "≈": "~",
    "〜": "~",
    "。": ". ",
    "・": ",",
    "ـ": "",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
}
_ARABIC = str.maketrans("يىكأإآٱة", "ییکااااه")
_FOLDS_TO_LATIN = dict(
    zip(
        "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅαοιρυνκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhqwABEKMHOPCTYXIJSaoipuvkABEZHIKMNOPTYX",
        strict=True,
    )
)
_FOLDS_TO_CYRILLIC = dict(zip("aeopcyxABEKMHOPCTYX", "аеорсухАВЕКМНОРСТУХ", strict=True))


def _is_squared_letter(code: int) -> bool:
    return 0x1F130 <= code <= 0x1F149 or 0x1F150 <= code <= 0x1F169 or 0x1F170 <= code <= 0x1F189


@cache
def read_char(char: str) -> str:
    """Return what a character (or a base with its combining marks) is read as; may be empty or several."""
    plain = _PLAIN.get(char) or _ARROWS.get(char) or _SMALL_CAPS.get(char)
    if plain is not None or char == "ـ":
        return plain or ""
    code = ord(char[0])
    if _is_squared_letter(code):
        return chr(ord("A") + (code - 0x1F130) % 0x20)
    decimal = unicodedata.decimal(char, None) if len(char) == 1 else None
    if decimal is not None:
        return str(int(decimal))
    if len(char) == 1 and char not in SUBSCRIPTS:
        digit = unicodedata.digit(char, None)
        if digit is not None or unicodedata.normalize("NFKC", char).isdigit():
            return f" {unicodedata.normalize('NFKC', char) if digit is None else int(digit)}) "
    return _by_category(char)


def _by_category(char: str) -> str:
    category = unicodedata.category(char[0])
    if char in SUBSCRIPTS:
        return char
    match category:
        case "Cf" | "Mn" | "Mc" | "Me" if len(char) == 1:
            return ""
        case "Pd":
            return "-"
        case "Sc":
            return "$"
        case "Zs":
            return " "
        case "Zl" | "Zp":
            return "\n"
        case "Cs" | "Co" | "Cn" | "Cc":
            return BREAK
    if char == "\u2212":
        return "-"
    composed = unicodedata.normalize("NFKC", char)
    return "".join(part for part in composed if unicodedata.category(part) not in {"Mn", "Mc", "Me"})


@cache
def fold_char(char: str) -> str:
    """Return the look-up form of one read character; always one character."""
    if char in "Iİı":
        return "i"
    lowered = char.lower()[0].translate(_ARABIC)
    if ord(lowered) < 0x0700 or 0x1E00 <= ord(lowered) < 0x2000:
        return unicodedata.normalize("NFD", lowered)[0]
    return lowered


def fold(text: str) -> str:
    """Return a lexicon phrase as it is looked up: read and folded as a message is."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(fold_char(out) for char in composed for out in read_char(char))


def script_of(char: str) -> str:
    """Return "latin", "cyrillic", "greek" or "" for a letter."""
    code = ord(char)
    if code < 0x0250:
        return "latin" if char.isalpha() else ""
    if 0x0370 <= code < 0x0400:
        return "greek"
    return "cyrillic" if 0x0400 <= code < 0x0530 else ""


def unmask(word: str) -> str:
    """Return a mixed-script word with its look-alike letters folded to the script of the others.

    A word that is not wholly explained by look-alikes stays as it is; so does a word in one script.
    """
    scripts = {script_of(char) for char in word if char.isalpha()}
    if len(scripts) < 2 or "latin" not in scripts:
        return word
    foreign = [char for char in word if script_of(char) in {"cyrillic", "greek"}]
    if all(char in _FOLDS_TO_LATIN for char in foreign):
        return "".join(_FOLDS_TO_LATIN.get(char, char) for char in word)
    latin = [char for char in word if script_of(char) == "latin"]
    if "cyrillic" in scripts and all(char in _FOLDS_TO_CYRILLIC for char in latin):
        return "".join(_FOLDS_TO_CYRILLIC.get(char, char) for char in word)
    return word


def skeleton(word: str) -> str:
    """Return the Latin letters that a word in another script imitates, or "" if it imitates none."""
    if word and all(char in _FOLDS_TO_LATIN for char in word):
        return "".join(_FOLDS_TO_LATIN[char] for char in word)
    return ""
