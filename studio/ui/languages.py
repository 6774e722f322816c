"""Languages by their own names, for a menu in which everybody finds their own."""

from __future__ import annotations

import unicodedata

from studio.cards import Card

NAMES = {
    "af": "Afrikaans", "am": "አማርኛ", "an": "Aragonés", "ar": "العربية", "as": "অসমীয়া", "az": "Azərbaycan",
    "ba": "Башҡортса", "be": "Беларуская", "bg": "Български", "bn": "বাংলা", "bpy": "বিষ্ণুপ্রিয়া মণিপুরী",
    "bs": "Bosanski", "ca": "Català", "cmn": "普通话", "cs": "Čeština", "cy": "Cymraeg", "da": "Dansk",
    "de": "Deutsch", "el": "Ελληνικά", "en": "English", "en-GB": "English (UK)", "en-US": "English (US)",
    "eo": "Esperanto", "es": "Español", "es-419": "Español (Latinoamérica)", "es-MX": "Español (México)",
    "et": "Eesti", "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "fr": "Français",
    "fr-BE": "Français (Belgique)", "fr-CH": "Français (Suisse)", "ga": "Gaeilge", "gd": "Gàidhlig",
    "gl": "Galego", "gn": "Avañeʼẽ", "gu": "ગુજરાતી", "haw": "ʻŌlelo Hawaiʻi", "he": "עברית", "hi": "हिन्दी",
    "hr": "Hrvatski", "ht": "Kreyòl ayisyen", "hu": "Magyar", "hy": "Հայերեն", "hyw": "Արեւմտահայերէն",
    "id": "Bahasa Indonesia", "is": "Íslenska", "it": "Italiano", "ja": "日本語", "ka": "ქართული", "kk": "Қазақша",
    "kl": "Kalaallisut", "kn": "ಕನ್ನಡ", "ko": "한국어", "kok": "कोंकणी", "ku": "Kurdî", "ky": "Кыргызча",
    "lb": "Lëtzebuergesch", "lt": "Lietuvių", "ltg": "Latgaļu", "lv": "Latviešu", "mi": "Te reo Māori",
    "mk": "Македонски", "ml": "മലയാളം", "mr": "मराठी", "ms": "Bahasa Melayu", "mt": "Malti", "my": "မြန်မာ",
    "nb": "Norsk bokmål", "ne": "नेपाली", "nl": "Nederlands", "no": "Norsk", "nog": "Ногайша",
    "om": "Afaan Oromoo", "or": "ଓଡ଼ିଆ", "pa": "ਪੰਜਾਬੀ", "pap": "Papiamentu", "pl": "Polski", "pt": "Português",
    "pt-BR": "Português (Brasil)", "qu": "Runasimi", "quc": "Kʼicheʼ", "ro": "Română", "ru": "Русский",
    "sd": "سنڌي", "shn": "တႆး", "si": "සිංහල", "sk": "Slovenčina", "sl": "Slovenščina",
    "smj": "Julevsámegiella", "sq": "Shqip", "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்",
    "te": "తెలుగు", "th": "ไทย", "ti": "ትግርኛ", "tk": "Türkmençe", "tn": "Setswana", "tr": "Türkçe",
    "tt": "Татарча", "ug": "ئۇيغۇرچە", "uk": "Українська", "ur": "اردو", "uz": "Oʻzbek", "vi": "Tiếng Việt",
    "yue": "粵語", "zh": "中文",
}  # fmt: skip


def spoken_by(narrator: Card) -> list[tuple[str, str]]:
    """What the page's menu offers, name and tag: first of all to find the language out."""
    tags = narrator.languages or tuple(NAMES)
    return [("Auto", ""), *sorted(((NAMES.get(tag, tag), tag) for tag in tags), key=_place)]


def _place(entry: tuple[str, str]) -> str:
    """Č beside C, and ʻŌ beside O."""
    plain = unicodedata.normalize("NFD", entry[0].lstrip("ʻ").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
