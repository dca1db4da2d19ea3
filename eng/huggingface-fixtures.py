"""Makes tiny models by Hugging Face's own code, for tests of what reads and runs them.

    pip install torch transformers onnx safetensors
    python eng/huggingface-fixtures.py tests/LogGuardian.Tests/Fixtures/huggingface

Each model has random weights. Of each there is the folder that save_pretrained writes (where LogGuardian trains that
family), the ONNX file that torch.onnx.export makes of it, and inputs with the outputs that the model gave for them.
"""

import json
import os
import sys

import torch
import transformers
from transformers import (
    BertConfig, BertModel, Gemma2Config, Gemma2ForCausalLM, LlamaConfig, LlamaForCausalLM, ModernBertConfig,
    ModernBertModel, Phi3Config, Phi3ForCausalLM, Qwen2Config, Qwen2ForCausalLM, XLMRobertaConfig, XLMRobertaModel,
)

VOCABULARY = 96
ENCODER = dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48)
DECODER = dict(
    vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    intermediate_size=48, max_position_embeddings=64, attn_implementation="eager")


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        names = ("input_ids", "attention_mask", "token_type_ids")
        return self.model(**dict(zip(names, inputs))).last_hidden_state


class Decoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        names = ("inputs_embeds", "attention_mask", "position_ids")
        return self.model(**dict(zip(names, inputs)), use_cache=False).logits


def shaken(model):
    """Norms and biases begin as ones and zeros; a test must not pass because they are left out."""
    for parameter in model.parameters():
        parameter.data += torch.randn_like(parameter) * 0.1
    return model.eval()


def rounded(tensor):
    return [round(value, 7) for value in tensor.flatten().tolist()]


def export(model, inputs, names, output, path):
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in [*names, output]}
    torch.onnx.export(
        model, inputs, path, input_names=names, output_names=[output], dynamic_axes=axes, opset_version=17, dynamo=False)


def encoder(folder, name, model, types, keep):
    shaken(model)
    if keep:
        model.save_pretrained(os.path.join(folder, name))
    ids = torch.randint(5, VOCABULARY, (2, 9))
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump({"rows": 2, "ids": ids.flatten().tolist(), "mask": mask.flatten().tolist(), "hidden": rounded(hidden)}, file)
    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if types else [])
    inputs = (ids, mask) + ((torch.zeros_like(ids),) if types else ())
    export(Encoder(model), inputs, names, "last_hidden_state", os.path.join(folder, name + ".onnx"))


def decoder(folder, name, model, positions, keep, shard="5GB"):
    shaken(model)
    if keep:
        model.save_pretrained(os.path.join(folder, name), max_shard_size=shard)
    rows = torch.randn(2, 11, 32)
    mask = torch.ones(2, 11, dtype=torch.long)
    ids = torch.randint(5, VOCABULARY, (2, 11))
    with torch.no_grad():
        of_rows = model(inputs_embeds=rows, attention_mask=mask, use_cache=False).logits
        of_ids = model(input_ids=ids, use_cache=False).logits
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump({
            "rows": 2, "embeddings": rounded(rows), "logits": rounded(of_rows), "ids": ids.flatten().tolist(),
            "logitsOfIds": rounded(of_ids)}, file)
    names = ["inputs_embeds", "attention_mask"] + (["position_ids"] if positions else [])
    inputs = (rows, mask) + ((torch.arange(11).unsqueeze(0).repeat(2, 1),) if positions else ())
    export(Decoder(model), inputs, names, "logits", os.path.join(folder, name + ".onnx"))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(1)
    encoder(folder, "bert", BertModel(BertConfig(**ENCODER, max_position_embeddings=32), add_pooling_layer=False), True, True)
    encoder(folder, "xlm-roberta", XLMRobertaModel(
        XLMRobertaConfig(**ENCODER, max_position_embeddings=34, type_vocab_size=1), add_pooling_layer=False), False, False)
    encoder(folder, "modernbert", ModernBertModel(ModernBertConfig(
        **ENCODER, max_position_embeddings=32, pad_token_id=0, bos_token_id=2, eos_token_id=3, cls_token_id=2,
        sep_token_id=3, attn_implementation="eager")), False, False)
    decoder(folder, "llama", LlamaForCausalLM(LlamaConfig(
        **DECODER, tie_word_embeddings=False, rope_parameters=dict(
            rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=32))), True, True)
    decoder(folder, "llama-linear", LlamaForCausalLM(LlamaConfig(
        **DECODER, tie_word_embeddings=True, rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0))), False, True)
    decoder(folder, "qwen2", Qwen2ForCausalLM(Qwen2Config(**DECODER, tie_word_embeddings=True)), True, True, shard="20KB")
    decoder(folder, "phi3", Phi3ForCausalLM(Phi3Config(**DECODER, pad_token_id=0, bos_token_id=1, eos_token_id=2)), True, False)
    decoder(folder, "gemma2", Gemma2ForCausalLM(Gemma2Config(**DECODER, head_dim=8, query_pre_attn_scalar=8)), True, False)
    with open(os.path.join(folder, "README.md"), "w") as file:
        file.write(
            "Tiny models with random weights, made by `eng/huggingface-fixtures.py` with "
            f"transformers {transformers.__version__} and torch {torch.__version__.split('+')[0]}.\n")


if __name__ == "__main__":
    main(sys.argv[1])
