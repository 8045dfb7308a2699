#!/usr/bin/env bash
# Makes .venv with everything that the program, its tests and its packaging need, from the hashed requirements.lock.
# Names the exact line to type where something of the system is missing and can't be installed from here.
set -euo pipefail
cd "$(dirname "$0")/.."

QT_LIBRARIES="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 fonts-dejavu-core"
QT_WINDOW_LIBRARIES="libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages where we may; otherwise says the line to type and stops.
need_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing system packages: $*"
    apt-get update -qq >/dev/null || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  elif command -v apt-get >/dev/null; then
    say "This machine lacks system packages. Please type:"
    say "  sudo apt-get install $*"
    exit 1
  else
    say "Please install what your system calls these Debian packages, then try again: $*"
    exit 1
  fi
}

find_python() {
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
      printf '%s' "$candidate"
      return
    fi
  done
  say "Waymark needs Python 3.11, 3.12 or 3.13. On Debian, type:  sudo apt-get install python3 python3-venv"
  exit 1
}

python=$(find_python)
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  need_packages python3-venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
say "Installing the libraries of requirements.lock (about 200 MB on the first run)."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

starts_offscreen() {
  QT_QPA_PLATFORM=offscreen .venv/bin/python - >/dev/null 2>&1 <<'PY'
from PySide6 import QtNetwork, QtSvg, QtWidgets
from PySide6.QtGui import QFontDatabase
app = QtWidgets.QApplication([])
raise SystemExit(not QFontDatabase.families())
PY
}
if [ "$(uname -s)" = Linux ]; then
  # shellcheck disable=SC2086  # a list of packages
  starts_offscreen || need_packages $QT_LIBRARIES
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && ! ldconfig -p | grep -q libxcb-cursor; then
    # shellcheck disable=SC2086
    need_packages $QT_WINDOW_LIBRARIES
  fi
  starts_offscreen || { say "Qt doesn't start here; this says why:"; QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6 import QtNetwork, QtSvg, QtWidgets; QtWidgets.QApplication([])'; exit 1; }
fi
touch .venv/ready
