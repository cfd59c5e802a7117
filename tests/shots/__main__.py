"""`make shots`: starts the demo, signs in as each kind of person, follows the links and saves a picture of every page.

The pictures lie in var/shots, or in the folder given as `SHOTS="--folder FOLDER"`, in a folder for each person.
"""

import argparse
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from config import embedded
from config.demo import HOST, Supervisor, UnableToRun, parts, port_number, require_free, set_up, wait_until_ready
from config.machine import chromium

_STARTS = {
    "visitor": ["/", "/partners/", "/account/login/", "/account/signup/", "/apply/"],
    "applicant": ["/apply/", "/account/"],
    "partner": ["/dashboard/", "/account/"],
    "manager": ["/admin/"],
    "administrator": ["/admin/"],
}


def main() -> int:
    """Take the pictures and return the exit code."""
    given = argparse.ArgumentParser(prog="make shots")
    given.add_argument("--port", type=port_number, default=os.environ.get("PORT") or "8000")
    given.add_argument("--folder", type=Path, default=embedded.VAR / "shots")
    given.add_argument("--only", choices=_STARTS, action="append", help="the pictures of this person only")
    arguments = given.parse_args()
    require_free(arguments.port)
    os.environ["PORT"] = str(arguments.port)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    set_up()
    with Supervisor(parts(arguments.port), embedded.VAR / "log") as supervisor, sync_playwright() as playwright:
        wait_until_ready(supervisor, arguments.port)
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", f"--host-resolver-rules=MAP *.localhost {HOST}"]
        )
        for person in arguments.only or _STARTS:
            print(f"{person}: {_picture(browser, person, arguments.port, arguments.folder / person)} pages", flush=True)
        browser.close()
    print(arguments.folder)
    return 0


def _picture(browser: Browser, person: str, port: int, folder: Path) -> int:
    from tests.shots.camera import take
    from tests.shots.people import email_of, host, sign_in
    from tests.shots.walk import Walk

    root = f"http://{host()}:{port}"
    page = browser.new_context().new_page()
    if email := email_of(person):
        sign_in(page, root, email)
    folder.mkdir(parents=True, exist_ok=True)
    walk, count = Walk(root, _STARTS[person]), 0
    for name, path in walk:
        links = take(page, root + path, name, folder)
        walk.add(links)
        count += bool(links)
    return count


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (UnableToRun, embedded.UnableToStart) as refusal:
        sys.exit(str(refusal))
