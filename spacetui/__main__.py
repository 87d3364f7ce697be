"""`python -m spacetui` is `spacetui`."""

from spacetui.cli import main

if __name__ == "__main__":
    main()
