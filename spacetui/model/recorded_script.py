"""RecordedScript: what the recorder holds, as a value. Each change gives a new one.

So undo is to go back to the value before. What a change took away besides what was asked for,
`links_lost` tells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacetui.errors import BadValue
from spacetui.model.linking import find_links
from spacetui.model.output_path import OutputPath, iter_file_paths, part_at
from spacetui.model.recorded_step import LeftOut, RecordedLink, RecordedStep, SavedFile
from spacetui.model.recording import Recording
from spacetui.model.schema import MISSING, Json, Missing
from spacetui.model.script import Link, Script, script_of_recordings
from spacetui.model.step_names import name_steps


@dataclass(frozen=True, slots=True)
class RecordedScript:
    """Recorded calls in the order of the script, with the links between them.

    saved_files: the files of outputs that were saved here, by which one that is given to a later
    call is known again.
    """

    steps: tuple[RecordedStep, ...] = ()
    saved_files: tuple[SavedFile, ...] = ()

    # Looking.

    def step(self, step_id: int) -> RecordedStep:
        """Return the step with this id. Raises KeyError."""
        return self.steps[self._index(step_id)]

    @property
    def in_script(self) -> tuple[RecordedStep, ...]:
        """The steps that the code has: those that came to a result, or were not made yet."""
        return tuple(each for each in self.steps if each.left_out is None)

    @property
    def left_out(self) -> tuple[RecordedStep, ...]:
        """The steps that came to no result. They are kept, but the code has them not."""
        return tuple(each for each in self.steps if each.left_out is not None)

    @property
    def names(self) -> Mapping[int, str]:
        """The name of each step's result, by the step's id: the user's, else after the label."""
        return name_steps(self.steps)

    def value_of(self, link: RecordedLink) -> Json | Missing:
        """Return what a link gave when it was recorded, as the app sent it; MISSING if nothing."""
        outputs = self.step(link.step).outputs
        if not 0 <= link.output < len(outputs):
            return MISSING
        return part_at(outputs[link.output], link.path)

    def users_of(self, step_id: int) -> tuple[RecordedStep, ...]:
        """Return the later steps that use the result of a step, or the State that it left."""
        at = self._index(step_id)
        return tuple(each for each in self.steps[at + 1 :] if _uses(each, self.steps[at]))

    def sharing_state(self, step_id: int) -> tuple[RecordedStep, ...]:
        """Return a step of the code with those that share its State, in order; else it alone."""
        one = self.step(step_id).recording
        return tuple(
            each
            for each in self.in_script
            if each.id == step_id or shares_state(each.recording, one)
        )

    @property
    def unused(self) -> tuple[RecordedStep, ...]:
        """The steps of the code, but the last, whose result nobody uses."""
        return tuple(
            each
            for each in self.in_script[:-1]
            if not any(user.left_out is None for user in self.users_of(each.id))
        )

    # Changing.

    def add(self, recording: Recording) -> "RecordedScript":
        """Add a call with the links that its values show: at the end, where State does not decide.

        A call is put before those that were made after it and shared its State: in another order
        they would give something else.
        """
        at = self._place_for(recording)
        links = find_links(recording, self.steps[:at], self.saved_files)
        step = RecordedStep(self.next_id, recording, links=links)
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at:]))

    @property
    def next_id(self) -> int:
        """The id that the next step will have."""
        return max((each.id for each in self.steps), default=0) + 1

    def _place_for(self, recording: Recording) -> int:
        later = (
            at
            for at, each in enumerate(self.steps)
            if shares_state(each.recording, recording)
            and each.recording.made_at > recording.made_at
        )
        return next(later, len(self.steps))

    def save_file(self, path: str, url: str) -> "RecordedScript":
        """Take note of a file of an output that was saved. url: where Session.file_url has it."""
        return replace(self, saved_files=(*self.saved_files, SavedFile(path, url)))

    def remove(self, step_id: int) -> "RecordedScript":
        """Remove a step; a parameter that was linked to it has the value again that was sent."""
        at = self._index(step_id)
        return self._with_steps((*self.steps[:at], *self.steps[at + 1 :]))

    def move(self, step_id: int, by: int) -> "RecordedScript":
        """Move a step by so many places, to the end at most; links that would point forward go."""
        at = self._index(step_id)
        others = [*self.steps[:at], *self.steps[at + 1 :]]
        others.insert(max(0, at + by), self.steps[at])
        return self._with_steps(others)

    def rename(self, step_id: int, name: str) -> "RecordedScript":
        """Name the result of a step; an empty name gives that of its label back."""
        return self._changed(replace(self.step(step_id), name=name.strip()))

    def annotate(self, step_id: int, note: str) -> "RecordedScript":
        """Write a note on a step, which the code has as a comment."""
        return self._changed(replace(self.step(step_id), note=note.strip()))

    def link(self, step_id: int, link: RecordedLink) -> "RecordedScript":
        """Let a parameter of a step take an output of an earlier one, in place of its value.

        Raises BadValue where the link leads to no output of an earlier step.
        """
        step = self.step(step_id)
        parameter = step.endpoint.parameter(link.parameter)
        if parameter is None:
            raise BadValue(f"{step.endpoint.api_name} has no parameter {link.parameter!r}"[:120])
        earlier = {each.id for each in self.steps[: self._index(step_id)]}
        if link.step not in earlier or self.value_of(link) is MISSING:
            raise BadValue("only an output of an earlier step can be linked")
        if parameter.takes_files and link.path:
            link = replace(link, path=self._path_to_file(link))
        links = _without(step.links, link.parameter)
        unmade = tuple(each for each in step.unmade if each != link.parameter)
        return self._changed(replace(step, links=(*links, link), unmade=unmade))

    def _path_to_file(self, link: RecordedLink) -> OutputPath:
        """Return the path to the one file in a part of an output, such as an item of a gallery."""
        rest = [path for path, _ in iter_file_paths(self.value_of(link))]
        if len(rest) != 1:
            raise BadValue("a file is wanted there, and this part of the output is not one")
        return (*link.path, *rest[0])

    def unlink(self, step_id: int, parameter: str) -> "RecordedScript":
        """Give a parameter the value again that was sent; it is not linked by itself again."""
        step = self.step(step_id)
        unmade = (*(each for each in step.unmade if each != parameter), parameter)
        return self._changed(replace(step, links=_without(step.links, parameter), unmade=unmade))

    def replace_recording(self, step_id: int, recording: Recording) -> "RecordedScript":
        """Put the recording of a new run into a step, whose name, note and links stay.

        More links are found in its values, but none that the user took away.
        """
        at = self._index(step_id)
        step = self.steps[at]
        known = {each.name for each in recording.call.endpoint.parameters}
        kept = tuple(each for each in step.links if each.parameter in known)
        settled = {*(each.parameter for each in kept), *step.unmade}
        found = find_links(recording, self.steps[:at], self.saved_files)
        new = tuple(each for each in found if each.parameter not in settled)
        return self._changed(replace(step, recording=recording, links=(*kept, *new)))

    def only_needed(self) -> "RecordedScript":
        """Keep the last step of the code, and what it needs: by links, and by a shared State."""
        if not self.in_script:
            return self
        needed: set[int] = set()
        for step in reversed(self.in_script):
            users = self.users_of(step.id)
            if not needed or any(each.id in needed for each in users):
                needed.add(step.id)
        return self._with_steps(each for each in self.steps if each.id in needed)

    def _changed(self, step: RecordedStep) -> "RecordedScript":
        steps = tuple(step if each.id == step.id else each for each in self.steps)
        return replace(self, steps=steps)

    def _with_steps(self, steps: Iterable[RecordedStep]) -> "RecordedScript":
        """Return the script with these steps, without links to what is not before them."""
        kept: list[RecordedStep] = []
        for step in steps:
            earlier = {each.id for each in kept}
            links = tuple(each for each in step.links if each.step in earlier)
            kept.append(step if links == step.links else replace(step, links=links))
        return replace(self, steps=tuple(kept))

    def _index(self, step_id: int) -> int:
        for at, step in enumerate(self.steps):
            if step.id == step_id:
                return at
        raise KeyError(step_id)

    # As code.

    def script(self) -> Script:
        """Return the script that repeats the calls that came to a result."""
        steps, names = self.in_script, self.names
        places = {step.id: at for at, step in enumerate(steps)}
        plain = script_of_recordings(each.recording for each in steps)
        made = tuple(
            replace(
                step,
                name=names[recorded.id],
                note=recorded.note,
                links=_links_in(recorded, places),
            )
            for step, recorded in zip(plain.steps, steps, strict=True)
        )
        return replace(plain, steps=made, notes=tuple(map(_left_out_note, self.left_out)))


