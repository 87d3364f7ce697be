"""What help says of each kind of thing, in a sentence or two: panes, fields, outputs, dialogs.

A row is named after a class and counts for its subclasses without a row. What differs from one
field or call to the next is made of its schema or its failure, in help_topic.py of its room.
"""

from __future__ import annotations

from typing import Final

PANES: Final = {
    "SearchPane": "Finds Spaces on the Hub. Say what an app should do, or what goes in and comes"
    " out: image → text. An id (owner/name) or an address opens that app at once.",
    "SpacePane": "The Space of the row under the cursor before it is opened: its stage and"
    " hardware, what its endpoints take and give, and its README.",
    "SpacesPane": "The Spaces that are open, and those of the last time. Each keeps its form and"
    " its calls while you work in another one.",
    "EndpointsPane": "What can be called in this app. Each endpoint has a form, results and code"
    " of its own.",
    "RecentCallsPane": "The calls of this endpoint, the newest first. Enter shows one, with the"
    " values it was made with.",
    "FormPane": "The values of the next call, a field for each parameter. What you leave alone is"
    " sent as the app's page would send it; a field marked wanted needs a value.",
    "ResultPane": "What the call gave: its place in the queue, its progress, its outputs, or why"
    " it failed. Earlier calls stay and can be shown again.",
    "CodePane": "A program that makes this call, always as the form stands. It runs as it is;"
    " tokens and passwords are variables that you fill in.",
    "ScriptPane": "The calls of the recorder as one program, in the same languages as a single"
    " call. An output that a later call takes is handed on in the code.",
    "CallsPane": "The recorder: every call of this session in order. Together they are a script;"
    " drop what you do not want, and link an input to an earlier output.",
    "HistoryPane": "Every call that is kept on this machine, the newest first, with its values,"
    " its result and its files.",
    "DiffPane": "Two calls side by side: what differs in their inputs and in their results.",
    "HelpPane": "What has focus, its keys, and all the others.",
}

FIELDS: Final = {
    "InputField": "A value that is edited in the form.",
    "TextField": "A text. It grows by a line when you paste one or press ctrl+j.",
    "NumberField": "A number that you type. An empty line stands for the app's own value, if it"
    " has one.",
    "SliderField": "A number between two limits. Move it, or press enter and type one: a value"
    " between two steps is allowed.",
    "CheckboxField": "On or off.",
    "ChoiceListField": "A choice of which all possibilities are shown.",
    "DropdownField": "A choice from a list. Open it and type to see only what fits.",
    "ColorField": "A colour: #rrggbb, rgb(…) or a name, with a patch of it beside.",
    "TimeField": "A date, perhaps with a time of day. The calendar picks a day and leaves the"
    " time.",
    "FileField": "A file of this machine, by its path, or an address that is fetched first. It is"
    " sent only when you run the form.",
    "AppFilesField": "Files of the app's own machine, from a folder that it shows. Pick them.",
    "TableField": "A table. Change a cell, add rows, or fill it from a CSV file.",
    "MultimodalField": "A text, with files on the line below it.",
    "CodeField": "Code. It may be edited in your own editor.",
    "ChatField": "The conversation so far, one turn after another.",
    "JsonField": "Any value, as JSON. A text that is no JSON is refused before it is sent.",
    "OAuthTokenField": "A token that this app asks of whoever calls it. The app can do with it"
    " what you can: give it to nobody you do not trust. It is masked and never kept.",
}

VIEWS: Final = {
    "OutputView": "An output of the call.",
    "TextView": "A text. It grows while it streams, and is copied as it came.",
    "MarkdownView": "A text, laid out. It is copied and saved as it came.",
    "HtmlView": "A piece of a web page, of which the text is shown. Nothing in it is run; opening"
    " it in the browser asks first.",
    "CodeView": "Code, in colours when it is complete.",
    "JsonView": "A value as a tree. Its parts open and close, and are copied and sent by"
    " themselves.",
    "ShortView": "A short value, on the row of its label.",
    "ColorView": "A colour, with its swatch, on the row of its label.",
    "LabelView": "What the app takes it for, with how sure it is of each.",
    "HighlightedTextView": "A text with parts of it marked.",
    "ImageView": "A picture, as well as this terminal can draw it. The file itself is exact: save"
    " or open it.",
    "AnnotatedImageView": "A picture with regions marked in it.",
    "PlotView": "A plot, drawn again from its data where that is known.",
    "NativePlotView": "A plot, and the table behind it.",
    "GalleryView": "Several pictures. One is chosen; the keys act on that one.",
    "ImageSliderView": "Two pictures to compare.",
    "AudioView": "A sound with its waveform. It is played by a player of this machine.",
    "VideoView": "A video. It is opened by a player of this machine.",
    "FileView": "A file. It stays with the app until you save or open it.",
    "MultimodalView": "A text with files.",
    "TableView": "A table. One cell is chosen; it can be sorted, filtered and copied.",
    "ParamViewerView": "What a function takes: each parameter with its type and default.",
    "FileExplorerView": "Paths on the app's machine.",
    "ChatView": "A conversation. One turn is chosen; the steps of tools fold.",
    "DialogueView": "Lines of a dialogue, each with its speaker.",
}

