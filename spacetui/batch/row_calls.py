"""RowCalls: the call of each row, with the values that all rows have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from spacetui.arguments.call_arguments import (
    Given,
    GivenValue,
    call_of,
    read_given,
    sort_args,
    with_oauth_token,
)
from spacetui.batch.output_line import hash_of
from spacetui.batch.rows_file import Row
from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.call import Call, arrange
from spacetui.model.file_input import files_in, map_file_inputs
from spacetui.model.schema import Endpoint, Json
from spacetui.system.own_folder import OwnFolder, with_plain_urls

# Hosts of files that are listed.
MAX_HOSTS = 20


@dataclass(slots=True)
class Reads:
    """What the rows read and what they have others read, as far as their calls were made.

    outside: files outside the folder of the file of rows, how many there are; first_outside: the
    first of them, and its row. hosts: of the addresses that the app is given to fetch. deviations:
    rows with a value that is not as the schema says; first_deviation: a line on the first of them.
    """

    outside: int = 0
    first_outside: tuple[str, str] = ("", "")
    hosts: set[str] = field(default_factory=set)
    deviations: int = 0
    first_deviation: str = ""


class RowCalls:
    """Makes the calls of rows. A value that all rows have wins over a column of the same name."""

    def __init__(
        self,
        endpoint: Endpoint,
        folder: OwnFolder,
        columns: Collection[str],
        args: Sequence[str] = (),
        *,
        form: Mapping[str, Json] | None = None,
        oauth_token: str = "",
        are_others_allowed: bool = False,
    ) -> None:
        """folder: of the file of rows. columns: the parameters that its first row names.

        args: ARGs with the values for all rows, as the user typed them; one without a name is for
        the next parameter that is no column. form: values of a form, for parameters that are no
        columns. oauth_token: the user's, for the code of the endpoint; it is no input of a row.
        are_others_allowed: whether files outside of `folder` are uploaded. Raises UsageError and
        BadValue.
        """
        self.endpoint = endpoint
        self._oauth_token = oauth_token
        with_oauth_token(Call(endpoint, {}), oauth_token)  # raises where it takes none
        self.reads = Reads()
        # Set where the user says yes to those that the first look has found.
        self.are_others_confirmed = are_others_allowed
        self._folder = folder
        self._are_others_allowed = are_others_allowed
        self._common: dict[str, GivenValue] = {}
        for name, each in sort_args(endpoint, args, columns).items():
            self._common[name] = read_given(endpoint, name, each)
        for name in (form or {}).keys() - columns - self._common.keys():
            self._common[name] = GivenValue((form or {})[name], is_raw=True)
        # By their values, so that the app goes on with what the command line began.
        self._common_inputs: dict[str, Json] = {
            name: map_file_inputs(each.value, lambda file: f"@{file.path}")
            for name, each in self._common.items()
        }

    @property
    def common_values(self) -> dict[str, Json]:
        """The values that all rows have."""
        return {name: each.value for name, each in self._common.items()}

    def hash_of(self, row: Row) -> str:
        """Return which inputs the row has, with the values that all rows have."""
        return hash_of(self.endpoint.api_name, {**row.inputs, **self._common_inputs})

    def call_of(self, row: Row, *, is_first_look: bool = False) -> Call:
        """Make the call of a row. Raises BadValue or UsageError that names the row.

        is_first_look: note in `reads` what the row reads.
        """
        values: dict[str, GivenValue] = {}
        try:
            for name, given in row.given.items():
                if name not in self._common:
                    self._read(row, name, given, values)
            notes: list[str] = []
            call = call_of(self.endpoint, {**values, **self._common}, on_note=notes.append)
            call = with_oauth_token(call, self._oauth_token)
            arrange(call)
        except SpacetuiError as error:
            raise _at_row(error, row) from error
        with_files = [name for name, each in values.items() if files_in(each.value)]
        read = [values[name].value for name in with_files]
        outside = self._folder.files_outside(read)
        if is_first_look:
            self._note(row, read, outside, notes)
        elif outside and not self.are_others_confirmed:
            raise BadValue(f"{outside[0]!r} is not in the folder of the rows", where=row.where)
        if self._are_others_allowed or not with_files:
            return call
        plain = {name: with_plain_urls(call.values[name]) for name in with_files}
        return replace(call, values={**call.values, **plain})

    def _read(self, row: Row, name: str, given: Given, values: dict[str, GivenValue]) -> None:
        """Read a value of a row. An empty cell that is no value of its type is left out."""
        try:
            read = read_given(self.endpoint, name, given)
        except BadValue:
            if given.texts == [""]:
                return
            raise
        if files_in(read.value):
            whole = self._folder.with_whole_paths(read.value, f"{row.where}, {name}")
            read = replace(read, value=whole)
        values[name] = read

    def _note(
        self, row: Row, given: list[Json], outside: Sequence[str], notes: Sequence[str]
    ) -> None:
        reads = self.reads
        if outside:
            if not reads.outside:
                reads.first_outside = (outside[0], row.where)
            reads.outside += len(outside)
        for file in files_in(given):
            if file.is_url and len(reads.hosts) < MAX_HOSTS:
                reads.hosts.add(urlsplit(file.path).netloc.rpartition("@")[2])
        if notes:
            if not reads.deviations:
                reads.first_deviation = f"{row.where}: {notes[0]}"
            reads.deviations += 1


def _at_row(error: SpacetuiError, row: Row) -> SpacetuiError:
    """Return the error with the row that it is about."""
    failure = error.failure
    if row.where in failure.where:
        return error
    name = failure.parameter
    where = f"{row.where}, {name}" if name else row.where
    error.failure = failure._replace(where=where)
    return error
