"""The drawn writer sees what a line does, in any language, and lets plain lines be."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pipelines.writers.embedded import Outline
from pipelines.writers.figures import figure_in
from studio.asks import Plan, Write
from studio.crew import WorkDesk
from studio.film import Figure, Line, Script, Shot

# What stands before the bar is the kind of figure; nothing before it: a plain line.
SENTENCES = {
    "en": """
        ring|60 % of farmers use drip irrigation.
        ring|Sixty percent of the tea is picked by women.
        ring|Three out of four cups are made of clay.
        ring|Half of all tea in the valley is picked by hand.
        ring|One in five children walks to school.
        ring|Of every ten farmers, seven are women.
        ring|Today one in three adults cannot swim.
        ring|Seventy-five percent of the earth is covered by water.
        ring|Nine tenths of an iceberg lies under water.
        bars|Our harvest has doubled since 2019.
        bars|Twice as many girls as boys finish school.
        bars|Two hundred litres in 2010, five hundred litres in 2020.
        |We answer one in five minutes.
        |He doubled over with laughter.
        |Double your savings today.
        |It has tripled.
        |The sixty-year-old tree still bears fruit.
        bars|2 litres in 2010, 5 litres in 2020.
        bars|12 % in March, 30 % in June.
        timeline|In 1947 India became free, in 1950 it became a republic.
        comparison|Clay vs plastic.
        comparison|Unlike plastic, clay breathes.
        comparison|Choose a cloth bag instead of plastic.
        comparison|Tea or coffee?
        before and after|Before, women walked for hours; now the tap is at the door.
        before and after|Once a desert, today a forest.
        process|Pick, dry, roll and pack.
        process|Milk turns into curd, which becomes butter.
        cycle|Water becomes vapour, vapour becomes cloud, cloud becomes rain, and it begins again.
        cycle|The water cycle: evaporation, condensation, rain.
        list|Rose, neem and turmeric, pressed by hand.
        list|It is made of ginger, cardamom and milk.
        quote|“The first sip tastes of home,” says Meera.
        question|Where does the rain come from?
        |Save 20 % on your first order.
        |Our cups are 100% cotton and clay.
        |Sales grew by 12 % last year.
        |5 to 10 % of cups break.
        |Only ₹20 a cup.
        |Open from Monday to Friday, 5 a.m. to 9 p.m.
        |Call 98450 12345 today.
        |Ravi is 60 years old.
        |In 1998 we lit the first stove.
        |Boil for 5 minutes, then rest for 3 minutes.
        |Mix 2 kg of rice with 5 kg of flour.
        map|Sold at every station from Pune to Patna.
        |Before the first train, there is a small fire on platform one.
        |Soft, light and warm.
        |He came, saw and left.
        |Slowly, quietly, and with care.
        |Not only tea but also coffee.
        |One in a million.
        |First impressions matter.
        |1500 people and 2000 trees.
        |Ramu lights the stove, Meera waits, the train comes.
        |Four ways to school: walk, run, cycle, ride.
        |Hello, friends, welcome.
        |“Chai!”""",
    "hi": """
        ring|६०% लोग सुबह चाय पीते हैं।
        ring|चार में से तीन घरों में नल है।
        ring|पैंसठ प्रतिशत लड़कियाँ स्कूल जाती हैं।
        bars|हमारी फ़सल दोगुनी हो गई।
        |दोगुना मज़ा, आज ही आइए।
        bars|मार्च में १२%, जून में ३०%।
        timeline|1947 में देश आज़ाद हुआ, 1950 में संविधान लागू हुआ।
        comparison|प्लास्टिक के बजाय मिट्टी।
        comparison|चाय या कॉफ़ी?
        before and after|पहले औरतें मीलों चलती थीं, अब नल घर पर है।
        process|धोएँ, काटें, फिर पकाएँ।
        list|इसमें अदरक, इलायची और दूध है।
        question|बारिश कहाँ से आती है?
        |पहली ट्रेन पर ५०% की छूट।
        |बिक्री 12 प्रतिशत बढ़ी।
        |सुबह ५ बजे से रात ९ बजे तक।
        |सिर्फ़ ₹20 में एक कप।
        |रवि साठ साल का है।
        |दोस्तों में से तीन घर गए।
        |लाखों बूँदें मिलकर बादल बनाती हैं।
        |जब बूँदें भारी हो जाती हैं, तब बारिश होने लगती है।
        |पहले पानी उबालते हैं।
        |वह आया, बैठा और चला गया।
        |यही है पानी का सफ़र, जो कभी रुकता नहीं।""",
    "ta": """
        ring|10 பேரில் 9 பேர் தேநீர் குடிக்கிறார்கள்.
        ring|௬௦% நிலம் காடு.
        ring|60 சதவீதம் பேர் நடந்து செல்கிறார்கள்.
        ring|அறுபத்தைந்து சதவீதம் பேர் நடந்து செல்கிறார்கள்.
        bars|விளைச்சல் இரட்டிப்பானது.
        |இரட்டை மகிழ்ச்சி இன்று மட்டும்.
        before and after|அன்று பாலைவனம், இன்று காடு.
        comparison|பிளாஸ்டிக்க்குப் பதிலாக மண்.
        list|இஞ்சி, ஏலக்காய் மற்றும் பால்.
        question|தேனீக்கள் ஏன் முக்கியம்?
        |20% தள்ளுபடி இன்று மட்டும்.
        |விற்பனை 12% அதிகரித்தது.
        |காலை 5 மணிக்கு கடை திறக்கும்.
        |அடுத்த பூவில் அமரும்போது, அந்த மகரந்தம் அங்கே உதிர்கிறது.
        |அவன் வந்தான், பார்த்தான், சென்றான்.
        |ஒரு சிறிய தேனீ, நம் உணவுக்கு ஒரு பெரிய துணை.""",
    "bn": """
        ring|শতকরা ৬০ ভাগ মানুষ চা খায়।
        ring|পঁয়ষট্টি শতাংশ মানুষ গ্রামে থাকে।
        bars|ফলন দ্বিগুণ হয়েছে।
        |পঁয়ষট্টি টাকায় এক কেজি চাল।
        ring|চার জনের মধ্যে তিন জন গ্রামে থাকে।
        bars|মার্চে ১২%, জুনে ৩০%।
        before and after|আগে নদী শুকনো ছিল, এখন জলে ভরা।
        list|আদা, এলাচ ও দুধ।
        question|বৃষ্টি কোথা থেকে আসে?
        |আজ ২০% ছাড়ে কিনুন।
        |দাম মাত্র ৫০ টাকা।
        |সকাল ৫টায় দোকান খোলে।
        |সে এল, দেখল আর চলে গেল।
        |আগে জল ফোটাতে হয়।
        |নদীর ধারে একটি ছোট গ্রাম।""",
    "sw": """
        ring|Asilimia 60 ya watu hunywa chai.
        ring|Asilimia sitini na tano ya watu hunywa chai.
        bars|Mavuno yameongezeka mara mbili.
        |Piga simu mara mbili kwa siku.
        ring|Watu watatu kati ya wanne hunywa chai.
        comparison|Badala ya plastiki, tumia udongo.
        before and after|Zamani, tulitembea mbali; sasa maji yako nyumbani.
        process|Chuja, chemsha, funika.
        list|Tangawizi, iliki na maziwa.
        question|Mvua hutoka wapi?
        |Pata punguzo la asilimia 20 leo.
        |Mauzo yameongezeka kwa asilimia 12.
        |Duka linafunguliwa saa 5 asubuhi.
        |Tumia kikombe safi kila unapochota maji.
        |Maji safi ni afya ya familia yako.
        |Juma, Asha na Ali wanacheza.
        |Alikuja, akaona, akaondoka.""",
    "ar": """
        ring|١٥٪ من الماء عذب.
        ring|خمسة وستون في المئة من الماء مالح.
        bars|تضاعف المحصول هذا العام.
        |ضاعف مدخراتك اليوم.
        ring|ثلاثة من كل أربعة يشربون الشاي.
        comparison|بدلًا من البلاستيك، الطين.
        comparison|شاي أم قهوة؟
        before and after|كانت الأرض صحراء، واليوم هي غابة.
        timeline|في عام 1956 بدأ العمل، وفي عام 1970 اكتمل السد.
        list|الزنجبيل والهيل والحليب.
        question|من أين يأتي المطر؟
        |خصم ٢٠٪ على طلبك الأول.
        |ارتفعت المبيعات ١٢٪ هذا العام.
        |محمد وأحمد وسالم في السوق.
        |نصف ساعة فقط.
        |نفتح من الساعة ٥ صباحًا.
        |القمر نفسه لا يتغير، بل يتغير ما نراه منه.
        |وصل القطار، والناس على الرصيف، والشمس مشرقة.
        |وهو يدور حول الأرض مرة كل شهر تقريبًا.""",
    "zh": """
        ring|百分之六十的人喝茶。
        ring|百分之六十五的人喝茶。
        bars|产量翻了一番。
        bars|女生是男生的两倍。
        |十一月我们再见。
        |两倍的快乐等着你。
        ring|四分之三的地球是水。
        bars|三月12%,六月30%。
        timeline|1949年成立,1978年开放。
        comparison|不是塑料,而是陶土。
        before and after|以前是沙漠,现在是森林。
        process|采摘、晾干、揉捻、包装。
        cycle|水循环：蒸发、凝结、降雨。
        list|生姜、豆蔻和牛奶。
        question|雨从哪里来？
        |今天全场优惠20%。
        |销量增长了12%。
        |每杯只要20元。
        |早上5点开门。
        |我们不只是卖茶。
        |电话:13800138000。
        |他来了,看了,走了。
        |清晨第一班火车进站，男孩卖热茶。
        |百分之百纯棉。""",
    "es": """
        ring|El 60 % del agua es salada.
        ring|Dos de cada tres personas toman café.
        ring|Sesenta y cinco por ciento del agua es salada.
        bars|La cosecha se duplicó.
        |Duplica tus ahorros hoy.
        bars|12,5 % en marzo, 25 % en junio.
        comparison|En lugar de plástico, barro.
        before and after|Antes era un desierto, ahora es un bosque.
        process|Lavar, cortar, mezclar y hervir.
        list|Jengibre, cardamomo y leche.
        question|¿De dónde viene la lluvia?
        |Un 20 % de descuento en tu primer pedido.
        |Las ventas subieron un 12 %.
        |Abrimos de 9 a 17 horas.
        |No solo café, sino también té.
        |Antes de dormir, ahora o nunca.
        |Vino, vio y se fue.
        |Antes de cocinar, lávate las manos.
        |Suave, ligero y cálido.""",
    "fr": """
        ring|60 % des foyers ont un jardin.
        ring|Soixante-quinze pour cent des foyers ont un jardin.
        bars|La récolte a doublé.
        |Doublez vos économies.
        ring|Trois élèves sur quatre, soit 3 sur 4, viennent à pied.
        ring|La moitié des foyers a un jardin.
        comparison|Au lieu du plastique, l'argile.
        before and after|Avant, c'était un désert, maintenant c'est une forêt.
        list|Gingembre, cardamome et lait.
        question|D'où vient la pluie ?
        |20 % de réduction sur tout le magasin.
        |Les ventes ont augmenté de 12 %.
        |Ouvert 24 heures sur 24.
        |Avant de cuisiner, lavez vos mains.
        |Il vint, il vit et il partit.""",
    "id": """
        ring|60 persen warga minum teh.
        ring|Enam puluh lima persen warga minum teh.
        bars|Panen naik dua kali lipat.
        |Minumlah dua kali sehari.
        ring|2 dari 3 orang minum kopi.
        bars|2 liter pada tahun 2010, 5 liter pada tahun 2020.
        comparison|Bukan plastik, melainkan tanah liat.
        before and after|Dulu gurun, sekarang hutan.
        process|Daun dipetik, dijemur, digiling, lalu dikemas.
        list|Jahe, kapulaga, dan susu.
        question|Dari mana hujan datang?
        |Diskon 20% untuk pesanan pertama.
        |Penjualan naik 12 persen.
        |Buka dari jam 5 pagi.
        |Anak ke-2 dari 3 bersaudara.
        |Budi, Siti dan Ani pergi ke pasar.
        |Ia datang, melihat, dan pergi.
        |Harganya hanya Rp 20.000 per cangkir.""",
}
ROWS = [
    (language, *row.strip().split("|", 1)) for language, rows in SENTENCES.items() for row in rows.strip().split("\n")
]


@pytest.mark.parametrize(("language", "kind", "says"), ROWS)
def test_a_line_is_known_for_what_it_does_and_a_plain_one_for_nothing(language: str, kind: str, says: str) -> None:
    figure = figure_in(says, language)
    assert (figure.kind if figure else "") == kind


def test_half_of_the_sentences_are_plain() -> None:
    plain = sum(not kind for _, kind, _ in ROWS)
    assert len(ROWS) >= 120 and 0.4 <= plain / len(ROWS) <= 0.6


@pytest.mark.parametrize(
    ("language", "says", "shares", "labels"),
    [
        ("en", "60 % of farmers use drip irrigation.", (0.6,), ("60 %",)),
        ("en", "Three out of four cups are clay.", (0.75,), ("Three out of four",)),
        ("es", "De cada diez niños, siete van a pie.", (0.7,), ("De cada diez niños, siete",)),
        ("en", "Half of all tea is picked by hand.", (0.5,), ("Half",)),
        ("en", "1,200 litres in 2010, and 2,400 litres in 2020.", (0.5, 1.0), ("1,200 litres", "2,400 litres")),
        ("hi", "६०% लोग चाय पीते हैं।", (0.6,), ("६०%",)),
        ("ta", "௬௦% நிலம் காடு.", (0.6,), ("௬௦%",)),
        ("ar", "١٢٫٥٪ من الماء عذب.", (0.125,), ("١٢٫٥٪",)),
        ("fr", "Quatre-vingt-dix pour cent des élèves viennent à pied.", (0.9,), ("Quatre-vingt-dix pour cent",)),
        ("pt", "A colheita dobrou.", (0.5, 1.0), ("", "dobrou")),
        ("de", "Doppelt so viele Bienen wie Wespen.", (1.0, 0.5), ("Bienen", "Wespen")),
        ("en", "Rice prices were cut in half.", (1.0, 0.5), ("", "were cut in half")),
        ("fa", "۶۰٪ مردم چای می‌نوشند.", (0.6,), ("۶۰٪",)),
        ("sw", "Asilimia 60 ya watu hunywa chai.", (0.6,), ("Asilimia 60",)),
        ("zh", "百分之六十的人喝茶。", (0.6,), ("百分之六十",)),
        ("es", "12,5 % en marzo, 25 % en junio.", (0.5, 1.0), ("12,5 %", "25 %")),
    ],
)
def test_a_chart_is_as_long_as_its_numbers_and_labelled_as_they_are_written(
    language: str, says: str, shares: tuple[float, ...], labels: tuple[str, ...]
) -> None:
    figure = figure_in(says, language)
    assert figure is not None
    assert (figure.shares, figure.labels) == (shares, labels)


@pytest.mark.parametrize(
    ("says", "parts", "labels"),
    [
        ("60 % of farmers use drip irrigation.", ("farmers use drip irrigation",), ("60 %",)),
        ("2 litres in 2010, 5 litres in 2020.", ("in 2010", "in 2020"), ("2 litres", "5 litres")),
        ("Once a desert, today a forest.", ("a desert", "a forest"), ("desert", "forest")),
        (
            "Before, women walked for hours; now the tap is at the door.",
            ("women walked for hours", "the tap is at the door"),
            ("Before", "now"),
        ),
        ("Choose a cloth bag instead of plastic.", ("Choose a cloth bag", "plastic"), ()),
        ("In 1947 India was free, in 1950 a republic.", ("India was free", "a republic"), ("1947", "1950")),
        ("You can grow tomatoes, chillies and beans at home.", *[("tomatoes", "chillies", "beans")] * 2),
    ],
)
def test_parts_and_labels_are_the_lines_own_words(says: str, parts: tuple[str, ...], labels: tuple[str, ...]) -> None:
    figure = figure_in(says, "en")
    assert figure is not None
    assert (figure.parts, figure.labels) == (parts, labels)


@pytest.mark.parametrize("language", SENTENCES)
def test_a_label_is_short_and_written_in_the_line(language: str) -> None:
    for _, _, says in (row for row in ROWS if row[0] == language):
        figure = figure_in(says, language)
        for label in figure.labels if figure else ():
            most = {"quote": 72, "question": 72, "ring": 32}.get(figure.kind, 24)
            assert label in says and len(label) <= most


@pytest.mark.parametrize(
    "says",
    [
        "Between 20% and 30% of people skip breakfast.",
        "Sales rose from 20% to 30%.",
        "While supplies last, order now.",
        "Instead of waiting, call us today.",
        "Once upon a time, today is a fairy tale.",
    ],
)
def test_ranges_growth_and_calls_to_action_are_no_figures(says: str) -> None:
    assert figure_in(says, "en") is None


# Whole films


def planned(desk: WorkDesk, *lines: str | Line, language: str = "en", closing: str = "") -> list[Shot]:
    whole = [line if isinstance(line, Line) else Line(says=line) for line in lines]
    script = Script(title="Film", language=language, genre="explainer", lines=whole, closing=closing)
    return list(next(Outline().plan([Plan(script=script)], desk)).shots)


def kinds(shots: list[Shot]) -> list[str]:
    return [shot.figure.kind if shot.figure else "" for shot in shots]


STEPS = {
    "en": ("First, wash the rice.", "Then soak it.", "Finally, steam it.", "123"),
    "hi": ("सबसे पहले चावल धोएँ।", "फिर उसे २० मिनट भिगोएँ।", "अंत में पकाएँ।", "१२३"),
    "ta": ("முதலில், அரிசியைக் கழுவுங்கள்.", "பிறகு ஊறவையுங்கள்.", "இறுதியில், வேகவையுங்கள்.", "123"),
    "sw": ("Kwanza, osha mchele.", "Pili, uloweke.", "Tatu, upike.", "123"),
    "ar": ("أولًا، اغسل الأرز.", "ثم انقعه ٢٠ دقيقة.", "أخيرًا، اطبخه.", "١٢٣"),
    "zh": ("首先，把米洗干净。", "然后泡水。", "最后，煮熟。", "123"),
    "es": ("Primero, lava el arroz.", "Luego, remójalo.", "Por último, cuécelo.", "123"),
    "fr": ("D'abord, lavez le riz.", "Ensuite, trempez-le.", "Enfin, cuisez-le.", "123"),
    "bn": ("প্রথমে চাল ধুয়ে নিন।", "তারপর ভিজিয়ে রাখুন।", "শেষে রান্না করুন।", "123"),
    "id": ("Pertama, cuci beras.", "Lalu rendam.", "Terakhir, kukus.", "123"),
}


@pytest.mark.parametrize("language", STEPS)
def test_the_steps_of_a_task_are_counted_in_the_texts_own_digits(language: str, desk: WorkDesk) -> None:
    *lines, digits = STEPS[language]
    figures = [shot.figure for shot in planned(desk, *lines, language=language)]
    assert [(f.kind, f.number, f.of, *f.labels) for f in figures if f] == [
        ("step", number, 3, digit) for number, digit in enumerate(digits, 1)
    ]


def test_named_steps_may_have_other_lines_between_them(desk: WorkDesk) -> None:
    shots = planned(
        desk,
        "Rice is easy.",
        "Step 1: wash it.",
        "Cold water is best.",
        "Step 2: cook it.",
        "Enjoy it.",
        "With a friend.",
    )
    assert kinds(shots) == ["", "step", "", "step", "", ""]
    assert [shot.figure.number for shot in shots if shot.figure] == [1, 2]
    assert shots[1].figure == Figure(kind="step", parts=("wash it",), labels=("1",), number=1, of=2)


def test_a_story_that_begins_with_first_has_no_steps(desk: WorkDesk) -> None:
    assert kinds(planned(desk, "It was late.", "First he laughed.", "Then he cried.", "The moon rose.")) == [""] * 4


LISTS = {
    "How to make chai\n1. Boil the water.\n2) Add tea.\n3. Pour.": "step step step",
    "How to make chai\n\n1. Boil the water.\n1. Add tea.\n\n1. Pour.\n\nEnjoy.": "step step step",
    "Plant a tree. 1. Dig a hole. 2. Put the sapling in. 3. Water it every day.": "step step step",
    "Plant a tree.\nStep 1: Dig a hole.\nStep 2: Put it in.": "step step",
    "Wash your hands. First, wet them. Second, use soap. Finally, rinse.": "step step step",
    "1、洗米。\n2、煮饭。\n3、开吃。": "step step step",
    "Chai needs four things:\n- Ginger\n- Cardamom\n- Milk\n- Black tea\nBoil them together.": "list",
    "हमारी थाली में:\n• चावल\n• दाल\n• रोटी\nसब ताज़ा।": "list",
    "A day in the city.\n- Wake up.\n- Chai time.\n- Kulhad Chai.": "",
    "A day by the sea.\n- The boats come in at dawn.\n- Fish is sold on the sand.\n- Children swim.": "",
    "Our year.\nIn 2019 we opened. We sold 3. 5 came back.": "",
}


@pytest.mark.parametrize("text", LISTS, ids=lambda text: text.partition("\n")[0])
def test_a_written_list_is_told_step_by_step_or_builds_while_it_is_said(text: str, desk: WorkDesk) -> None:
    script = next(Outline().write([Write(text=text)], desk))
    shots = next(Outline().plan([Plan(script=script)], desk)).shots
    assert [shot.figure.kind for shot in shots if shot.figure] == LISTS[text].split()
    assert not any(shot.says[:1].isdigit() for shot in shots)
    counted = [shot.figure for shot in shots if shot.figure and shot.figure.kind == "step"]
    assert [(figure.number, figure.of) for figure in counted] == [(n + 1, len(counted)) for n in range(len(counted))]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", Line(says="نحتاج إلى ثلاثة أشياء", items=("ماء", "شاي", "سكر"))),
        ("he", Line(says="צריך שלושה דברים", items=("מים", "תה", "סוכר"))),
        ("fa", Line(says="سه چیز لازم است", items=("آب", "چای", "شکر"))),
        ("ur", Line(says="Tea کے لیے تین چیزیں", items=("پانی", "چائے", "چینی"))),
        ("en", Line(says="You need three things, or ثلاثة أشياء", items=("water", "tea", "sugar"))),
    ],
)
def test_what_is_read_from_the_right_is_set_out_from_the_right(language: str, line: Line, desk: WorkDesk) -> None:
    (figure,) = (shot.figure for shot in planned(desk, "تعال", line, language=language) if shot.figure)
    assert figure.from_right == (language != "en")


def test_a_long_line_keeps_its_bars_in_one_shot(desk: WorkDesk) -> None:
    lines = [
        "A dry land.",
        "In our village, which lies far from any city, 12 % of all houses had a tap in 2010, and 60 % of them had "
        "one in 2020, said the engineer.",
        "Water is life.",
    ]
    shots = planned(desk, *lines)
    assert [shot.figure.shares for shot in shots if shot.figure] == [(0.2, 1.0)]
    assert " ".join(shot.says for shot in shots) == " ".join(lines)


def test_a_film_may_open_on_a_chart_but_keeps_its_title_on_a_plain_line(desk: WorkDesk) -> None:
    rest = ("The rest wait for rain.", "We can help them.")
    chart, plain, asks = (
        planned(desk, opening, *rest)[0]
        for opening in ("60 % of farmers use drip irrigation.", "Rain is late.", "Where is the rain?")
    )
    assert chart.figure is not None and chart.figure.kind == "ring" and not chart.title
    assert not plain.figure and plain.title == "Film"
    assert not asks.figure and asks.title == "Film"


def test_what_the_user_described_is_drawn_as_described_unless_it_asks_for_a_chart(desk: WorkDesk) -> None:
    says = "60 % of farmers use drip irrigation."
    shots = planned(
        desk,
        "A dry land.",
        Line(says=says, shows="A field at noon."),
        Line(says=says, shows="A pie chart over a field."),
        "Water is life.",
    )
    assert kinds(shots) == ["", "", "ring", ""]
    assert shots[2].shows == "A pie chart over a field."


def test_at_most_half_of_a_film_are_figures_and_the_strongest_stay(desk: WorkDesk) -> None:
    lines = [
        "A dry land.",
        "Where does the rain come from?",
        "60 % of farmers use drip irrigation.",
        "Three out of four wells are dry.",
        "Ginger, cardamom and milk.",
        "Once a desert, today a forest.",
        "Tea or coffee?",
        "Water is life.",
    ]
    found = kinds(planned(desk, *lines, closing="Join us"))
    assert sum(map(bool, found)) <= 4
    assert "ring" in found and "before and after" in found and "question" not in found
    assert all(a != b for a, b in pairwise(found) if a)
    assert found[-1] == "" and found[0] == ""


WATER = """How a village found water

