#!/usr/bin/env python3
"""Sets annotator up in .venv beside this file and starts it.

  python3 run.py                    open the program on the sample corpus; without a display
                                    do the same work headless and write the results to a folder
  python3 run.py test               all checks: lint, format, types, layers, tests
  python3 run.py test -k word       the tests alone, with these words for pytest
  python3 run.py WORDS...           run `annotator WORDS...`, for example
                                    python3 run.py import my.annotator folder

The commands of the program itself: python3 run.py stats --help

ANNOTATOR_NO_INSTALL=1              never install system packages (as root on Debian and Ubuntu
                                    missing ones are installed, elsewhere only named)
PIP_... variables and pip.conf      are respected, for example PIP_INDEX_URL, PIP_FIND_LINKS
"""
# Standard library only. This file must parse on Python 3.8, so that an old Python is told what it
# lacks instead of being shown a syntax error.

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
INSTALL_SECONDS = 300
CANNOT_START = 2
INTERRUPTED = 130
NOT_FOUND = 127


class SetupError(Exception):
    """Something without which the program cannot start; its text says what to do."""


def say(text: str) -> None:
    """Tell the user; standard output belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


# --- the machine: Python, shared libraries, fonts -------------------------------------------


class Need(NamedTuple):
    """A file of the system and the packages that bring it; ``=`` in a table: as on Debian."""

    name: str
    debian: str
    fedora: str
    arch: str
    suse: str


def _table(text: str) -> list[Need]:
    needs = (Need(*line.split()) for line in text.strip().splitlines())
    return [need._replace(suse=need.debian) if need.suse == "=" else need for need in needs]


# What Qt's own libraries and plugins ask for (`ldd` on PySide6-Essentials 6.11), less what
# Python and every package manager need themselves.
LIBRARIES = {
    "core": _table("""
libEGL.so.1         libegl1        libglvnd-egl libglvnd     libEGL1
libGL.so.1          libgl1         libglvnd-glx libglvnd     libGL1
libX11.so.6         libx11-6       libX11       libx11       libX11-6
libdbus-1.so.3      libdbus-1-3    dbus-libs    dbus         =
libfontconfig.so.1  libfontconfig1 fontconfig   fontconfig   =
libfreetype.so.6    libfreetype6   freetype     freetype2    =
libglib-2.0.so.0    libglib2.0-0   glib2        glib2        libglib-2_0-0
libgthread-2.0.so.0 libglib2.0-0   glib2        glib2        libgthread-2_0-0
libxkbcommon.so.0   libxkbcommon0  libxkbcommon libxkbcommon =
libzstd.so.1        libzstd1       libzstd      zstd         =
"""),
    "xcb": _table("""
libX11-xcb.so.1         libx11-xcb1         libX11-xcb          libx11              libX11-xcb1
libxcb.so.1             libxcb1             libxcb              libxcb              =
libxcb-cursor.so.0      libxcb-cursor0      xcb-util-cursor     xcb-util-cursor     =
libxcb-icccm.so.4       libxcb-icccm4       xcb-util-wm         xcb-util-wm         =
libxcb-image.so.0       libxcb-image0       xcb-util-image      xcb-util-image      =
libxcb-keysyms.so.1     libxcb-keysyms1     xcb-util-keysyms    xcb-util-keysyms    =
libxcb-randr.so.0       libxcb-randr0       libxcb              libxcb              =
libxcb-render.so.0      libxcb-render0      libxcb              libxcb              =
libxcb-render-util.so.0 libxcb-render-util0 xcb-util-renderutil xcb-util-renderutil =
libxcb-shape.so.0       libxcb-shape0       libxcb              libxcb              =
libxcb-shm.so.0         libxcb-shm0         libxcb              libxcb              =
libxcb-sync.so.1        libxcb-sync1        libxcb              libxcb              =
libxcb-util.so.1        libxcb-util1        xcb-util            xcb-util            =
libxcb-xfixes.so.0      libxcb-xfixes0      libxcb              libxcb              =
libxcb-xkb.so.1         libxcb-xkb1         libxcb              libxcb              =
libxkbcommon-x11.so.0   libxkbcommon-x11-0  libxkbcommon-x11    libxkbcommon-x11    =
"""),
    "wayland": _table("""