DIALOGS: Final = {
    "LogDialog": "What was really sent to apps and the Hub and what came back, the newest last:"
    " each request, and each message of an open stream. Tokens, passwords and cookies are variables"
    " here; the log is in memory alone.",
    "LoginDialog": "A login to this app or the Hub. What you type is kept in memory until you"
    " quit, sent to that host alone, and is a variable in code.",
    "DuplicateDialog": "A copy of this Space under your own account, on hardware that you choose."
    " It is made only when you say so, and its price is shown first.",
    "FilePicker": "The files of a folder that this field can take. Go into folders, mark one or"
    " several, and take them.",
    "Calendar": "The days of a month. The time of day stays as it was.",
    "ThemeDialog": "The colours of the app. The theme under the cursor is seen at once; enter keeps"
    " it for the next start, esc brings back the one before.",
    "SettingsDialog": "Every setting with the value in use and where that comes from: an option, a"
    " variable of the environment, a line of the file, or by default. Enter opens the file in your"
    " editor; docs/settings.md describes each.",
    "PickDialog": "One of these rows is taken by enter.",
    "FormJsonDialog": "The whole form as JSON: edit it, copy it, or paste the values of another"
    " form.",
    "RowsDialog": "A file with a row for each call, CSV or JSON lines: its columns fill the"
    " fields of the same name, and the form fills the rest. All rows are read before the first"
    " call.",
    "BatchDialog": "The calls for the rows of a file. They go on while this is hidden; those that"
    " fail can be made again.",
    "FolderDialog": "The folder for the files of this result. Nothing there is overwritten.",
    "BrowserDialog": "A page with content of a stranger's app, which the browser would run.",
    "RecordingDialog": "A recording from a file. It may be a stranger's: what it would call and"
    " send is shown first, and nothing is called by opening it.",
    "StepDialog": "The name of a call in the script, and a note that becomes a comment.",
    "DiffDialog": "What differs between two results of the same call.",
}

# What happened, and what that means; by the kind of a Failure.
FAILURES: Final = {
    "app": "The app took the call, worked on it, and broke off. The words are its own, and other"
    " values may work.",
    "validation": "The server refused a value before the app saw it. The field it is about says"
    " what is wrong.",
    "usage": "The call could not be made like this, and nothing was sent.",
    "unreachable": "No connection came about. The app never saw the call, so that running it"
    " again is safe.",
    "timeout": "The app did not answer within the time that is set (timeout in the settings). It"
    " may still be at work.",
    "lost": "The connection broke, or the server forgot the call, before the result. What had"
    " come is kept; the server may have gone on.",
    "busy": "The server takes no more calls now. This one was not taken, so that waiting and"
    " running it again is safe.",
    "auth": "The server wants to know who calls, or does not accept the login that it was sent.",
    "quota": "The call would run on ZeroGPU, whose seconds are counted for each account, and"
    " there are not enough left today.",
    "not_gradio": "What answered is no Gradio app, or one of a kind that is not known here:"
    " perhaps a web page, a proxy, or a Space of another SDK.",
    "stage": "The Space is not running, so that there is no app to answer.",
}

# By the name of a StageGroup.
STAGES: Final = {
    "UP": "It runs and can be called at once.",
    "STARTING": "It is being built or started. Opening it waits for that.",
    "ASLEEP": "Nobody has used it for a while. Opening it wakes it, which takes a minute or so.",
    "PAUSED": "Its owner has paused it, and only its owner can start it. A duplicate runs under"
    " your own account.",
    "BROKEN": "It does not build or run. Only its owner can mend that; a similar one may do.",
}


def about(thing: object, table: dict[str, str]) -> str:
    """Return what a table says of a thing by its class; empty where it has no row."""
    names = (each.__name__ for each in type(thing).__mro__)
    return next((table[name] for name in names if name in table), "")
