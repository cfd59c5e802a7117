"""A process that reads many uploaded pictures at once, and prints the MB by which its peak memory grew.

    python -m tests.common.gallery KIND PEOPLE [TOGETHER]

Pictures of every KIND are as large as is still accepted; "cut KIND" is damaged. TOGETHER lets so many be decoded at
the same moment.
"""

import sys
import threading
from io import BytesIO
from pathlib import Path

from PIL import Image


def picture(kind: str) -> bytes:
    """A picture of a few hundred kilobytes at most that takes all the memory a picture may take."""
    mode, width, height, options = {
        "logo": ("RGBA", 4000, 4000, {}),
        "rgba": ("RGBA", 4096, 4096, {}),
        "palette": ("P", 5000, 8000, {"transparency": 0}),
        "gray": ("L", 8000, 5000, {}),
        "deep": ("I;16", 5000, 6600, {}),
        "photo": ("RGB", 5000, 8000, {"quality": 20}),
        "progressive": ("RGB", 4400, 4400, {"progressive": True, "quality": 20}),
        "print": ("CMYK", 5000, 8000, {"quality": 20}),
    }[kind.removeprefix("cut ")]
    written = BytesIO()
    name = "JPEG" if "quality" in options else "PNG"
    Image.new(mode, (width, height)).save(written, name, **options)
    found = written.getvalue()
    return found[: len(found) * 9 // 10] if kind.startswith("cut ") else found


def memory(line: str) -> float:
    """The process's memory in MB; `line` is VmRSS for now, VmHWM for the peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(found.split()[1]) for found in status.splitlines() if found.startswith(line)) / 1024


def main(kind: str, people: int, together: int) -> None:
    from django.conf import settings

    settings.configure(USE_I18N=False)
    from common import pictures
    from common.uploads import UnableToUpload, read_upload
    from tests.common.pictures import png, sent

    pictures.WAITING_SECONDS = 600
    if together > 1:
        pictures._ONE_AT_A_TIME = threading.BoundedSemaphore(together)
    content = picture(kind)
    read_upload(sent(png()), formats=["png"])  # loads the decoders
    purpose = pictures.LOGO if kind == "logo" else pictures.DOCUMENT
    uploads, found = [sent(content) for _ in range(people)], []

    def read(file) -> None:
        try:
            found.append(read_upload(file, formats=["png", "jpeg"], purpose=purpose))
        except UnableToUpload as error:
            found.append(error)

    crowd = [threading.Thread(target=read, args=(file,)) for file in uploads]
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts at what is used now
    before = memory("VmRSS")
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    refused = [str(error) for error in found if isinstance(error, UnableToUpload)]
    assert len(refused) == (people if kind.startswith("cut ") else 0), refused
    print(round(memory("VmHWM") - before))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
