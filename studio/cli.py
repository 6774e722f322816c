"""The command line: each command calls one method of Studio and says what happened."""

# No `from __future__ import annotations`: an option's help names what the house has, which only `build` knows.

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn, get_args

import typer

from studio import options, rules
from studio.api import Studio
from studio.brand import Brand, colours_from
from studio.crew import Event
from studio.errors import BadInput, Cancelled, StudioError
from studio.film import RATIOS, Brief, Camera, Fit, Margins, Mood, Transition, edited
from studio.hiring import SEATS
from studio.projects import check_name, name_from
from studio.roles import House
from studio.screen import Screen, size_in_words

Home = Annotated[Path | None, typer.Option("--home", help="Data folder.", envvar="REELWRIGHT_HOME")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per event.")]
Seat = Annotated[str, typer.Option(metavar="NAME", rich_help_panel="One seat at a time")]
COLOURS = 'Up to three, the most important first: "#0a7cff,#ffb300".'
LOGO = 'A logo picture; "" for none.'
FONT = 'Your own letters for titles and labels, a .ttf or .otf file; "" for ours.'
CLOSING = 'What the end card says; " / " begins its second line.'
Out = Annotated[Path | None, typer.Option("-o", "--out", help="The film; default: PROJECT.mp4.")]


def home_or_default(home: Path | None) -> Path:
    return home or Path.home() / ".reelwright"


def any_of(names: Iterable[str]) -> str:
    """Names as a help text lists them."""
    return " | ".join(names)


def build(
    house: House, serve: Callable[[Studio], None], checkup: Callable[[Path], list[tuple[str, bool, str, str]]]
) -> typer.Typer:
    """The commands over one house. Without a command the page is served."""
    app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

    @app.callback(invoke_without_command=True)
    def page(context: typer.Context, home: Home = None) -> None:
        """Turn a brief into a finished ad or explainer film. Without a command: serve the page."""
        if home:
            os.environ["REELWRIGHT_HOME"] = str(home)  # said before the command or after it, it is the same folder
        if context.invoked_subcommand is None:
            with said_plainly():
                serve(Studio(home_or_default(home), house))

    _making(app, house)
    _branding(app, house)
    _editing(app, house)
    _showing(app, house)
    _keeping(app, house, checkup)
    return app


def _making(app: typer.Typer, house: House) -> None:
    @app.command()
    def make(
        brief: Annotated[str, typer.Argument(metavar="BRIEF", help="A text file, or - for standard input.")],
        out: Out = None,
        lineup: Annotated[str, typer.Option(help="Which six engines work.")] = "",
        language: Annotated[str, typer.Option(help="Such as hi; default: the brief's own.")] = "",
        seconds: Annotated[float | None, typer.Option(help="Length; default: as long as the words take.")] = None,
        size: Annotated[str, typer.Option(help="Such as 1280x720.")] = "",
        ratio: Annotated[
            list[str] | None, typer.Option(help=f"{any_of(RATIOS)}; may be repeated: a film for each.")
        ] = None,
        platform: Annotated[
            str, typer.Option("--for", help=f"{any_of(house.platforms())}: its shape, and words off its buttons.")
        ] = "",
        fps: Annotated[str, typer.Option(help="Frames per second.")] = "24",
        look: Annotated[str, typer.Option(help=any_of(house.looks()))] = "flat",
        grade: Annotated[str, typer.Option(help=f"The film's colours: {any_of(house.grades())}.")] = "",
        lut: Annotated[Path | None, typer.Option(help="Your own colours, a .cube file.")] = None,
        product: Annotated[list[Path] | None, typer.Option(help="A product picture; may be repeated.")] = None,
        screenshot: Annotated[
            list[Path] | None, typer.Option(help="A screenshot, shown on a phone, tablet or laptop; may be repeated.")
        ] = None,
        brand: Annotated[str, typer.Option(help="A brand that was kept: all of it that is not given here.")] = "",
        logo: Annotated[str | None, typer.Option(metavar="FILE", help=LOGO)] = None,
        font: Annotated[str | None, typer.Option(metavar="FILE", help=FONT)] = None,
        colours: Annotated[str | None, typer.Option(help=COLOURS)] = None,
        closing: Annotated[str | None, typer.Option(help=CLOSING)] = None,
        voice: Annotated[str, typer.Option(help="The narrator's voice; default: by language.")] = "",
        music: Annotated[str | None, typer.Option(help="A mood, auto or off; default: auto.")] = None,
        track: Annotated[Path | None, typer.Option(help="Your own music, a sound file.")] = None,
        captions: Annotated[str, typer.Option(help=f"on | off | {any_of(house.caption_styles())}")] = "on",
        legal: Annotated[str | None, typer.Option(help="Small print, through the whole film.")] = None,
        progress_bar: Annotated[bool, typer.Option("--progress-bar", help="A bar that says how far it is.")] = False,
        seed: Annotated[int | None, typer.Option(help="Another number, another film; default: by the text.")] = None,
        writer: Seat = "",
        painter: Seat = "",
        animator: Seat = "",
        narrator: Seat = "",
        composer: Seat = "",
        editor: Seat = "",
        checker: Seat = "",
        storyboard: Annotated[
            Path | None, typer.Option(help="Draw only the storyboard, a .png or .pdf; 'remake' makes the film.")
        ] = None,
        project: Annotated[str, typer.Option(help="Name to keep it under; default: from the brief.")] = "",
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make a film from BRIEF, or one for each of several shapes, with captions and credits beside it."""
        with Screen(as_json) as screen, said_plainly(screen):
            text = options.read_brief(brief)
            name = check_name(project or (name_from(Path(brief).stem) if brief != "-" else name_from(text)))
            place = rules.platform(platform, house) if platform else None
            shapes = options.shapes(size, ratio or [], place)
            names = {shape: options.in_shape(name, shape) for shape in shapes}
            film = options.wanted(out, storyboard) or Path(f"{name}.mp4")
            files = {shape: film.with_stem(f"{film.stem}-{shape}") if shape else film for shape in shapes}
            for file in files.values():
                options.check_out(file)
            studio = Studio(home_or_default(home), house)
            seats = dict(zip(SEATS, (writer, painter, animator, narrator, composer, editor, checker), strict=True))
            chosen = studio.lineup(lineup, **seats)
            branding = options.branding(
                studio.brand(brand) if brand else None,
                logo=studio.take_in_logo(Path(logo)) if logo else logo,
                font=studio.take_in_font(Path(font)) if font else font,
                colours=None if colours is None else colours_from(colours),
                closing=None if closing is None else options.closing(closing),
                legal=legal,
                music=options.mood(music, track),
                track=studio.take_in_sound(track) if track else None,
            )
            plan = options.checked_brief(
                text=text,
                language=language,
                seconds=seconds,
                size=next(iter(shapes.values())),
                fps=fps,
                look=look,
                grade=grade,
                lut=studio.take_in_lut(lut) if lut else None,
                products=tuple(studio.take_in(picture, "product picture") for picture in product or ()),
                screens=tuple(studio.take_in(picture, "screenshot") for picture in screenshot or ()),
                voice=voice,
                captions=Brief.model_fields["captions"].default if captions == "on" else captions,
                progress_bar=progress_bar,
                margins=place.margins if place else Margins(),
                seed=studio.seed(names[next(iter(shapes))], text) if seed is None else seed,
                **branding,
            )
            for shape, frame in shapes.items():
                studio.start(edited(plan, size=frame), chosen, names[shape])
            for shape, file in files.items():
                if shape:
                    screen.show(Event(kind="note", note=f"{shape}, as project {names[shape]}:"))
                if storyboard:
                    draw_and_deliver(studio, names[shape], file, screen)
                else:
                    make_and_deliver(studio, names[shape], file, screen)

    @app.command()
    def remake(
        name: str,
        out: Out = None,
        recut: Annotated[bool, typer.Option("--recut", help="Cut on the beats of the music it has now.")] = False,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make the film of project NAME as it is now; only what its edits touch is made anew."""
        with Screen(as_json) as screen, said_plainly(screen):
            film = out or Path(f"{check_name(name)}.mp4")
            options.check_out(film)
            studio = Studio(home_or_default(home), house)
            if recut:
                studio.recut(name)
            make_and_deliver(studio, name, film, screen)

    @app.command()
    def preview(
        name: str,
        out: Annotated[Path | None, typer.Option("-o", "--out", help="Default: PROJECT-preview.mp4.")] = None,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Write a small, quick draft of project NAME's film, the same to the frame."""
        with Screen(as_json) as screen, said_plainly(screen):
            film = out or Path(f"{check_name(name)}-preview.mp4")
            options.check_out(film)
            written = Studio(home_or_default(home), house).preview(name, film, screen.show)
            screen.show(Event(kind="written", note=str(written)))


def _branding(app: typer.Typer, house: House) -> None:
    @app.command()
    def brand(
        name: Annotated[str, typer.Argument(help="Without it all brands are shown.")] = "",
        logo: Annotated[str | None, typer.Option(metavar="FILE", help=LOGO)] = None,
        font: Annotated[str | None, typer.Option(metavar="FILE", help=FONT)] = None,
        colours: Annotated[str | None, typer.Option(help=COLOURS)] = None,
        closing: Annotated[str | None, typer.Option(help=CLOSING)] = None,
        legal: Annotated[str | None, typer.Option(help="Small print, through the whole film.")] = None,
        tone: Annotated[
            str | None, typer.Option(help=f'The music\'s mood: {any_of(get_args(Mood))}; "" for none.')
        ] = None,
        delete: Annotated[bool, typer.Option("--delete", help="Forget it; its films stay.")] = False,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Keep what all films of a brand share, show what is kept of NAME, or of all; 'make --brand NAME' uses it."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            changes = given(
                logo=studio.take_in_logo(Path(logo)) if logo else logo,
                font=studio.take_in_font(Path(font)) if font else font,
                colours=None if colours is None else colours_from(colours),
                closing=None if closing is None else options.closing(closing),
                legal=legal,
                tone=rules.named("tone", tone, get_args(Mood)) if tone else tone,
            )
            if (delete or changes) and not name:
                raise BadInput("Nothing says which brand.", "Give its name: brand NAME ...")
            if delete and changes:
                raise BadInput("--delete keeps nothing of a brand.", "Leave the other options out.")
            if delete:
                studio.delete_brand(name)
                screen.show(Event(kind="note", note=f"Forgot {name}."))
                return
            if changes:
                before = studio.brands.open(name) if studio.brands.exists(name) else Brand(name=name)
                after = edited(before, **options.taken_away(changes))
                if after == Brand(name=name) and not studio.brands.exists(name):
                    raise BadInput(f"There is no brand named '{name}' to take something from.", "Check its name.")
                studio.save_brand(after)
            if name:
                screen.show(Event(kind="note", note=options.brand_in_words(studio.brands.open(name))))
            for one in () if name else studio.brands.names():
                screen.show(Event(kind="note", note=options.kept_in_words(studio.brands, one)))
            if not name and not studio.brands.names():
                screen.show(Event(kind="note", note="No brand is kept yet."))


def _editing(app: typer.Typer, house: House) -> None:
    @app.command()
    def shot(
        name: str,
        number: Annotated[int | None, typer.Argument(help="From 1; without it all shots are shown.")] = None,
        says: Annotated[str | None, typer.Option(help="What the voice says.")] = None,
        shows: Annotated[str | None, typer.Option(help="What the picture shows, in words.")] = None,
        camera: Annotated[str | None, typer.Option(help=any_of(get_args(Camera)))] = None,
        cut: Annotated[str | None, typer.Option(help=f"How it gives way: {any_of(get_args(Transition))}.")] = None,
        title: Annotated[str | None, typer.Option(help='Large words over the picture; "" for none.')] = None,
        key_words: Annotated[
            str | None, typer.Option(help='Up to three stretches of its line, set large when said; "" for none.')
        ] = None,
        lower_third: Annotated[str | None, typer.Option(help='"Name / role"; "" for none.')] = None,
        call_out: Annotated[str | None, typer.Option(help='"Words@0.4,0.6", a place from the top left.')] = None,
        clip: Annotated[Path | None, typer.Option(help="Your own clip instead of its picture.")] = None,
        start: Annotated[float | None, typer.Option(help="Seconds into that clip.")] = None,
        speed: Annotated[str | None, typer.Option(help="Times its pace, 0.25 to 4, or fill.")] = None,
        fit: Annotated[str | None, typer.Option(help=f"How it fills the frame: {any_of(get_args(Fit))}.")] = None,
        still: Annotated[Path | None, typer.Option(help="Your own picture instead of a drawn one.")] = None,
        drawn: Annotated[bool, typer.Option("--drawn", help="Give up its own clip or picture.")] = False,
        screenshot: Annotated[bool | None, typer.Option(help="Show one of the film's screenshots.")] = None,
        match: Annotated[bool | None, typer.Option(help="Bring its colours to its neighbours'.")] = None,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Show the shots of project NAME, or change one; 'remake' then makes the film again."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            if drawn and (clip or still):
                raise BadInput("--drawn gives up an own picture or clip.", "Leave it out to give the shot another.")
            changes = {
                **({"clip": None, "still": None} if drawn else {}),
                **given(says=says, shows=shows, camera=camera, cut=cut, title=title, clip_start=start, fit=fit),
                **given(match=match, shows_screen=screenshot, clip=studio.take_in_clip(clip) if clip else None),
                **given(still=studio.take_in(still) if still else None),
                **({} if lower_third is None else {"lower_third": options.lower_third(lower_third)}),
                **({} if key_words is None else {"key_words": options.key_words(key_words)}),
                **({} if call_out is None else {"callout": options.callout(call_out)}),
                **({} if speed is None else {"clip_speed": options.speed(speed)}),
            }
            if changes and number is None:
                raise BadInput("Nothing says which shot to change.", f"Give its number: shot {name} 1 ...")
            if changes and number is not None:
                studio.change_shot(name, number, **changes)
            for at, there in enumerate(studio.board(name).shots, start=1):
                if number in (None, at):
                    screen.shot(at, there)
            if changes:
                screen.show(Event(kind="note", note=f"Make it with: python app.py remake {name}"))

    @app.command()
    def undo(name: str, home: Home = None) -> None:
        """Take back the last change of project NAME."""
        with Screen(False) as screen, said_plainly(screen):
            Studio(home_or_default(home), house).projects.undo(name)
            screen.show(Event(kind="note", note=f"Make it as it was with: python app.py remake {name}"))


def _showing(app: typer.Typer, house: House) -> None:
    @app.command()
    def look(name: str, home: Home = None, as_json: Json = False) -> None:
        """What exists of project NAME, what is missing, and what it would take."""
        with Screen(as_json) as screen, said_plainly(screen):
            view = Studio(home_or_default(home), house).view(name)
            for part in view.progress:
                screen.show(Event(kind="part", stage=part.stage, done=part.ready, total=part.total or 0))
            state = "The film is finished." if view.film else f"Make the rest with: python app.py remake {name}"
            for note in (*view.notes, state):
                screen.show(Event(kind="note", note=note))

    @app.command()
    def board(
        name: str,
        out: Annotated[Path, typer.Option("-o", "--out", help="A .png or .pdf file.")],
        home: Home = None,
    ) -> None:
        """Write the storyboard of project NAME as a contact sheet."""
        with Screen(False) as screen, said_plainly(screen):
            options.check_out(out)
            Studio(home_or_default(home), house).sheet(name, out)
            screen.show(Event(kind="written", note=str(out)))

    @app.command()
    def export(
        name: str,
        out: Annotated[Path, typer.Option("-o", "--out", help="A file; a folder for frames and timelines.")],
        form: Annotated[
            str, typer.Option("--as", help="Such as hevc, gif, mp3, frames, premiere; without it all are named.")
        ] = "",
        platform: Annotated[str, typer.Option("--for", help="Such as youtube, reels, whatsapp, broadcast.")] = "",
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Write the finished film of project NAME in another format, for a platform, or as a timeline."""
        with Screen(as_json) as screen, said_plainly(screen):
            if not out.is_dir():
                options.check_out(out)
            written = Studio(home_or_default(home), house).export(name, form, out, platform, screen.show)
            screen.show(Event(kind="written", note=str(written)))


def _keeping(app: typer.Typer, house: House, checkup: Callable[[Path], list[tuple[str, bool, str, str]]]) -> None:
    @app.command()
    def engines(as_json: Json = False) -> None:
        """Every engine, whether it can run here, and if not, why."""
        with Screen(as_json) as screen, said_plainly(screen):
            for card in house.cards().values():
                reason = house.why_not(card)
                screen.engine(card, reason)

    @app.command()
    def doctor(home: Home = None) -> None:
        """Check fonts, text shaping, ffmpeg, voice, GPU and disk, and say how to mend what is wrong."""
        with Screen(False) as screen, said_plainly(screen):
            findings = checkup(home_or_default(home))
            for name, ok, found, mend in findings:
                screen.finding(name, ok, found, mend)
        if not all(ok for _, ok, _, _ in findings):
            raise typer.Exit(1)

    @app.command()
    def sweep(home: Home = None) -> None:
        """Free what no project needs for its film or preview; exports are made again when asked for."""
        with Screen(False) as screen, said_plainly(screen):
            files, freed = Studio(home_or_default(home), house).sweep()
            screen.show(Event(kind="note", note=f"Freed {size_in_words(freed)} in {files} files."))


def make_and_deliver(studio: Studio, name: str, out: Path, screen: Screen) -> None:
    studio.make(name, screen.show)
    for path in studio.deliver(name, out):
        screen.show(Event(kind="written", note=str(path)))


def draw_and_deliver(studio: Studio, name: str, out: Path, screen: Screen) -> None:
    studio.draw(name, screen.show)
    studio.sheet(name, out)
    screen.show(Event(kind="written", note=str(out)))
    screen.show(Event(kind="note", note=f"Make the film with: python app.py remake {name}"))


def given(**options: object) -> dict[str, object]:
    """The options that were typed."""
    return {name: value for name, value in options.items() if value is not None}


@contextmanager
def said_plainly(screen: Screen | None = None) -> Iterator[None]:
    """Turn what goes wrong into one sentence, what to do, and an exit status."""
    try:
        yield
    except StudioError as error:
        leave(error, screen)
    except KeyboardInterrupt:
        leave(Cancelled(), screen)


def leave(error: StudioError, screen: Screen | None) -> NoReturn:
    (screen or Screen(False)).trouble(error)
    raise typer.Exit(error.exit_status) from None
