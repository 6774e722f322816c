#!/bin/sh
# Install the Debian packages that a file lists, where apt is at hand and we may use it; else say what is missing.
set -eu
missing=""
for package in $(cat "$1"); do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="no"; fi
if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != no ]; then
    echo "Installing$missing with apt ..."
    export DEBIAN_FRONTEND=noninteractive
    if { $as_root apt-get -qq update && $as_root apt-get -qq install --yes --no-install-recommends $missing; } >/dev/null; then
        exit 0
    fi
    echo "apt could not install them."
fi
echo "Not installed:$missing. 'python app.py doctor' says what that costs."
