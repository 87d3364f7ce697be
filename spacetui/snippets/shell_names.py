"""Names of variables and functions in a shell script."""

# Variables that a shell gives a meaning, and those that curl reads, of the ones in small letters.
# Source: zsh 5.9, `print -l ${(k)parameters}` with all modules; bash 5.2; curl 7.88.
MEANINGFUL = frozenset(
    """
    aliases argv auto_resume builtins cdpath commands dirstack epochtime errnos fignore fpath
    funcfiletrace funcsourcetrace funcstack functions galiases histchars history historywords
    jobdirs jobstates jobtexts keymaps langinfo mailpath manpath mapfile module_path modules
    nameddirs options parameters patchars path pipestatus prompt psvar reswords saliases signals
    status sysparams termcap terminfo userdirs usergroups watch widgets
    all_proxy ftp_proxy http_proxy https_proxy no_proxy
    """.split()  # noqa: SIM905 - a list would take 60 lines
)
# The only variable of the script itself.
OWN = "tmp"
RESERVED = MEANINGFUL | {OWN}
