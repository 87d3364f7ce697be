"""The Hugging Face Hub: search, the cards and stages of Spaces, the account.

This package alone imports huggingface_hub. The import takes half a second, so it happens in the
threads that make the calls.
"""
