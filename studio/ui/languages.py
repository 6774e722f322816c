"""Languages by their own names, in the order of the Latin alphabet and then of other scripts."""

from __future__ import annotations

from studio.cards import Card

NAMES = {
    "id": "Bahasa Indonesia", "ms": "Bahasa Melayu", "ca": "Català", "cs": "Čeština", "cy": "Cymraeg", "da": "Dansk",
    "de": "Deutsch", "et": "Eesti", "en": "English", "en-GB": "English (UK)", "es": "Español", "eo": "Esperanto",
    "es-419": "Español (Latinoamérica)", "eu": "Euskara", "fr": "Français", "ga": "Gaeilge", "gl": "Galego",
    "hr": "Hrvatski", "it": "Italiano", "sw": "Kiswahili", "lv": "Latviešu", "lt": "Lietuvių", "hu": "Magyar",
    "nl": "Nederlands", "nb": "Norsk", "pl": "Polski", "pt": "Português", "pt-BR": "Português (Brasil)",
    "ro": "Română", "sq": "Shqip", "sk": "Slovenčina", "sl": "Slovenščina", "fi": "Suomi", "sv": "Svenska",
    "vi": "Tiếng Việt", "tr": "Türkçe", "az": "Azərbaycan", "uz": "Oʻzbek", "el": "Ελληνικά", "bg": "Български",
    "kk": "Қазақша", "mk": "Македонски", "ru": "Русский", "sr": "Српски", "uk": "Українська", "ka": "ქართული",
    "hy": "Հայերեն", "he": "עברית", "ar": "العربية", "fa": "فارسی", "ur": "اردو", "am": "አማርኛ", "hi": "हिन्दी",
    "mr": "मराठी", "ne": "नेपाली", "as": "অসমীয়া", "bn": "বাংলা", "pa": "ਪੰਜਾਬੀ", "gu": "ગુજરાતી", "or": "ଓଡ଼ିଆ",
    "ta": "தமிழ்", "te": "తెలుగు", "kn": "ಕನ್ನಡ", "ml": "മലയാളം", "si": "සිංහල", "th": "ไทย", "my": "မြန်မာ",
    "zh": "中文", "yue": "粵語", "ja": "日本語", "ko": "한국어",
}  # fmt: skip


def spoken_by(narrator: Card) -> list[tuple[str, str]]:
    """What the page's menu offers: name and tag; first of all to find the language out."""
    known = {tag.lower(): tag for tag in NAMES}
    tags = [known.get(tag.lower(), tag) for tag in narrator.languages] or list(NAMES)
    named = [(name, tag) for tag, name in NAMES.items() if tag in tags]
    return [("Auto", ""), *named, *((tag, tag) for tag in tags if tag not in NAMES)]
