"""Tiny sounds: voices of Coqui and of transformers, an aligner, and composers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import diffusers
import diffusers.pipelines.ace_step as ace
import tokenizers
import torch
import transformers

from pipelines.narrators.local import convert
from tests import tiny
from tests.tiny import Build, parts

LATIN = "abcdefghijklmnopqrstuvwxyz"
IPA = "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'̩'ᵻ"
SCRIPTS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bn": "".join(map(chr, range(0x980, 0x9FF))),
    "hi": "".join(map(chr, range(0x900, 0x966))),
    "ta": "".join(map(chr, range(0xB80, 0xBE6))),
    "te": "".join(map(chr, range(0xC00, 0xC66))),
    "kn": "".join(map(chr, range(0xC80, 0xCE6))),
    "ml": "".join(map(chr, range(0xD00, 0xD66))),
    "gu": "".join(map(chr, range(0xA80, 0xAE6))),
    "mr": "".join(map(chr, range(0x900, 0x966))),
    "ar": "".join(map(chr, range(0x620, 0x653))),
}
FRAMES = 4  # that a sign lasts


def _steady(predictor: torch.nn.Module) -> None:
    """Every sign lasts FRAMES frames at the voice's natural pace, rounded up from a little less."""
    torch.nn.init.zeros_(predictor.proj.weight)
    torch.nn.init.constant_(predictor.proj.bias, math.log(FRAMES - 0.2))


def _loud(model: torch.nn.Module, *last: torch.nn.Module) -> None:
    """Random weights whisper: the layers that make the waveform are turned up."""
    with torch.no_grad():
        for parameter in model.parameters():
            if not torch.isfinite(parameter).all():
                parameter.zero_()
        for layer in last:
            for parameter in layer.parameters():
                parameter.mul_(30.0)


def coqui(language: str, letters: str = LATIN, phonemes: bool = False, speakers: tuple[str, ...] = ()) -> Build:
    """A VITS as Coqui publishes it, a pickle and a config, converted by the real converter."""

    def build(folder: Path) -> None:
        from TTS.tts.configs.vits_config import VitsConfig  # noqa: PLC0415 - five seconds to import
        from TTS.tts.models.vits import Vits  # noqa: PLC0415

        torch.manual_seed(0)
        config = VitsConfig(use_phonemes=False, text_cleaner="basic_cleaners", test_sentences=[])
        config.characters = _coqui_letters(letters)
        config.audio.hop_length = 64
        sizes = {
            "num_layers_text_encoder": 1,
            "hidden_channels": 8,
            "hidden_channels_ffn_text_encoder": 8,
            "num_heads_text_encoder": 2,
            "num_layers_posterior_encoder": 1,
            "num_layers_flow": 1,
            "upsample_initial_channel_decoder": 16,
            "upsample_rates_decoder": [8, 8],
            "upsample_kernel_sizes_decoder": [16, 16],
            "resblock_kernel_sizes_decoder": [3],
            "resblock_dilation_sizes_decoder": [[1, 3, 5]],
            "use_sdp": False,
            "init_discriminator": False,
        }
        for name, value in sizes.items():
            setattr(config.model_args, name, value)
        if speakers:
            config.speakers = list(speakers)
            config.model_args.use_speaker_embedding = config.use_speaker_embedding = True
            config.model_args.speaker_embedding_channels = 4
        model = Vits(config)
        _steady(model.duration_predictor)
        _loud(model, model.waveform_decoder.conv_post)
        said = model.config.to_dict() | {"speakers": [], "languages": [language]}
        said |= {"use_phonemes": phonemes, "phonemizer": "espeak" if phonemes else None}
        said |= {"phoneme_language": "en-us" if phonemes else None}
        (folder / "config.json").write_text(json.dumps(said), encoding="utf-8")
        if speakers:
            numbers = {f"{name}\n": number for number, name in enumerate(speakers)}  # as that of VCTK has them
            (folder / "speaker_ids.json").write_text(json.dumps(numbers), encoding="utf-8")
        torch.save({"model": model.state_dict(), "config": said, "step": 1}, folder / "model_file.pth")
        convert.converted(folder)

    return build


