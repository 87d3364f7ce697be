"""OAuthTokenField: the token that the user hands to the code of an endpoint, if it takes one."""

from spacetui.model.schema import MISSING, Endpoint, Parameter
from spacetui.tui.inputs.text_fields import TextField

# Shown before anything can be typed: no other field gives something to a stranger's code that can
# act as the user elsewhere.
WARNING = (
    "What you type here is handed to the app's own code, which can act as you at the Hub with it."
    " Your saved login is never sent as this."
)


class OAuthTokenField(TextField):
    """A masked line, which the form puts under WARNING. It is no parameter of the endpoint."""

    is_of_parameter = False

    def __init__(self, endpoint: Endpoint) -> None:
        is_required = endpoint.oauth_token == "required"
        parameter = Parameter(
            "",
            label="OAuth token",
            component="Textbox",
            is_secret=True,
            default=MISSING if is_required else "",
        )
        super().__init__(parameter)

    def type_note(self) -> str:
        return "for the app's code"

    @property
    def token(self) -> str:
        """The token as typed, without blanks around it; empty where there is none."""
        value = self.value()
        if isinstance(value, str):
            return value.strip()
        return ""
