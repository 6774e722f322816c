"""Screenshots are shown where the words are about an app, a website or a screen, in any language."""

from __future__ import annotations

import pytest

from pipelines.writers.embedded import Outline
from pipelines.writers.screens import about_a_screen
from studio.asks import Plan
from studio.crew import WorkDesk
from studio.film import Line, Script, Shot, edited

ABOUT = [
    "Download the app and sign up in a minute.",
    "Open it on your phone.",
    "Just tap to pay.",
    "Log in with your number.",
    "The dashboard shows every sale.",
    "Order at kulhad.in.",
    "See www.tara-soap.com for more.",
    "Visit our website.",
    "ऐप डाउनलोड करें।",
    "हमारी वेबसाइट पर ऑर्डर कीजिए।",
    "अपने फ़ोन पर देखिए।",
    "செயலியைத் திறந்து பதிவு செய்யுங்கள்.",
    "মোবাইলে অ্যাপ খুলুন।",
    "యాప్ డౌన్‌లోడ్ చేసుకోండి.",
    "حمّل التطبيق الآن.",
    "ویب سائٹ پر آرڈر کریں۔",
    "Descarga la aplicación hoy.",
    "Téléchargez l'application.",
    "Baixe o aplicativo.",
    "Lade die App herunter.",
    "Pakua programu ya simu leo.",
    "Скачайте приложение.",
    "打开手机，点击下单。",
    "アプリをダウンロード。",
    "앱을 다운로드하세요.",
]
NOT_ABOUT = [
    "The windscreen is cracked.",
    "A phone call away.",
    "Phone us on Monday.",
    "The phone rings all day.",
    "Tap water, filtered twice.",
    "Beer on tap.",
    "Put another log in the stove.",
    "The lid closes with a click into place.",
    "On the dashboard of the car.",
    "Less screen time, more play.",
    "Screen printed by hand.",
    "Sunscreen for the whole family.",
    "Write to us at chaya@tea.in.",
    "We appreciate every apple.",
    "The site of the old fort.",
    "Take two tablets a day.",
    "Ramu sells tea.",
    "फ़ोन करें और पूछें।",
    "मिट्टी के प्याले में चाय।",
    "Eine Tasse Tee am Morgen.",
    "Una taza de té caliente.",
    "يعمل المزارعون كل يوم.",
]


@pytest.mark.parametrize("line", ABOUT)
def test_a_line_about_a_screen_is_known(line: str) -> None:
    assert about_a_screen(line)


@pytest.mark.parametrize("line", NOT_ABOUT)
def test_a_line_about_something_else_is_not(line: str) -> None:
    assert not about_a_screen(line)


LINES = (
    "Meet Hisab, made for small shops.",
    "Every evening the books take an hour.",
    "Open the app and see what you sold.",
    "Your day is clear at one look.",
    "Download it from the store on your phone.",
    "Close the shop and go home.",
)


def shots(
    desk: WorkDesk, lines: tuple[str, ...], screens: int, products: int = 0, closing: str = "Hisab"
) -> list[Shot]:
    script = Script(
        title="Hisab", language="en", genre="ad", lines=[Line(says=line) for line in lines], closing=closing
    )
    return list(next(Outline().plan([Plan(script=script, screens=screens, products=products)], desk)).shots)


def test_the_lines_about_the_app_show_it_and_the_end_card_does_not(desk: WorkDesk) -> None:
    planned = shots(desk, LINES, screens=1)
    assert [shot.says for shot in planned if shot.shows_screen] == [LINES[2], LINES[4]]
    assert planned[-1].kind == "end"


def test_without_such_a_line_one_early_shot_shows_the_screen(desk: WorkDesk) -> None:
    planned = shots(desk, ("Ramu sells tea.", "It is hot.", "It is sweet.", "Come by."), screens=2)
    assert [shot.shows_screen for shot in planned] == [False, True, False, False, False]
    assert [shot.shows_screen for shot in shots(desk, ("Ramu sells tea.",), screens=1)] == [True, False]


def test_one_screenshot_is_not_shown_twice_in_a_row_but_several_take_turns(desk: WorkDesk) -> None:
    lines = ("Meet Hisab.", *("Open the app.", "See it on the website.", "Log in to it.", "Download it."))
    assert [shot.shows_screen for shot in shots(desk, lines, 1)][:5] == [False, True, False, True, False]
    assert [shot.shows_screen for shot in shots(desk, lines, 2)][:5] == [False, True, True, True, True]


def test_a_product_gives_way_to_a_screen_but_does_not_vanish(desk: WorkDesk) -> None:
    planned = shots(desk, LINES, screens=1, products=1)
    assert not any(shot.shows_product and shot.shows_screen for shot in planned)
    assert any(shot.shows_product for shot in planned)
    (only, _) = shots(desk, ("Open the app for tea.",), screens=1, products=1)
    assert only.shows_product and only.shows_screen


def test_without_a_screenshot_nothing_changes(desk: WorkDesk) -> None:
    bare, with_one = shots(desk, LINES, screens=0), shots(desk, LINES, screens=1)
    assert not any(shot.shows_screen for shot in bare)
    assert [edited(shot, shows_screen=False) for shot in with_one] == bare


def test_a_step_shows_the_app_and_a_chart_does_not(desk: WorkDesk) -> None:
    lines = (
        "Saving is easy.",
        "Step one: download the app.",
        "Step two: put money aside.",
        "80% of our users save on the app.",
    )
    planned = shots(desk, lines, screens=2)
    assert [shot.shows_screen for shot in planned if shot.figure and shot.figure.kind == "step"] == [True, False]
    assert not any(shot.shows_screen for shot in planned if shot.figure and shot.figure.kind != "step")


def test_a_film_of_charts_alone_still_shows_the_screen_somewhere(desk: WorkDesk) -> None:
    planned = shots(desk, ("Hisab.", "80% of shops lose an hour a day."), screens=1)
    assert planned[1].figure
    assert [shot.shows_screen for shot in planned] == [True, False, False]
