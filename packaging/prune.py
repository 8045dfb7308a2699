"""What of Qt, Babel and Python goes into the frozen program. Plain rules, used by waymark.spec and its tests."""

import re

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "ja", "ko", "nl", "pt", "pt_BR", "ru", "tr", "vi", "zh")

PYTHON_EXCLUDES = [
    "tkinter", "_tkinter", "test", "unittest", "pydoc", "pydoc_data", "doctest", "lib2to3", "distutils", "setuptools",
    "pkg_resources", "pip", "ensurepip", "idlelib", "turtledemo", "curses", "_curses", "readline", "xmlrpc", "pdb",
    "ftplib", "imaplib", "poplib", "nntplib", "telnetlib", "smtplib", "wsgiref", "sqlite3", "ctypes.test",
    "pycparser", "cffi", "babel.messages", "IPython", "numpy", "greenlet", "pytest", "_pytest", "hypothesis", "polib",
    "mypy", "mypyc", "ast_serialize", "click", "rich", "pygments",
    "fastapi", "starlette", "uvicorn", "psycopg", "psycopg_binary", "sync_server", "migrations.server",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtDBus",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtUiTools", "PySide6.QtXml",
    "PySide6.QtConcurrent",
]  # fmt: skip

_PLUGINS = {
    "platforms": r"q(windows|cocoa|xcb|offscreen|minimal|wayland.*)",
    "styles": r".*",
    "iconengines": r"qsvgicon",
    "imageformats": r"q(svg|jpeg|ico|icns)",
    "platforminputcontexts": r".*(compose|ibus).*",
    "printsupport": r".*",
    "wayland-shell-integration": r".*xdg.*",
    "wayland-decoration-client": r".*bradient.*",
    "accessiblebridge": r".*",
}
_UNUSED_LIBRARIES = re.compile(
    r"(opengl32sw|d3dcompiler|libEGL|libGLES|Qt6?(Quick|Qml|Pdf|Sql|OpenGL|VirtualKeyboard|EglFS|Designer|Help|Test"
    r"|UiTools|Labs)|libgtk-3|libgdk|libcairo|libpango|libatk|libharfbuzz|libepoxy|libwayland-(cursor|egl)|libfribidi"
    r"|libthai|libdatrie|libXcomposite|libXdamage|libXcursor|libXi\.|libXinerama|libXrandr|libgraphite|libpixman)",
    re.IGNORECASE,
)
_BUILD_ONLY = re.compile(r"PySide6/(Qt/)?(qml|metatypes|resources|typesystems|glue|include|support/deploy)|\.(po|pot)$")


def keep(destination: str) -> bool:
    """Whether a file that PyInstaller found goes into the program; `destination` is its place there."""
    place = destination.replace("\\", "/")
    if plugin := re.search(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?([^/]+?)(?:\.so|\.dll|\.dylib)$", place):
        pattern = _PLUGINS.get(plugin[1])
        return bool(pattern and re.fullmatch(pattern, plugin[2]))
    if _UNUSED_LIBRARIES.search(place.rsplit("/", 1)[-1]) or _BUILD_ONLY.search(place):
        return False
    if data := re.search(r"babel/locale-data/([A-Za-z]+)(?:_[A-Za-z0-9_]+)?\.dat$", place):
        return data[1] == "root" or data[1] in {language.split("_")[0] for language in LANGUAGES}
    if qm := re.search(r"translations/(\w+?)_([a-z]{2,3}(?:_[A-Z]{2})?)\.qm$", place):
        return qm[1] == "qtbase" and qm[2].split("_")[0] in {language.split("_")[0] for language in LANGUAGES}
    return True
