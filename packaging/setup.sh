#!/usr/bin/env bash
# Makes .venv with everything that the program, its tests and its packaging need, from the hashed requirements.lock.
# Names the exact line to type where something of the system is missing and can't be installed from here.
#   setup.sh            what running and testing need
#   setup.sh package    what freezing the program needs besides, which is little
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

# PyInstaller reads and strips libraries with binutils, and wants Python as a shared library, which Debian packs apart.
need_freezing_tools() {
  [ "$(uname -s)" = Linux ] || return 0
  lacking=""
  for tool in objdump objcopy strip; do
    command -v $tool >/dev/null || lacking="binutils"
  done
  if ! finds_shared_python; then
    .venv/bin/python -c 'import sysconfig; raise SystemExit(not sysconfig.get_config_var("Py_ENABLE_SHARED"))' || {
      say "This Python was built without its shared library, so the program can't be frozen with it. Please type:"
      say "  make clean && PYTHON=/usr/bin/python3 make package"
      exit 1
    }
    lacking="$lacking $(.venv/bin/python -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')"
  fi
  # What Qt's windows need goes into the program: without it the smoke test passes, and no window opens elsewhere.
  ldd .venv/lib/python3.*/site-packages/PySide6/Qt/lib/libQt6XcbQpa.so.6 | grep -q "not found" && lacking="$lacking $QT_WINDOW_LIBRARIES"
  # shellcheck disable=SC2086  # a list of packages
  [ -z "$lacking" ] || need_packages $lacking
}

finds_shared_python() {
  .venv/bin/python -c 'from PyInstaller.depend.bindepend import get_python_library_path as find
raise SystemExit(not find())' >/dev/null 2>&1
}

if [ "${1:-}" = package ]; then
  need_freezing_tools
  exit
fi

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