libwayland-client.so.0 libwayland-client0 libwayland-client wayland =
libwayland-cursor.so.0 libwayland-cursor0 libwayland-cursor wayland =
libwayland-egl.so.1    libwayland-egl1    libwayland-egl    wayland =
"""),
}

# By how the name of the font's file begins.
FONTS = _table("""
DejaVuSans  fonts-dejavu-core dejavu-sans-fonts          ttf-dejavu dejavu-fonts
DejaVuSerif fonts-dejavu-core dejavu-serif-fonts         ttf-dejavu dejavu-fonts
NotoSans    fonts-noto-core   google-noto-sans-vf-fonts  noto-fonts google-noto-sans-fonts
NotoSerif   fonts-noto-core   google-noto-serif-vf-fonts noto-fonts google-noto-serif-fonts
""")

COMMANDS = {
    "debian": "apt-get install -y --no-install-recommends",
    "fedora": "dnf install -y",
    "arch": "pacman -S --needed",
    "suse": "zypper install",
}
# By the words ID and ID_LIKE of /etc/os-release; a family's own name stands for itself.
FAMILIES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
FAMILIES.update({name: name for name in COMMANDS})


def too_old(version: tuple[int, ...], find: Callable[[str], str | None] = shutil.which) -> str:
    """Return what to tell somebody whose Python is too old; empty where it is new enough."""
    if version >= OLDEST_PYTHON:
        return ""
    have, needed = (".".join(map(str, item)) for item in (version, OLDEST_PYTHON))
    newer = [name for name in (f"python3.{minor}" for minor in range(14, 10, -1)) if find(name)]
    remedy = f"Install Python {needed} or newer and run this again with it."
    if newer:
        remedy = f"This machine has a newer one. Run: {newer[0]} run.py"
    return f"Python {have} is too old: annotator needs {needed} or newer.\n{remedy}"


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be opened, as far as the environment tells."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform != "linux" or any(environ.get(name) for name in names)


def window_systems(environ: Mapping[str, str]) -> list[str]:
    """Return the window systems that Qt may use here, any one of which will do; empty: none."""
    chosen = environ.get("QT_QPA_PLATFORM")
    if chosen:
        names = (re.split("[-:]", word)[0] for word in chosen.split(";"))
        return [name for name in names if name in ("xcb", "wayland")]
    variables = (("WAYLAND_DISPLAY", "wayland"), ("DISPLAY", "xcb"))
    return [name for variable, name in variables if environ.get(variable)]


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library and all that it needs."""
    try:
        import ctypes

        ctypes.CDLL(library)
    except ImportError:
        return True  # this Python cannot tell
    except OSError:
        return False
    return True


def missing_libraries(environ: Mapping[str, str], load: Callable[[str], bool]) -> list[Need]:
    """Return the shared libraries that Qt needs here and the machine lacks."""
    lacks = {
        group: [need for need in LIBRARIES[group] if not load(need.name)]
        for group in ("core", *window_systems(environ))
    }
    core = lacks.pop("core")
    return core + min(lacks.values(), key=len, default=[])


def font_files(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of the font files in the usual folders."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    data = environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", Path(data) / "fonts", home / ".fonts")
    for folder in folders:
        for _, _, names in os.walk(str(folder)):
            yield from names


def missing_fonts(files: Iterable[str]) -> list[Need]:
    """Return the fonts that the program is drawn with and the machine lacks."""
    # "NotoSans-Regular.ttf" and "NotoSans[wght].ttf" are meant, "NotoSansArabic.ttf" is not.
    found = {match.group() for match in (re.match("[A-Za-z]+", name) for name in files) if match}
    return [need for need in FONTS if need.name not in found]


def missing_modules(find: Callable[[str], object] = importlib.util.find_spec) -> list[Need]:
    """Return the parts of Python that some distributions pack apart."""
    if find("venv") and find("ensurepip"):
        return []
    debian = "python{}.{}-venv".format(*sys.version_info)
    return [Need("Python's modules venv and ensurepip", debian, "python3", "python", "python3")]


def family(os_release: str) -> str | None:
    """Return the family that a distribution belongs to, from the text of its os-release file."""
    lines = (line.partition("=") for line in os_release.splitlines())
    values = {key: value.strip("\"' ") for key, _, value in lines}
    words = [values.get("ID", ""), *values.get("ID_LIKE", "").split()]
    return next((FAMILIES[word] for word in words if word in FAMILIES), None)