def xtts(folder: Path) -> None:
    """An XTTS with two speakers, as its hub repository has it, beside the aligner that it needs.

    Its decoder has one size alone, so this is the one stand-in that is not tiny: 56 MB, its pickle included.
    """
    from TTS.tts.configs.xtts_config import XttsConfig  # noqa: PLC0415 - five seconds to import
    from TTS.tts.models.xtts import Xtts  # noqa: PLC0415

    torch.manual_seed(0)
    signs = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{name}]" for name in XttsConfig().languages)]
    words = tokenizers.Tokenizer(tokenizers.models.BPE(_vocabulary(signs), [], unk_token="[UNK]"))  # noqa: S106
    words.add_special_tokens(signs)
    words.save(str(folder / "vocab.json"))
    config = XttsConfig()
    sizes = {
        "gpt_layers": 1,
        "gpt_n_model_channels": 64,
        "gpt_n_heads": 2,
        "gpt_max_audio_tokens": 8,
        "gpt_num_audio_tokens": 34,
        "gpt_start_audio_token": 32,
        "gpt_stop_audio_token": 33,
        "gpt_number_text_tokens": words.get_vocab_size(),
        "gpt_start_text_token": words.token_to_id("[START]"),
        "gpt_stop_text_token": words.token_to_id("[STOP]"),
        "gpt_use_perceiver_resampler": True,
        "decoder_input_dim": 64,
        "d_vector_dim": 16,
    }
    for name, value in sizes.items():
        setattr(config.model_args, name, value)
    model = Xtts(config)
    _loud(model, model.hifigan_decoder.waveform_decoder.conv_post)
    speakers = {
        name: {"gpt_cond_latent": torch.randn(1, 32, 64), "speaker_embedding": torch.randn(1, 16, 1)}
        for name in ("Ana Florence", "Luis Moray")
    }
    (folder / "config.json").write_text(json.dumps(config.to_dict()), encoding="utf-8")
    torch.save(speakers, folder / "speakers_xtts.pth")
    # As the first release has it: the config is an object of Coqui's own class.
    torch.save({"model": model.half().state_dict(), "config": config}, folder / "model.pth")
    convert.converted(folder)
    tiny.put("openai/whisper-large-v3-turbo", folder.parents[1])


def _vocabulary(signs: list[str]) -> dict[str, int]:
    letters = [*LATIN, *"áéíñóúüçãõàèêß'.,!?;:-%$0123456789"]
    return {sign: number for number, sign in enumerate([*signs, *letters])}


def _coqui_letters(letters: str) -> Any:
    from TTS.tts.configs.shared_configs import CharactersConfig  # noqa: PLC0415

    return CharactersConfig(
        characters_class="TTS.tts.models.vits.VitsCharacters",
        pad="_",
        eos="",
        bos="",
        blank="<BLNK>",
        characters=LATIN.upper() + letters,
        punctuations=";:,.!?¡¿—…\"«»“” '",
        phonemes=IPA,
        is_unique=False,
        is_sorted=True,
    )


