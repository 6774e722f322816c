"""What every room that asks a chat model shares: loading it, its own template, and answers held to a JSON schema."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.machinery.models import weights
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.models.schemas import longest
from studio.cards import Card
from studio.errors import EngineFailed, EngineMissing

MOST_TOKENS = 16384  # of prompt, answer and a second try, where a card's options name no other `context`
BYTES_A_TOKEN = 4  # of JSON, roughly
THINKS = ("<think>", "<|channel>thought")  # what a template that cannot do otherwise leaves open at its end
CLOSED = {"<think>": "\n\n</think>\n\n", "<|channel>thought": "\n<channel|>"}
CHOOSE = "Choose a model made for chats, such as one whose name ends in -it or -Instruct."


class Message(NamedTuple):
    """One turn of a chat. Roles are "system", "user" and "assistant"."""

    role: str
    content: str


class TooLong(ValueError):
    """A prompt and its longest answer do not fit into what a model can read."""


class ChatModel:
    """A loaded model with its tokenizer. Decoding is greedy: the same question has the same answer on one machine."""

    def __init__(self, model: Any, tokenizer: Any, card: Card) -> None:
        from llguidance.hf import from_tokenizer  # noqa: PLC0415 - imports transformers

        self._model, self._tokenizer, self._name = model, tokenizer, card.name
        said = model.generation_config.eos_token_id
        ends = said if isinstance(said, list) else [said]
        self._ends = sorted({end for end in (*ends, tokenizer.eos_token_id) if end is not None})
        config = model.config.get_text_config()
        width = max(int(config.vocab_size), len(tokenizer))
        self._grammar_tokens = from_tokenizer(tokenizer, n_vocab=width, eos_token=self._ends)
        most = int(card.runs.options.get("context", MOST_TOKENS))
        self.room = min(most, getattr(config, "max_position_embeddings", most))
        self._signs = [sign for sign in map(str, tokenizer.added_tokens_decoder.values()) if _is_sign(sign)]

    def tokens(self, messages: Sequence[Message]) -> int:
        """How many tokens a chat takes, as this model's template writes it."""
        return len(self._encoded(messages)["input_ids"][0])

    def answer(self, messages: Sequence[Message], schema: dict[str, Any], tell: Callable[[float], None]) -> str:
        """The model's answer as JSON that keeps to a schema, which must bound everything in it.

        No thinking can come before it, since its first token is held to the schema already. It may be cut off where
        the model writes to its last token. `tell` hears the share that is done before each token, and stops
        everything by raising. Raises TooLong, and EngineFailed for a model that gives no numbers.
        """
        import torch  # noqa: PLC0415
        from transformers import LogitsProcessorList  # noqa: PLC0415

        inputs = self._encoded(messages)
        given = inputs["input_ids"].shape[1]
        most = longest(schema)
        left = self.room - given
        if left < most // BYTES_A_TOKEN:
            raise TooLong(f"{given} tokens and {most} bytes of answer do not fit into {self.room} tokens")
        held = _Held(
            self._matcher(schema), given, lambda tokens: tell(min(1.0, tokens * BYTES_A_TOKEN / most)), self._name
        )
        with torch.inference_mode():
            found = self._model.generate(
                **inputs.to(self._model.device),
                max_new_tokens=min(most + 1, left),
                do_sample=False,
                logits_processor=LogitsProcessorList([held]),
            )
        return str(self._tokenizer.decode(found[0][given:], skip_special_tokens=True)).strip()

    def _matcher(self, schema: dict[str, Any]) -> Any:
        from llguidance import LLMatcher  # noqa: PLC0415

        # Loose spaces would be the one thing without a bound.
        spacing = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
        matcher = LLMatcher(self._grammar_tokens, LLMatcher.grammar_from_json_schema(schema, overrides=spacing))
        if matcher.is_error():
            raise ValueError(matcher.get_error())
        return matcher

    def _encoded(self, messages: Sequence[Message]) -> Any:
        return self._tokenizer(self.rendered(messages), add_special_tokens=False, return_tensors="pt")

    def rendered(self, messages: Sequence[Message]) -> str:
        """The chat as the model's own template writes it, its thinking switched off, and no sign of it forged."""
        from jinja2 import TemplateError  # noqa: PLC0415 - comes with transformers' templates

        told = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        try:
            text = self._templated(told)
        except TemplateError:  # Gemma 2 and Mistral 1 know no system
            system, first, *rest = told
            text = self._templated([{**first, "content": f"{system['content']}\n\n{first['content']}"}, *rest])
        opened = next((sign for sign in THINKS if text.rstrip().endswith(sign)), "")
        return text.rstrip() + CLOSED[opened] if opened else text

    def _templated(self, told: list[dict[str, str]]) -> str:
        return str(
            self._tokenizer.apply_chat_template(
                told, tokenize=False, add_generation_prompt=True, enable_thinking=False, thinking=False
            )
        )

    def _plain(self, text: str) -> str:
        """A text in which nobody can end a turn or begin another: the model's own signs are torn apart."""
        for sign in self._signs:
            if sign in text:
                text = text.replace(sign, f"{sign[0]} {sign[1:]}")
        return text