def packages(needs: Iterable[Need], distribution: str) -> list[str]:
    """Return the packages that bring what is missing, each once, in order."""
    return sorted({str(getattr(need, distribution)) for need in needs})


def install_command(needs: Iterable[Need], distribution: str | None, *, root: bool) -> str:
    """Return the line that installs what is missing; empty where the distribution is unknown."""
    if distribution is None:
        return ""
    sudo = "" if root else "sudo "
    line = " ".join([sudo + COMMANDS[distribution], *packages(needs, distribution)])
    return f"{sudo}apt-get update && {line}" if distribution == "debian" else line


def run_quietly(
    command: Sequence[str], seconds: float | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[int, str]:
    """Run a command with its input closed; return its exit code and what it printed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        try:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                cwd=str(ROOT),
                env=dict(environ),
                check=False,
            ).returncode
        except OSError as error:
            return NOT_FOUND, f"{command[0]}: {error}"
        except subprocess.TimeoutExpired:
            code = -1
            output.write(f"\nStopped: not done after {seconds} seconds.")
        output.seek(0)
        return code, output.read()


def last_lines(text: str, count: int = 40) -> str:
    """Return the end of a command's output, indented."""
    lines = [line for line in text.splitlines() if line.strip()][-count:]
    return "\n".join("  " + line for line in lines)


def apt_install(
    names: Sequence[str],
    run: Callable[..., tuple[int, str]] = run_quietly,
    clock: Callable[[], float] = time.monotonic,
) -> str:
    """Install packages on Debian or Ubuntu as root; return what went wrong, or nothing."""
    deadline = clock() + INSTALL_SECONDS
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ("-o", f"DPkg::Lock::Timeout={INSTALL_SECONDS // 2}")
    _, update = run(("apt-get", *wait, "update"), max(1, round(deadline - clock())), environ)
    # Old package lists may still do, so the second command is tried whatever the first one said.
    command = ("apt-get", *wait, *COMMANDS["debian"].split()[1:], *names)
    code, installation = run(command, max(1, round(deadline - clock())), environ)
    return last_lines(f"{update}\n{installation}", 12) if code else ""


def is_root() -> bool:
    """Whether system packages can be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def may_install(environ: Mapping[str, str], distribution: str | None) -> bool:
    """Whether missing system packages are to be installed from here."""
    refused = environ.get("ANNOTATOR_NO_INSTALL", "") not in ("", "0")
    return distribution == "debian" and is_root() and not refused and bool(shutil.which("apt-get"))


def lacking(environ: Mapping[str, str], *, setting_up: bool) -> list[Need]:
    """Return what this machine lacks; libraries are looked at each time, the rest at first."""
    linux = sys.platform == "linux"
    modules = missing_modules() if setting_up else []
    libraries = missing_libraries(environ, loads) if linux else []
    fonts = missing_fonts(font_files(environ)) if linux and setting_up else []
    return modules + libraries + fonts


def mend_machine(
    needs: Sequence[Need],
    environ: Mapping[str, str],
    tried: Iterable[str],
    distribution: str | None,
    install: Callable[[Sequence[str]], str] = apt_install,
) -> list[str]:
    """Name what the machine lacks and how to get it, and install it where that is allowed.

    Returns:
        The packages that were tried by now: what does not help once is not tried again.
    """
    say("This machine lacks: " + ", ".join(need.name for need in needs) + ".")
    command = install_command(needs, distribution, root=is_root())
    say(f"To install that:\n  {command}" if command else "Install the packages that bring it.")
    if not may_install(environ, distribution):
        return list(tried)
    wanted = packages(needs, "debian")
    if set(wanted) <= set(tried):
        say("An earlier run tried that in vain, so it is left to you.")
        return list(tried)
    minutes = INSTALL_SECONDS // 60
    say(f"Installing it now, for {minutes} minutes at most (not with ANNOTATOR_NO_INSTALL=1).")
    problem = install(wanted)
    if problem:
        say(f"Warning: that did not work; going on without.\n{problem}")
    return wanted


# --- the environment in .venv ---------------------------------------------------------------


class Environment:
    """The virtual environment beside this file, and its stamp.

    The stamp says for what the environment was made. It is marked unfinished before pip starts
    and made whole after pip has ended well; an interrupted installation is begun anew.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.stamp_file = self.folder / "annotator-stamp.json"

    def program(self, name: str) -> Path:
        """Return the path of one of the environment's commands."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    @property
    def place(self) -> str:
        """The interpreter and the folder it is made for: elsewhere it does not work."""
        return f"{sys.implementation.cache_tag} {self.root}"

    @property
    def project(self) -> str:
        """A hash of what decides which packages are installed."""
        return hashlib.sha256((self.root / "pyproject.toml").read_bytes()).hexdigest()

    def read_stamp(self) -> dict[str, Any]:
        """Return the stamp; empty where there is none that can be read."""
        try:
            stamp = json.loads(self.stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def write_stamp(self, stamp: Mapping[str, Any]) -> None:
        """Replace the stamp in one step."""
        partial = self.stamp_file.with_suffix(".partial")
        partial.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        partial.replace(self.stamp_file)

    def interpreter_works(self) -> bool:
        """Whether its Python, and the Python that it was made from, are still there."""
        if not self.program("python").exists():
            return False
        try:
            config = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
        except (OSError, ValueError):
            return False
        home = re.search(r"^home\s*=\s*(.+?)\s*$", config, re.MULTILINE)
        return home is not None and Path(home.group(1)).is_dir()

    def due(self, stamp: Mapping[str, Any], extras: set[str]) -> str:
        """Return what has to be done: "create", "probe" (made by hand?), "install" or ""."""
        if not self.interpreter_works():
            return "create"
        if not stamp:
            return "probe"
        if stamp.get("unfinished") or stamp.get("place") != self.place:
            return "create"
        complete = stamp.get("project") == self.project and extras <= set(stamp.get("extras", ()))
        return "" if complete and self.program("annotator").exists() else "install"

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Let one run.py at a time change the environment (not on Windows)."""
        with Path(__file__).open("rb") as file:
            with contextlib.suppress(ImportError, OSError):  # some file systems have no locks
                import fcntl

                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    say("Another run.py is setting the environment up. Waiting for it.")
                    fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def create(self) -> None:
        """Make the environment anew."""
        if Path(sys.prefix).resolve() == self.folder.resolve():
            raise SetupError(
                f"{self.folder} has to be made anew, which its own Python cannot do.\n"
                "Run this with the Python of the machine."
            )
        say(f"Making the environment {self.folder}.")
        code, output = run_quietly((sys.executable, "-m", "venv", "--clear", str(self.folder)))
        if code:
            raise SetupError(f"The environment could not be made.\n{last_lines(output)}")

    def install(self, extras: set[str], tried: Sequence[str]) -> None:
        """Install the project and what it needs, and write the stamp last."""
        stamp = {"place": self.place, "extras": sorted(extras), "tried": list(tried)}
        self.write_stamp({**stamp, "unfinished": True})
        project = self.project
        target = f".[{','.join(sorted(extras))}]" if extras else "."
        say("Installing the program and what it needs; the first time takes minutes.")
        environ = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", **os.environ}
        python = str(self.program("python"))
        command = (python, "-m", "pip", "install", "--editable", target)
        code, output = run_quietly(command, None, environ)
        if code:
            if code > 0:  # pip gave up in good order: what it found there still works
                self.write_stamp(stamp)
            raise SetupError(
                f"The installation failed; pip said:\n{last_lines(output)}\n"
                "Mend that and run this again. Where packages come from can be set in pip.conf"
                " or in PIP_... variables, for example PIP_INDEX_URL or PIP_FIND_LINKS."
            )
        self.write_stamp({**stamp, "project": project})
        say("Installed.")

    def make_ready(self, extras: set[str], tried: Sequence[str]) -> None:
        """Create the environment and install the project, as far as that is due."""
        with self.lock():
            stamp = self.read_stamp()  # another run.py may have done it by now
            task = self.due(stamp, extras)
            if task == "probe":
                pip = (str(self.program("python")), "-m", "pip", "--version")
                task = "create" if run_quietly(pip)[0] else "install"
            if task == "create":
                self.create()
                stamp = {}
            if task:
                self.install(extras | set(stamp.get("extras", ())), tried)


def prepare(environment: Environment, extras: set[str], environ: Mapping[str, str]) -> None:
    """Look at the machine and make the environment ready.

    Raises:
        SetupError: The program cannot be started.
    """
    stamp = environment.read_stamp()
    task = environment.due(stamp, extras)
    tried: list[str] = list(stamp.get("tried", ()))
    needs = lacking(environ, setting_up=bool(task))
    if needs:
        release = Path("/etc/os-release")
        distribution = family(release.read_text(encoding="utf-8") if release.exists() else "")
        tried = mend_machine(needs, environ, tried, distribution)
        importlib.invalidate_caches()
        if task == "create" and missing_modules():
            raise SetupError("Without Python's venv and ensurepip no environment can be made.")
    if task:
        environment.make_ready(extras, tried)
    elif tried != stamp.get("tried", []):
        environment.write_stamp({**stamp, "tried": tried})


# --- the checks -----------------------------------------------------------------------------

# Each begins with a command of the environment.
CHECKS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "layers": ("lint-imports",),
    "tests": ("pytest",),
}


