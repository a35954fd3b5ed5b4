#!/bin/sh
# Prints the first Python on this machine that can run Amends: 3.11 or newer, able to make a virtual
# environment. Says what to install, and fails, where there is none. `PYTHON=…` asks for a certain one.
seen=""
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    found=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        seen="$seen $name is Python $found, which is too old."
    elif ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
        seen="$seen $name (Python $found) cannot make virtual environments:"
        seen="$seen on Debian or Ubuntu, run: apt-get install python$found-venv."
    else
        command -v "$name"
        exit 0
    fi
done
{
    echo "Amends needs Python 3.11 or newer, with its venv module.${seen:- None was found.}"
    echo "  Debian 12, Ubuntu 24.04 or newer:  apt-get install python3 python3-venv"
    echo "  Fedora:                            dnf install python3"
    echo "  macOS:                             brew install python"
    echo "If it is there under another name, say which: make ... PYTHON=/path/to/python3"
} >&2
exit 1
