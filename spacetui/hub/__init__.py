"""The Hugging Face Hub: Spaces by meaning, their cards and stages, the account. Only here: huggingface_hub.

That import costs half a second, so it happens inside the threads that make the calls, never before the first one.
"""