def chosen_checks(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the checks to run: all, or with words for pytest the tests alone."""
    return {"tests": (*CHECKS["tests"], *words)} if words else CHECKS


def run_checks(
    checks: Mapping[str, Sequence[str]],
    run: Callable[[Sequence[str]], int],
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Run all checks, then sum up; return the exit code of the first that failed, else 0."""
    lines: list[str] = []
    result = 0
    for name, command in checks.items():
        words = " ".join(command)
        print(f"\n== {name}: {words}", flush=True)
        began = clock()
        code = run(command)
        code = code if code >= 0 else 128 - code  # ended by a signal: as a shell has it
        verdict = "passed" if code == 0 else "FAILED"
        ending = "" if code == 0 else f", exit code {code}"
        lines.append(f"{verdict}  {name:<7} {clock() - began:6.1f} s  {words}{ending}")
        result = result or code
    print("\n== summary", *lines, sep="\n", flush=True)
    return result


def check(environment: Environment, words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the checks in the project's folder."""
    if words:
        print("The tests alone, with your words for pytest. All checks: python3 run.py test")

    def run(command: Sequence[str]) -> int:
        program = str(environment.program(command[0]))
        try:
            return subprocess.call([program, *command[1:]], cwd=str(ROOT), env=dict(environ))
        except OSError as error:
            print(f"{program}: {error}\nDelete {environment.folder} and run this again.")
            return NOT_FOUND

    return run_checks(chosen_checks(words), run)


# --- starting the program -------------------------------------------------------------------


def results_folder() -> Path:
    """Return where a run without a display writes: a folder that is nobody else's."""
    folder = Path(tempfile.gettempdir()) / "annotator-demo"
    strange = folder.is_symlink() or (folder.exists() and not folder.is_dir())
    if hasattr(os, "getuid") and folder.exists():
        strange = strange or folder.stat().st_uid != os.getuid()
    return Path(tempfile.mkdtemp(prefix="annotator-demo-")) if strange else folder


def program_words(
    words: Sequence[str],
    environ: Mapping[str, str],
    platform: str = sys.platform,
    folder: Callable[[], Path] = results_folder,
) -> list[str]:
    """Return what is handed to the program: the user's words, else the sample corpus."""
    if words:
        return list(words)
    if has_display(environ, platform):
        say("Opening the sample corpus.")
        return ["demo"]
    target = folder()
    say("There is no display (DISPLAY and WAYLAND_DISPLAY are not set): working headless.")
    say(f"Results go to {target}: gold.jsonl, and window.png, a picture of the window.")
    return ["demo", "--headless", str(target)]


def start(command: tuple[str, ...], environ: Mapping[str, str]) -> int:
    """Become the program; on Windows, wait for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, dict(environ))  # noqa: S606 - no shell is wanted
    return subprocess.call(command, env=dict(environ))


def main(words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Do what the words ask for and return the exit code."""
    problem = too_old(sys.version_info[:3])
    if problem:
        say(problem)
        return CANNOT_START
    if words and words[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    testing = bool(words) and words[0] == "test"
    if testing:
        environ = {"QT_QPA_PLATFORM": "offscreen", **environ}
    environment = Environment(ROOT)
    try:
        prepare(environment, {"test"} if testing else set(), environ)
        if testing:
            return check(environment, words[1:], environ)
        command = (str(environment.program("annotator")), *program_words(words, environ))
        return start(command, environ)
    except (SetupError, OSError) as error:
        say(f"Cannot start. {error}")
        return CANNOT_START
    except KeyboardInterrupt:
        say("Interrupted. Run it again to go on.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
