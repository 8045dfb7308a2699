"""Postcards as pictures: read as a phone sees them; what is no such picture is refused in words, within limits."""

import json
import random
import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from desktop_app import cli
from desktop_app.errors import AppError
from desktop_app.operations.bundles.codes import matrix_of, save_codes, texts_in
from desktop_app.operations.bundles.files import read_postcard_files
from desktop_app.operations.bundles.postcards import postcard
from desktop_app.operations.bundles.taking import look_into
from desktop_app.pictures import LARGEST_FILE_BYTES, LARGEST_PIXELS
from roadmap_core.exchange.postcard import qr_pieces
from tests.fakes.computer import Computer

ITEMS = [random.Random(3).randbytes(450) for _ in range(3)]
SEED = 20260614


def pieces(items: list[bytes] = ITEMS) -> list[str]:
    found = qr_pieces(items)
    assert isinstance(found, list)
    return found


def code_of(file: Path) -> str:
    with pytest.raises(AppError) as raised:
        read_postcard_files([file])
    words = raised.value.words
    assert all((words.title, words.what_happened, words.what_is_safe, words.what_next))
    return words.code


def as_a_phone_sees_it(picture: Path, degrees: float, scale: float) -> QImage:
    """Turned, another size, off the middle, on a gray table, grainy and darker to one side."""
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    code = QImage(str(picture))
    turned = code.transformed(
        QTransform().rotate(degrees).scale(scale, scale), Qt.TransformationMode.SmoothTransformation
    )
    photo = QImage(turned.width() + 160, turned.height() + 90, QImage.Format.Format_RGB32)
    photo.fill(QColor("#8a8378"))
    painter = QPainter(photo)
    painter.drawImage(110, 30, turned)
    for _ in range(6000):
        shade = chance.randrange(256)
        place = chance.randrange(photo.width()), chance.randrange(photo.height())
        painter.fillRect(*place, 2, 1, QColor(shade, shade, shade, 90))
    for x in range(photo.width()):
        painter.fillRect(x, 0, 1, photo.height(), QColor(0, 0, 0, 110 * x // photo.width()))
    painter.end()
    return photo


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_all_codes_stand_in_one_picture_of_either_kind(tmp_path, kind):
    file = tmp_path / f"card.{kind}"
    save_codes(pieces(), file)
    painted = QImage(str(file))
    painted.save(str(tmp_path / "again.png"))
    assert sorted(texts_in(tmp_path / "again.png")) == sorted(pieces())


@pytest.mark.parametrize(("degrees", "scale"), [(0, 1.0), (90, 0.6), (17, 0.8), (203, 1.3)])
def test_a_photo_that_is_turned_scaled_and_grainy_is_read(tmp_path, degrees, scale):
    save_codes(pieces(), tmp_path / "card.png")
    photo = tmp_path / "photo.jpg"
    assert as_a_phone_sees_it(tmp_path / "card.png", degrees, scale).save(str(photo), "JPEG", 70)
    bundle = read_postcard_files([photo])
    assert list(bundle.cities[0].items) == ITEMS


def test_photos_of_one_code_each_are_read_together_with_text(tmp_path):
    files = []
    for number, piece in enumerate(pieces()[:-1]):
        files.append(tmp_path / f"{number}.png")
        save_codes([piece], files[-1])
    assert code_of_all(files) == "E-POSTCARD-CUT"
    rest = tmp_path / "rest.txt"
    rest.write_text(pieces()[-1])
    assert list(read_postcard_files([rest, *files[::-1], files[0]]).cities[0].items) == ITEMS


def code_of_all(files: list[Path]) -> str:
    with pytest.raises(AppError) as raised:
        read_postcard_files(files)
    return raised.value.code


def test_the_largest_postcard_is_still_one_picture(tmp_path):
    items = [random.Random(5).randbytes(4080)]
    save_codes(pieces(items), tmp_path / "large.png")
    assert max(len(matrix_of(piece)) for piece in pieces(items)) <= 97
    assert list(read_postcard_files([tmp_path / "large.png"]).cities[0].items) == items


def claiming(width: int, height: int) -> bytes:
    """A picture that says how large it is, and has next to no data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    framed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


SIDE = int(LARGEST_PIXELS**0.5)


@pytest.mark.qt_log_ignore(".*")  # what Qt's readers have to say of such files
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\x89PNG", "E-PICTURE", id="nothing behind the first bytes"),
        pytest.param(
            b"\xff\xd8\xff" + random.Random(1).randbytes(5000), "E-PICTURE", id="noise that claims to be a JPEG"
        ),
        pytest.param(claiming(100_000, 100_000), "E-PICTURE-SIZE", id="a bomb of 10,000 megapixels"),
        pytest.param(claiming(2**31 - 1, 2**31 - 1), "E-PICTURE", id="sizes beyond what the format allows"),
        pytest.param(claiming(SIDE + 1, SIDE + 1), "E-PICTURE-SIZE", id="one above the limit"),
        pytest.param(claiming(300, 300), "E-PICTURE", id="data that ends before the picture does"),
        pytest.param(b"BM" + bytes(5000), "E-PICTURE", id="a bitmap of nothing"),
        pytest.param(b"\x89PNG" + bytes(LARGEST_FILE_BYTES), "E-PICTURE-SIZE", id="a file above the limit"),
        pytest.param(b"<svg><image href='/etc/passwd'/></svg>", "E-POSTCARD", id="a drawing is text, and no postcard"),
    ],
)
def test_what_is_no_picture_is_refused_at_once_and_in_words(tmp_path, data, code):
    file = tmp_path / "picture.png"
    file.write_bytes(data)
    assert code_of(file) == code


def test_a_picture_without_a_code_and_one_with_another_code_say_so(tmp_path):
    empty, other = tmp_path / "empty.png", tmp_path / "other.png"
    blank = QImage(400, 300, QImage.Format.Format_RGB32)
    blank.fill(QColor("white"))
    blank.save(str(empty))
    assert code_of(empty) == "E-PICTURE-CODE"
    save_codes(["https://alliance.example/"], other)
    assert code_of(other) == "E-POSTCARD"
    assert code_of(tmp_path / "missing.png") == "E-FILE"


def test_codes_of_two_postcards_in_one_picture_are_told_apart(tmp_path):
    file = tmp_path / "two.png"
    save_codes([*pieces(), *pieces([b"another"])], file)
    assert code_of(file) == "E-POSTCARD-MIXED"


def test_the_name_says_which_kind_of_picture_it_is(tmp_path):
    with pytest.raises(AppError) as raised:
        save_codes(pieces(), tmp_path / "card.gif")
    assert raised.value.words.code == "E-PICTURE-KIND"
    assert not (tmp_path / "card.gif").exists()


def test_the_console_saves_codes_and_reads_a_photo_of_them(tmp_path, capsys):
    with Computer(tmp_path / "far", "Noor", "far-town") as far, Computer(tmp_path / "kaga") as kaga:
        far.answer("ICT-01", 1)
        assert look_into(kaga.workspace, read_text(postcard(far.workspace).text, tmp_path), "card").cities[0].new == 2
    card = str(tmp_path / "card.png")
    assert cli.run(["postcard", "--qr", card, "--profile", str(far.folder)], lambda *_: 0) == 0
    capsys.readouterr()
    assert cli.run(["postcard", "--read", card, "--profile", str(kaga.folder), "--json"], lambda *_: 0) == 0
    (city,) = json.loads(capsys.readouterr().out)["cities"]
    assert (city["city"], city["new"]) == ("far-town", 2)


def read_text(text: str, folder: Path):
    (folder / "card.txt").write_text(text)
    return read_postcard_files([folder / "card.txt"])