def links_lost(before: RecordedScript, after: RecordedScript) -> tuple[RecordedLink, ...]:
    """Return the links of steps that are still there which a change has taken away."""
    kept = {(step.id, link) for step in after.steps for link in step.links}
    remaining = {each.id for each in after.steps}
    return tuple(
        link
        for step in before.steps
        for link in step.links
        if step.id in remaining and (step.id, link) not in kept
    )


def _uses(later: RecordedStep, step: RecordedStep) -> bool:
    """Return whether a later step uses the result of `step`, or the State that it left."""
    if any(link.step == step.id for link in later.links):
        return True
    return shares_state(step.recording, later.recording)


def shares_state(one: Recording, other: Recording) -> bool:
    """Return whether two calls shared the State of their app."""
    return one.visit != 0 and one.visit == other.visit and one.source == other.source


def _without(links: Iterable[RecordedLink], parameter: str) -> tuple[RecordedLink, ...]:
    return tuple(each for each in links if each.parameter != parameter)


def _links_in(step: RecordedStep, places: Mapping[int, int]) -> tuple[Link, ...]:
    """Return the links of a step as the code has them; not those to what is left out of it."""
    return tuple(
        Link(each.parameter, places[each.step], each.output, each.path)
        for each in step.links
        if each.step in places
    )


_REASONS = {
    LeftOut.FAILED: "it failed",
    LeftOut.CANCELLED: "it was cancelled",
    LeftOut.UNFINISHED: "it came to no end",
}


def _left_out_note(step: RecordedStep) -> str:
    assert step.left_out is not None
    source = step.recording.source
    return f"left out: {source.src} {step.endpoint.api_name}: {_REASONS[step.left_out]}"