def mms(language: str, letters: str = LATIN) -> Build:
    """A VITS as transformers has it, with MMS's tokenizer of letters."""

    def build(folder: Path) -> None:
        torch.manual_seed(0)
        signs = ["_", *dict.fromkeys(LATIN + letters + " '-"), "<unk>"]
        vocabulary = {sign: number for number, sign in enumerate(signs)}
        (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
        options = {"pad_token": "_", "unk_token": "<unk>", "phonemize": False, "is_uroman": False}
        tokenizer = transformers.VitsTokenizer(str(folder / "vocab.json"), language=language, **options)
        config = transformers.VitsConfig(
            vocab_size=len(signs),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=2,
            ffn_dim=8,
            flow_size=8,
            spectrogram_bins=9,
            upsample_initial_channel=16,
            upsample_rates=[8, 8],
            upsample_kernel_sizes=[16, 16],
            resblock_kernel_sizes=[3],
            resblock_dilation_sizes=[[1, 3, 5]],
            duration_predictor_filter_channels=8,
            use_stochastic_duration_prediction=False,
            prior_encoder_num_flows=2,
            prior_encoder_num_wavenet_layers=1,
            posterior_encoder_num_wavenet_layers=1,
        )
        model = transformers.VitsModel(config)
        _steady(model.duration_predictor)
        _loud(model, model.decoder.conv_post)
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    return build


def whisper(folder: Path) -> None:
    """An aligner: Whisper with its signs for languages and tasks, and a tokenizer of bytes."""
    torch.manual_seed(0)
    signs = [
        "<|endoftext|>",
        "<|startoftranscript|>",
        "<|en|>",
        "<|de|>",
        "<|hi|>",
        "<|transcribe|>",
        "<|translate|>",
    ]
    signs += ["<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    vocabulary = {sign: number for number, sign in enumerate([*parts.letters(), *signs])}
    tokenizer = transformers.WhisperTokenizer(vocab=vocabulary, merges=[])
    tokenizer.add_special_tokens({"additional_special_tokens": signs[1:]})
    tokenizer.save_pretrained(folder)
    config = transformers.WhisperConfig(
        vocab_size=len(vocabulary),
        d_model=16,
        encoder_layers=1,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        max_target_positions=448,
        pad_token_id=vocabulary["<|endoftext|>"],
        bos_token_id=vocabulary["<|endoftext|>"],
        eos_token_id=vocabulary["<|endoftext|>"],
        decoder_start_token_id=vocabulary["<|startoftranscript|>"],
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )
    model = transformers.WhisperForConditionalGeneration(config)
    model.generation_config.suppress_tokens = model.generation_config.begin_suppress_tokens = None
    model.save_pretrained(folder)
    transformers.WhisperFeatureExtractor().save_pretrained(folder)


def _oobleck(rate: int, ratios: list[int], channels: int) -> Any:
    torch.manual_seed(0)
    vae = diffusers.AutoencoderOobleck(
        encoder_hidden_size=4,
        downsampling_ratios=ratios,
        decoder_channels=2,
        decoder_input_channels=channels,
        audio_channels=2,
        channel_multiples=[1] * len(ratios),
        sampling_rate=rate,
    )
    return vae


def ace_step(folder: Path) -> None:
    torch.manual_seed(0)
    heads = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "rope_theta": 10000.0,
        "sliding_window": 16,
    }
    codes = {**heads, "audio_acoustic_hidden_dim": 8, "pool_window_size": 5}
    levels = {"fsq_dim": 32, "fsq_input_levels": [8, 8, 8, 5, 5, 5]}
    diffusers.AceStepPipeline(
        vae=_oobleck(48_000, [8, 10, 24], 8),
        text_encoder=parts.qwen("Qwen3Model", 32),
        tokenizer=parts.qwen_tokenizer(),
        transformer=diffusers.AceStepTransformer1DModel(
            num_hidden_layers=2, in_channels=24, audio_acoustic_hidden_dim=8, patch_size=2, **heads
        ),
        condition_encoder=ace.AceStepConditionEncoder(
            text_hidden_dim=32,
            timbre_hidden_dim=8,
            num_lyric_encoder_hidden_layers=1,
            num_timbre_encoder_hidden_layers=1,
            **heads,
        ),
        scheduler=parts.flow_scheduler(num_train_timesteps=1, shift=1.0),
        audio_tokenizer=ace.AceStepAudioTokenizer(**codes, **levels),
        audio_token_detokenizer=ace.AceStepAudioTokenDetokenizer(**codes),
    ).save_pretrained(folder)


def stable_audio(folder: Path) -> None:
    """With a window of 3.0 seconds, so that beds have to go round."""
    torch.manual_seed(0)
    vae = _oobleck(44_100, [8, 16, 16], 4)
    diffusers.StableAudioPipeline(
        vae=vae,
        text_encoder=parts.t5_encoder(width=8),
        tokenizer=parts.t5_tokenizer(),
        projection_model=diffusers.StableAudioProjectionModel(
            text_encoder_dim=8, conditioning_dim=8, min_value=0, max_value=512
        ),
        transformer=diffusers.StableAudioDiTModel(
            sample_size=65,
            in_channels=4,
            num_layers=1,
            attention_head_dim=8,
            num_attention_heads=2,
            num_key_value_attention_heads=1,
            out_channels=4,
            cross_attention_dim=8,
            time_proj_dim=8,
            global_states_input_dim=16,
            cross_attention_input_dim=8,
        ),
        scheduler=diffusers.CosineDPMSolverMultistepScheduler(sigma_schedule="exponential"),
    ).save_pretrained(folder)


MMS = {"hin": "hi", "tam": "ta", "tel": "te", "mar": "mr", "guj": "gu", "kan": "kn", "mal": "ml", "ara": "ar",
       "swh": "", "yor": "", "ind": ""}  # fmt: skip
COQUI = {"en--ljspeech": "", "de--thorsten": "", "es--css10": "áéíñóúü", "fr--css10": "àâçéèêëîïôûùüœ",
         "nl--css10": "éëïö", "hu--css10": "áéíóöőúüű", "fi--css10": "äåö", "it--mai_female": "àèéìòù",
         "pl--mai_female": "ąćęłńóśźż", "uk--mai": SCRIPTS["uk"], "pt--cv": "áâãàçéêíóôõú"}  # fmt: skip

BUILDERS: dict[str, Build] = {
    "openai/whisper-large-v3-turbo": whisper,
    "ACE-Step/acestep-v15-xl-turbo-diffusers": ace_step,
    "stabilityai/stable-audio-open-1.0": stable_audio,
    "tts-hub/XTTS-v2": xtts,
    **{f"facebook/mms-tts-{iso}": mms(iso, SCRIPTS.get(script, "")) for iso, script in MMS.items()},
    **{
        f"coqui-ai/tts_models--{name}--vits": coqui(name[:2], LATIN + letters, phonemes=name == "en--ljspeech")
        for name, letters in COQUI.items()
    },
    "coqui-ai/tts_models--en--vctk--vits": coqui("en", phonemes=True, speakers=("p225", "p226", "p227")),
    "coqui-ai/tts_models--bn--custom--vits_female": coqui("bn", LATIN + SCRIPTS["bn"]),
}