def _is_sign(token: str) -> bool:
    """Whether an added token is more than white space and may steer a chat."""
    return len(token) > 2 and any(letter.isalnum() for letter in token)


class _Held:
    """Allows the next token only where the grammar goes on with it, and tells how far it is."""

    def __init__(self, matcher: Any, seen: int, tell: Callable[[int], None], name: str) -> None:
        self._matcher, self._given, self._seen, self._tell, self._name = matcher, seen, seen, tell, name

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        import torch  # noqa: PLC0415

        self._tell(self._seen - self._given)
        for token in input_ids[0, self._seen :].tolist():
            self._matcher.consume_token(token)
        self._seen = input_ids.shape[1]
        if not torch.isfinite(scores).any() or torch.isnan(scores).any():
            raise EngineFailed(
                f"The writer '{self._name}' gave no words (NaN).",
                "Its files may be damaged: download them again, or choose another.",
            )
        # One byte a token, not 0 where it is allowed. llguidance's own way compiles a kernel first, for seconds.
        allowed = torch.frombuffer(bytearray(self._matcher.compute_logit_bias()), dtype=torch.uint8)
        width = scores.shape[-1]
        barred = torch.ones(width, dtype=torch.bool)
        barred[: len(allowed)] = allowed[:width] == 0
        return scores.masked_fill(barred.to(scores.device), float("-inf"))


def load(card: Card, placement: Placement) -> ChatModel:
    """A card's chat model where the placement says, in the precision of its files or in 4 bits.

    Raises EngineMissing for a model that answers no chats, or needs what is not installed. Only safetensors are
    read, nothing is downloaded, and no code beside the weights is run.
    """
    import transformers  # noqa: PLC0415 - seconds to import

    folder = weights.folder(card)
    tokenizer = _tokenizer(card, folder)
    config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    kind = getattr(transformers, (config.architectures or [""])[0] or "-", None)
    if not (isinstance(kind, type) and issubclass(kind, transformers.GenerationMixin)) or config.is_encoder_decoder:
        says = ", ".join(config.architectures or [config.model_type])
        raise EngineMissing(f"The {card.seat} '{card.name}' is no chat model that we can run: {says}.", CHOOSE)
    model = kind.from_pretrained(
        folder,
        dtype="auto",
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,  # not asked on the terminal either
        **_where(card, placement),
    )
    if placement.keep == "resident":
        model.to(placement.device)
    _forget_sampling(model)
    return ChatModel(model.eval(), tokenizer, card)


def _tokenizer(card: Card, folder: Path) -> Any:
    import transformers  # noqa: PLC0415

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    if not isinstance(tokenizer, transformers.PreTrainedTokenizerFast):
        raise EngineMissing(
            f"The {card.seat} '{card.name}' has no tokenizer that answers can be held to a form with.",
            "Choose a model whose folder has a tokenizer.json.",
        )
    if not tokenizer.chat_template:
        raise EngineMissing(f"The {card.seat} '{card.name}' has no chat template, so it answers no requests.", CHOOSE)
    return tokenizer


def _where(card: Card, placement: Placement) -> dict[str, Any]:
    """How from_pretrained is told of a placement."""
    if placement.bits < 16:
        if importlib.util.find_spec("bitsandbytes") is None:
            raise EngineMissing(
                f"The {card.seat} '{card.name}' fits here in {placement.bits} bits only, for which bitsandbytes is "
                "needed.",
                "Run 'python -m pip install bitsandbytes', or choose a smaller model.",
            )
        import torch  # noqa: PLC0415
        import transformers  # noqa: PLC0415

        bits = transformers.BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
        )
        return {"quantization_config": bits, "device_map": {"": placement.device}}
    return {} if placement.keep == "resident" else {"device_map": "auto"}  # accelerate puts what is too much beside


def _forget_sampling(model: Any) -> None:
    """Leave of a model's own way of generating only where an answer ends: what it says of chance does not apply."""
    import transformers  # noqa: PLC0415

    own = model.generation_config
    said = {name: getattr(own, name, None) for name in ("eos_token_id", "bos_token_id", "cache_implementation")}
    ends = said["eos_token_id"]
    pad = own.pad_token_id if own.pad_token_id is not None else (ends[0] if isinstance(ends, list) else ends)
    model.generation_config = transformers.GenerationConfig(do_sample=False, pad_token_id=pad, **said)