Sonpur was a dry village.
60 % of the wells had no water in summer.
Before, women walked for hours; now the tap is at the door.
First, the village dug small ponds.
Second, they planted trees around them.
Finally, they mended the old pipes.
The first rain filled every pond.
Now the children go to school on time."""


def test_a_news_explainer_has_a_ring_a_before_and_after_and_its_steps(desk: WorkDesk) -> None:
    script = next(Outline().write([Write(text=WATER)], desk))
    shots = next(Outline().plan([Plan(script=script)], desk)).shots
    assert {"ring", "before and after", "step"} <= set(kinds(list(shots)))
    assert sum(shot.figure.kind == "step" for shot in shots if shot.figure) == 3


SENTENCE = re.compile(r"\S.*?[.।](?=\s|$)")

# Lines in a row that tell one amount in several years, and one that tells something else.
YEARS = {
    "en": "In 2018 the village had 12,000 bags. In 2020 it had 48,000. This year it has 96,000. The sea is blue.",
    "hi": "2018 में 12,000 बच्चे स्कूल गए। 2020 में 48,000 बच्चे। इस साल 96,000 बच्चे। समुद्र नीला है।",
    "es": "En 2018 había 12.000 alumnos. En 2020 había 48.000. Este año hay 96.000. El mar es azul.",
    "id": "Pada 2018 ada 12.000 siswa. Pada 2020 ada 48.000 siswa. Tahun ini ada 96.000 siswa. Laut itu biru.",
}  # fmt: skip


@pytest.mark.parametrize("language", YEARS)
def test_amounts_in_years_are_one_chart_that_grows_from_shot_to_shot(language: str, desk: WorkDesk) -> None:
    found = [shot.figure for shot in planned(desk, *SENTENCE.findall(YEARS[language]), language=language)]
    assert [figure and figure.shares for figure in found] == [(0.125,), (0.125, 0.5), (0.125, 0.5, 1.0), None]
    last = found[2]
    assert last and len(set(last.parts)) == 1
    assert [label.split(":")[0] for label in last.labels][:2] == ["2018", "2020"]


def test_years_and_amounts_in_one_line_are_a_chart(desk: WorkDesk) -> None:
    (first, *_) = planned(desk, "In 2018 we had 12,000 visitors; in 2020 it was 48,000.", "The sea is blue.")
    assert first.figure and (first.figure.kind, first.figure.shares) == ("bars", (0.25, 1.0))


NO_SERIES = [
    "In 2010 we were 3 people. In 2020 we work in 12 villages. The sea is blue.",  # of two things
    "Today 500 people came. Now 20 remain. The sea is blue.",  # no year
    "In 2018 we had 12,000 visitors. The sea is blue. In 2020 the hall burnt down.",  # nothing to compare with
    "In 2018 we had 12 rooms. In 2018 we had 40 rooms. The sea is blue.",  # the same year twice
]


@pytest.mark.parametrize("text", NO_SERIES)
def test_what_cannot_be_compared_is_no_chart(text: str, desk: WorkDesk) -> None:
    assert not [
        shot.figure for shot in planned(desk, *SENTENCE.findall(text)) if shot.figure and shot.figure.kind == "bars"
    ]


def test_two_shares_that_make_up_a_whole_are_one_ring(desk: WorkDesk) -> None:
    text = "Last year, one in four children had a toothache. Three quarters did not. The sea is blue."
    first, rest, none = (shot.figure for shot in planned(desk, *SENTENCE.findall(text)))
    assert first and rest and not none
    assert (first.shares, rest.shares) == ((0.25,), (0.75,))
    assert first.parts == rest.parts
    both = figure_in("One in five cans is recycled; four in five are not.", "en")
    assert both and (both.kind, both.shares, both.parts) == ("ring", (0.2,), ("cans is recycled",))
    assert not figure_in("One in five cans is recycled; three in five are not.", "en")
