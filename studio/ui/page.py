"""The page's layout: what lies where, and which handler answers what."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from studio.api import Studio
from studio.hiring import SEATS
from studio.store import write_durably
from studio.ui import files, form, server
from studio.ui.events import Handlers, Shown
from studio.ui.form import Choices, Form

CSS = Path(__file__).with_name("page.css")
LOOK_EVERY = 1.0  # s between two looks at a job that goes on

# What is typed is kept in the browser, by the browser alone: without a connection Gradio handles no event, and
# once it is back it opens the page anew.
KEEP_TYPING = """<script>
document.addEventListener("input", ({target}) => {
  if (target.closest("#rw-text")) localStorage.setItem("reelwright-text", target.value);
});
</script>"""
REMEMBER = """(...fields) => {
  localStorage.setItem("reelwright-text", fields[0]);
  return [fields];
}"""
RECALL = """(fields, ...others) => {
  const text = localStorage.getItem("reelwright-text");
  return [text === null ? fields : [text, ...(fields || []).slice(1)], ...others];
}"""
TEXT_HINT = (
    "Paste a script, or just say what the film is about.\n\n"
    "For example: Chaya is a tea stall in Pune that opens at five. Fresh ginger, milk from the farm next door, "
    "a clay cup you may keep. Come by before work."
)
HEADER = """<header class="rw-header"><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15"/>
<path d="M12.5 9.5v13l10.5-6.5z"/></svg><h1>Reelwright</h1><p>From a brief to a finished film</p></header>"""


def serve(studio: Studio) -> None:
    """Serve the page until somebody stops it; raises BadInput where it cannot be served."""
    address = server.address()
    os.environ.setdefault("GRADIO_TEMP_DIR", str(studio.home / "uploads"))  # not /tmp, which all users share
    with server.bound(address) as door:
        app = server.app(address)
        files.serve_from(studio, app)
        server.mount(app, build(studio, address.public), theme(), CSS, KEEP_TYPING)
        server.run(app, door, studio)


def theme() -> gr.themes.Base:
    """One accent on quiet greys, in the visitor's own system letters."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.amber,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_lg,
        font=["system-ui", "Noto Sans", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(  # menus hang outside the page's own styles
        background_fill_primary_dark="#181b21",
        background_fill_secondary_dark="#2b303a",
    )


def build(studio: Studio, public: bool = False) -> gr.Blocks:
    """The whole page. On a public one nobody can keep a brand, nor see which are kept: all visitors share them."""
    offered = form.choices(studio, branded=not public)
    page = gr.Blocks(title="Reelwright", analytics_enabled=False, delete_cache=(3600, 86400))
    with page:
        gr.HTML(HEADER)
        with gr.Row(elem_classes="rw-desk"):
            with gr.Column(elem_classes="rw-form", scale=0):
                parts = _form(offered, public)
            with gr.Column(elem_classes="rw-made"):
                areas = [gr.HTML(elem_id=f"rw-{name}") for name in ("screen", "board", "script")]
        memory = _memory(studio)
        _wire(
            page,
            Handlers(studio, offered, public),
            not public,
            {**parts, **memory, "areas": [parts["notice"], *areas]},
        )
    page.queue(api_open=False, max_size=200, default_concurrency_limit=8)
    return page


def _form(offered: dict[str, Choices], public: bool) -> dict[str, Any]:
    """What the visitor fills in; `fields` are those of Form, in its order."""
    empty = Form()
    text = gr.Textbox(label="Your brief", placeholder=TEXT_HINT, lines=9, max_lines=18, elem_id="rw-text")
    with gr.Row(elem_classes="rw-samples"):
        opened = gr.UploadButton("Open a text file", size="sm", file_types=[".txt", ".md"])
        gr.HTML('<span class="rw-or">or try</span>')
        samples = [(gr.Button(name, size="sm"), words) for name, words in form.samples()]
    shape = gr.Radio(offered["shape"], value=empty.shape, label="Shape", elem_classes="rw-pills rw-shape")
    seconds = gr.Radio(offered["seconds"], value=empty.seconds, label="Length", elem_classes="rw-pills")
    look = gr.Radio(offered["look"], value=empty.look, label="Look", elem_classes="rw-pills")
    with gr.Row(elem_classes="rw-pair"):
        language = gr.Dropdown(offered["language"], value=empty.language, label="Language", min_width=150)
        music = gr.Dropdown(offered["music"], value=empty.music, label="Music", min_width=150)
    with gr.Row(elem_classes="rw-pair"):
        captions = gr.Dropdown(offered["captions"], value=empty.captions, label="Captions", min_width=150)
        platform = gr.Dropdown(offered["platform"], value=empty.platform, label="Made for", min_width=150)
    with gr.Row(elem_classes="rw-samples"):
        products = gr.UploadButton("Add product pictures", size="sm", file_types=["image"], file_count="multiple")
        screens = gr.UploadButton("Add screenshots", size="sm", file_types=["image"], file_count="multiple")
        logo = gr.UploadButton("Add a logo", size="sm", file_types=["image"])
        remove = gr.Button("Remove my files", size="sm", visible=False)
    more = _more(offered, not public)
    engines = _engines(offered, not public)
    kept = gr.HTML(elem_id="rw-kept")
    make = gr.Button("Make the film", variant="primary", size="lg", elem_id="rw-make")
    stop = gr.Button("Stop", size="lg", visible=False, elem_id="rw-stop")
    notice = gr.HTML(elem_id="rw-notice")
    fields = [text, language, shape, seconds, look, music, captions, platform]
    return {
        "fields": [*fields, *more["fields"], *engines["fields"]],
        "opened": opened, "samples": samples, "products": products, "screens": screens, "logo": logo,
        "remove": remove,
        **{name: more[name] for name in ("track", "lut", "font", "brand", "brand_name", "keep")},
        "platform": platform, "shape": shape, "legal": more["fields"][1], "music": music,
        "branding": more["fields"][3:], **{name: engines[name] for name in ("seats", "accept", "unable")},
        "kept": kept, "make": make, "stop": stop, "notice": notice,
    }  # fmt: skip


def _more(offered: dict[str, Choices], brands: bool) -> dict[str, Any]:
    """What most films do without, folded away; `fields` are the last ones of Form, in its order."""
    empty = Form()
    with gr.Accordion("More", open=False, elem_classes="rw-more"):
        grade = gr.Dropdown(offered["grade"], value=empty.grade, label="Colours")
        with gr.Row(elem_classes="rw-samples"):
            lut = gr.UploadButton("Your own colours (.cube)", size="sm", file_types=[".cube"])
            track = gr.UploadButton("Your own music", size="sm", file_types=["audio"])
            font = gr.UploadButton("Your own letters (.ttf, .otf)", size="sm", file_types=[".ttf", ".otf"])
        legal = gr.Textbox(
            value=empty.legal,
            label="Small print",
            placeholder="Terms apply.",
            lines=2,
            max_lines=4,
            elem_classes="rw-small",
        )
        progress_bar = gr.Checkbox(value=empty.progress_bar, label="Progress bar", container=False)
        brand = gr.Dropdown(offered["brand"], value="", label="Brand", visible=brands)
        colours = gr.Textbox(
            value=empty.colours,
            label="Brand colours",
            placeholder="#0a7cff, #ffb300",
            elem_classes="rw-small",
        )
        closing = gr.Textbox(
            value=empty.closing,
            label="End card",
            placeholder="What the film ends on; otherwise what your text calls for.",
            lines=2,
            max_lines=3,
            elem_classes="rw-small",
        )
        with gr.Row(elem_classes="rw-samples", visible=brands):
            brand_name = gr.Textbox(
                placeholder="Name of the brand", label="Name of the brand", show_label=False, elem_classes="rw-small"
            )
            keep = gr.Button("Keep as brand", size="sm")
    return {
        "fields": [grade, legal, progress_bar, colours, closing],
        "track": track, "lut": lut, "font": font, "brand": brand, "brand_name": brand_name, "keep": keep,
    }  # fmt: skip


def _engines(offered: dict[str, Choices], own: bool) -> dict[str, Any]:
    """Which engines make the film, single ones folded away; `fields` are the last ones of Form, in its order."""
    empty = Form()
    lineup = gr.Radio(offered["lineup"], value=empty.lineup, label="Engines", elem_classes="rw-pills")
    with gr.Accordion("Advanced", open=False, elem_classes="rw-more"):
        with gr.Row(elem_classes="rw-pair"):
            seats = [gr.Dropdown(offered[seat], value="", label=seat.capitalize(), min_width=150) for seat in SEATS]
        model = gr.Textbox(
            value=empty.model,
            label="A model of your own",
            placeholder="A folder on this machine, or owner/name on the hub",
            visible=own,
            elem_classes="rw-small",
        )
        accept = gr.CheckboxGroup([], label="Licences to read and accept", visible=False)
        unable = gr.HTML(elem_id="rw-unable")
    return {"fields": [lineup, *seats, model], "seats": seats, "accept": accept, "unable": unable}


def _memory(studio: Studio) -> dict[str, Any]:
    """What a visitor's browser remembers: the form, the uploads' digests and the job's id; and the clock."""
    secret = _secret(studio.home / "page.secret")
    return {
        "typed": gr.BrowserState(None, storage_key="reelwright-form", secret=secret),
        "uploads": gr.BrowserState(None, storage_key="reelwright-pictures", secret=secret),
        "mine": gr.BrowserState("", storage_key="reelwright-job", secret=secret),
        "shown": gr.State(Shown()),
        "clock": gr.Timer(LOOK_EVERY, active=False),
    }


def _secret(file: Path) -> str:
    """The same for every start of this studio, so that browsers can read what they kept."""
    if not file.exists():
        write_durably(file, secrets.token_hex(16).encode())
    return file.read_text(encoding="ascii")


def _wire(page: gr.Blocks, do: Handlers, branded: bool, on: dict[str, Any]) -> None:
    """Which event is answered by which handler; on a page without brands none answers for them."""
    fields, typed, uploads, mine, shown = on["fields"], on["typed"], on["uploads"], on["mine"], on["shown"]
    looked = [*on["areas"], on["make"], on["stop"], on["clock"], shown]
    kept = [uploads, on["kept"], on["remove"]]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([field.change for field in fields], None, fields, typed, js=REMEMBER)  # .input misses what is pasted
    page.load(do.opened, [typed, uploads, mine], [*fields, *kept, *looked], js=RECALL, **quiet)
    # "multiple": an answer that is lost on its way must not keep the clock from asking again.
    on["clock"].tick(do.looked, [mine, shown], looked, trigger_mode="multiple", **quiet)
    on["make"].click(do.pressed, [*fields, uploads, mine, shown], [mine, *looked], **quiet)
    on["stop"].click(do.stopped, mine, on["stop"], **quiet)
    on["opened"].upload(do.text_opened, [on["opened"], shown], [fields[0], *looked], **quiet)
    for button, words in on["samples"]:
        button.click(partial(do.sample_chosen, words), None, fields[:2], **quiet)
    on["platform"].input(do.platform_chosen, [on["platform"], on["shape"]], on["shape"], **quiet)
    page.load(do.licences, None, [on["unable"], on["accept"]], **quiet)
    on["accept"].input(do.accepted, [on["accept"], *on["seats"]], [*on["seats"], on["unable"], on["accept"]], **quiet)
    taken = [*on["branding"], on["legal"], on["music"]]
    if branded:
        page.load(do.brands, None, on["brand"], **quiet)
        on["brand"].input(do.brand_chosen, [on["brand"], uploads, shown], [*taken, *kept, *looked], **quiet)
        on["keep"].click(do.brand_kept, [on["brand_name"], *fields, uploads, shown], [on["brand"], *looked], **quiet)
    added = {
        "products": do.products_added,
        "screens": do.screens_added,
        "logo": do.logo_added,
        "track": do.track_added,
        "lut": do.lut_added,
        "font": do.font_added,
    }
    for name, handler in added.items():
        on[name].upload(handler, [on[name], uploads, shown], [*kept, *looked], **quiet)
    on["remove"].click(do.uploads_removed, None, kept, **quiet)
