"""Property tests have no time limit for one example: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("spacetui", deadline=None)
settings.load_profile("spacetui")
