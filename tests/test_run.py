"""``run.py``: what it says, asks for and hands on. No network, no environment is made."""

import ast
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

FILE = Path(__file__).parents[1] / "run.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_py", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[spec.name]
    return module


run = load()


@pytest.fixture
def environment(tmp_path):
    """An environment as run.py leaves it, with empty files for its commands."""
    made = run.Environment(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for name in ("python", "annotator"):
        made.program(name).parent.mkdir(parents=True, exist_ok=True)
        made.program(name).touch()
    (made.folder / "pyvenv.cfg").write_text(f"home = {tmp_path}\n", encoding="utf-8")
    return made


def stamp(environment, **changes):
    whole = {
        "place": environment.place,
        "project": environment.project,
        "extras": ["test"],
        "tried": [],
    }
    return {**whole, **changes}


# --- Python ---------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file_that_refuses_it():
    assert ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 8)).body


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (4, 0, 0)])
def test_a_new_enough_python_is_not_mentioned(version):
    assert run.too_old(version) == ""


def test_an_old_python_is_named_with_the_version_needed():
    text = run.too_old((3, 8, 18), find=lambda name: None)
    assert text == (
        "Python 3.8.18 is too old: annotator needs 3.11 or newer.\n"
        "Install Python 3.11 or newer and run this again with it."
    )


def test_an_old_python_points_to_the_newest_one_on_the_machine():
    have = {"python3.11": "x", "python3.13": "x"}
    assert "Run: python3.13 run.py" in run.too_old((3, 10, 0), find=have.get)


def test_main_stops_at_an_old_python(monkeypatch, capsys):
    monkeypatch.setattr(run, "sys", SimpleNamespace(version_info=(3, 9, 1), stderr=sys.stderr))
    assert run.main([], {}) == run.CANNOT_START
    assert "Python 3.9.1 is too old" in capsys.readouterr().err


def test_pythons_own_parts_packed_apart_are_named_with_their_package():
    needs = run.missing_modules(find={"venv": True}.get)
    package = f"python3.{sys.version_info[1]}-venv"
    assert [need.debian for need in needs] == [package]
    assert run.install_command(needs, "debian", root=False).endswith(package)
    assert run.missing_modules(find=lambda name: True) == []


# --- libraries and fonts --------------------------------------------------------------------


def names(needs):
    return [need.name for need in needs]


def test_offscreen_asks_for_fewer_libraries_than_a_window():
    offscreen = run.missing_libraries({"QT_QPA_PLATFORM": "offscreen"}, lambda name: False)
    window = run.missing_libraries({"DISPLAY": ":0"}, lambda name: False)
    assert names(offscreen) == names(run.LIBRARIES["core"])
    assert names(window) == names(run.LIBRARIES["core"]) + names(run.LIBRARIES["xcb"])


def test_without_a_display_only_the_core_is_asked_for():
    assert names(run.missing_libraries({}, lambda name: name != "libEGL.so.1")) == ["libEGL.so.1"]


def test_one_window_system_that_works_is_enough():
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    assert run.missing_libraries(both, lambda name: "xcb" not in name) == []
    assert run.missing_libraries(both, lambda name: "wayland" not in name) == []


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, []),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb"}, ["wayland", "xcb"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "minimal:enable_fonts"}, []),
    ],
)
def test_window_systems_follow_the_environment(environ, expected):
    assert run.window_systems(environ) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="shared libraries as on Linux")
def test_the_loader_is_really_asked():
    assert run.loads("libc.so.6")
    assert not run.loads("libnobodyhasthis.so.9")


def test_fonts_are_recognised_by_their_files():
    files = [
        "DejaVuSans.ttf",
        "DejaVuSerif-Bold.ttf",
        "NotoSans[wght].ttf",
        "NotoSerif-Regular.ttf",
    ]
    assert run.missing_fonts(files) == []
    assert names(run.missing_fonts([*files[:3], "NotoSerifArmenian-Regular.ttf"])) == ["NotoSerif"]


@pytest.mark.parametrize(
    ("os_release", "expected"),
    [
        ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', "debian"),
        ("ID=ubuntu\nID_LIKE=debian\n", "debian"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "debian"),
        ("ID=fedora\n", "fedora"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("ID=manjaro\nID_LIKE=arch\n", "arch"),
        ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', "suse"),
        ("ID=void\n", None),
        ("", None),
    ],
)
def test_distributions_are_recognised_by_their_family(os_release, expected):
    assert run.family(os_release) == expected


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        (
            "debian",
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends fonts-noto-core libegl1 libglib2.0-0 libxcb-cursor0",
        ),
        (
            "fedora",
            "sudo dnf install -y glib2 google-noto-serif-vf-fonts libglvnd-egl xcb-util-cursor",
        ),
        ("arch", "sudo pacman -S --needed glib2 libglvnd noto-fonts xcb-util-cursor"),
        (
            "suse",
            "sudo zypper install google-noto-serif-fonts libEGL1 libglib-2_0-0 libgthread-2_0-0 libxcb-cursor0",
        ),
        (None, ""),
    ],
)
def test_what_is_missing_is_one_command_on_each_distribution(family, expected):
    lost = {"libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0"}
    needs = run.missing_libraries({"DISPLAY": ":0"}, lambda name: name not in lost)
    needs += run.missing_fonts(["DejaVuSans.ttf", "DejaVuSerif.ttf", "NotoSans-Regular.ttf"])
    assert run.install_command(needs, family, root=False) == expected


def test_root_needs_no_sudo():
    command = run.install_command(run.FONTS, "debian", root=True)
    assert command == (
        "apt-get update && apt-get install -y --no-install-recommends"
        " fonts-dejavu-core fonts-noto-core"
    )


# --- installing system packages -------------------------------------------------------------


class Apt:
    """Stands for ``run_quietly``: answers with exit codes, and the clock goes on."""

    def __init__(self, codes, takes=0.0):
        self.codes = list(codes)
        self.takes = takes
        self.now = 0.0
        self.calls = []

    def __call__(self, command, seconds, environ):
        self.calls.append((command, seconds, environ["DEBIAN_FRONTEND"]))
        self.now += self.takes
        return self.codes.pop(0), "Reading package lists..."

    def clock(self):
        return self.now


def test_apt_updates_then_installs_without_questions():
    apt = Apt([0, 0])
    assert run.apt_install(["libegl1"], apt, apt.clock) == ""
    assert [command[0] for command, _, _ in apt.calls] == ["apt-get", "apt-get"]
    assert apt.calls[0][0][-1] == "update"
    assert apt.calls[1][0][-4:] == ("install", "-y", "--no-install-recommends", "libegl1")
    assert {frontend for _, _, frontend in apt.calls} == {"noninteractive"}


def test_apt_gets_five_minutes_in_all():
    apt = Apt([0, 0], takes=290)
    run.apt_install(["libegl1"], apt, apt.clock)
    assert [seconds for _, seconds, _ in apt.calls] == [300, 10]


def test_apt_failing_says_what_it_printed():
    apt = Apt([100, 100])
    assert "Reading package lists" in run.apt_install(["libegl1"], apt, apt.clock)


@pytest.fixture
def root_on_debian(monkeypatch):
    monkeypatch.setattr(run, "is_root", lambda: True)
    monkeypatch.setattr(run, "shutil", SimpleNamespace(which=lambda name: f"/usr/bin/{name}"))


NEEDS = run.LIBRARIES["core"][:1]


def mend(environ, tried=(), distribution="debian", problem=""):
    asked = []

    def install(packages):
        asked.append(list(packages))
        return problem

    return asked, run.mend_machine(NEEDS, environ, tried, distribution, install)


def test_root_on_debian_installs_by_itself(root_on_debian, capsys):
    assert mend({}) == ([["libegl1"]], ["libegl1"])
    said = capsys.readouterr().err
    assert "This machine lacks: libEGL.so.1." in said
    assert "apt-get install -y --no-install-recommends libegl1" in said


@pytest.mark.parametrize(
    ("environ", "distribution"), [({"ANNOTATOR_NO_INSTALL": "1"}, "debian"), ({}, "fedora")]
)
def test_nothing_is_installed_where_it_is_forbidden_or_not_debian(
    root_on_debian, environ, distribution
):
    asked, _ = mend(environ, distribution=distribution)
    assert asked == []


def test_nothing_is_installed_for_a_common_user(monkeypatch, capsys):
    monkeypatch.setattr(run, "is_root", lambda: False)
    asked, _ = mend({})
    assert asked == []
    assert "  sudo apt-get update && sudo apt-get install" in capsys.readouterr().err


def test_a_failed_installation_is_a_warning_and_is_not_repeated(root_on_debian, capsys):
    _, tried = mend({}, problem="  no network")
    assert "Warning: that did not work; going on without." in capsys.readouterr().err
    asked, again = mend({}, tried=tried)
    assert asked == []
    assert again == tried


# --- the stamp ------------------------------------------------------------------------------


def test_a_whole_stamp_leaves_nothing_to_do(environment):
    environment.write_stamp(stamp(environment))
    assert environment.due(environment.read_stamp(), {"test"}) == ""
    assert environment.due(environment.read_stamp(), set()) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unfinished": True}, "create"),
        ({"place": "cpython-39 /elsewhere"}, "create"),
        ({"project": "0"}, "install"),
        ({"extras": []}, "install"),
    ],
)
def test_a_stamp_that_does_not_fit_says_what_is_due(environment, changes, expected):
    assert environment.due(stamp(environment, **changes), {"test"}) == expected


def test_an_environment_made_by_hand_is_asked_first(environment):
    assert environment.read_stamp() == {}
    assert environment.due({}, set()) == "probe"


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_damaged_stamp_counts_as_none(environment, text):
    environment.stamp_file.write_text(text, encoding="utf-8")
    assert environment.read_stamp() == {}


def test_a_vanished_interpreter_means_a_new_environment(environment):
    whole = stamp(environment)
    (environment.folder / "pyvenv.cfg").write_text("home = /gone/bin\n", encoding="utf-8")
    assert environment.due(whole, set()) == "create"
    environment.program("python").unlink()
    assert environment.due(whole, set()) == "create"


def test_a_vanished_command_is_installed_again(environment):
    environment.program("annotator").unlink()
    assert environment.due(stamp(environment), set()) == "install"


def test_changed_dependencies_are_noticed(environment):
    whole = stamp(environment)
    (environment.root / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert environment.due(whole, set()) == "install"


def test_the_stamp_is_whole_only_after_pip_has_ended_well(environment, monkeypatch):
    seen = []

    def pip(command, seconds, environ):
        seen.append((list(command), environment.read_stamp(), environ["PIP_NO_INPUT"]))
        return 0, ""

    monkeypatch.setattr(run, "run_quietly", pip)
    environment.install({"test"}, ["libegl1"])
    [(command, during, no_input)] = seen
    assert command[1:] == ["-m", "pip", "install", "--editable", ".[test]"]
    assert during["unfinished"]
    assert no_input == "1"
    assert environment.read_stamp() == stamp(environment, tried=["libegl1"])


@pytest.mark.parametrize(("code", "due"), [(1, "install"), (-9, "create")])
def test_a_failed_installation_shows_pips_words_and_stays_due(environment, monkeypatch, code, due):
    monkeypatch.setattr(run, "run_quietly", lambda *_: (code, "ERROR: No matching distribution"))
    with pytest.raises(run.SetupError, match="No matching distribution"):
        environment.install(set(), [])
    assert environment.due(environment.read_stamp(), set()) == due


def test_pip_settings_of_the_user_win(environment, monkeypatch):
    seen = {}
    monkeypatch.setenv("PIP_NO_INPUT", "0")
    monkeypatch.setenv("PIP_INDEX_URL", "file:///somewhere")
    monkeypatch.setattr(
        run, "run_quietly", lambda command, seconds, environ: (seen.update(environ), (0, ""))[1]
    )
    environment.install(set(), [])
    assert seen["PIP_NO_INPUT"] == "0"
    assert seen["PIP_INDEX_URL"] == "file:///somewhere"


def test_what_the_environment_had_is_kept_when_it_is_brought_up_to_date(environment, monkeypatch):
    environment.write_stamp(stamp(environment, project="0"))
    monkeypatch.setattr(run, "run_quietly", lambda *_: (0, ""))
    environment.make_ready(set(), [])
    assert environment.read_stamp()["extras"] == ["test"]


def test_an_environment_does_not_delete_itself(environment, monkeypatch):
    monkeypatch.setattr(run, "sys", SimpleNamespace(prefix=str(environment.folder)))
    with pytest.raises(run.SetupError, match="Python of the machine"):
        environment.create()


def test_the_stamp_is_json_for_people_to_read(environment):
    environment.write_stamp({"extras": ["test"]})
    assert json.loads(environment.stamp_file.read_text(encoding="utf-8")) == {"extras": ["test"]}
    assert not environment.stamp_file.with_suffix(".partial").exists()


# --- which words go where -------------------------------------------------------------------


def test_no_words_open_the_sample_corpus():
    assert run.program_words([], {"DISPLAY": ":0"}, "linux") == ["demo"]
    assert run.program_words([], {"WAYLAND_DISPLAY": "wayland-0"}, "linux") == ["demo"]
    assert run.program_words([], {"QT_QPA_PLATFORM": "vnc"}, "linux") == ["demo"]
    assert run.program_words([], {}, "darwin") == ["demo"]
    assert run.program_words([], {}, "win32") == ["demo"]


def test_without_a_display_the_same_is_done_headless(tmp_path, capsys):
    words = run.program_words([], {"DISPLAY": ""}, "linux", lambda: tmp_path)
    assert words == ["demo", "--headless", str(tmp_path)]
    captured = capsys.readouterr()
    assert f"Results go to {tmp_path}: gold.jsonl, and window.png" in captured.err
    assert captured.out == ""


def test_further_words_are_handed_on_without_a_word_more(capsys):
    words = ["stats", "my.annotator", "--json"]
    assert run.program_words(words, {}, "linux") == words
    assert capsys.readouterr() == ("", "")


def test_results_go_to_a_folder_that_is_nobody_elses(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert run.results_folder() == tmp_path / "annotator-demo"
    (tmp_path / "annotator-demo").write_text("a file", encoding="utf-8")
    other = run.results_folder()
    assert other != tmp_path / "annotator-demo"
    assert other.is_dir()


class Started:
    """Stands for ``prepare`` and ``start``: keeps what it was asked for."""

    def __init__(self, monkeypatch):
        monkeypatch.setattr(run, "prepare", self.prepare)
        monkeypatch.setattr(run, "start", self.start)
        monkeypatch.setattr(run, "check", self.check)
        self.extras = self.command = self.environ = self.words = None

    def prepare(self, environment, extras, environ):
        self.extras = extras

    def start(self, command, environ):
        self.command = command
        return 7

    def check(self, environment, words, environ):
        self.words, self.environ = words, environ
        return 5


def test_main_hands_the_words_to_the_program_and_its_exit_code_back(monkeypatch):
    started = Started(monkeypatch)
    assert run.main(["import", "w.annotator", "a folder"], {}) == 7
    program = str(run.Environment(run.ROOT).program("annotator"))
    assert started.command == (program, "import", "w.annotator", "a folder")
    assert started.extras == set()


def test_main_test_checks_the_project_offscreen(monkeypatch):
    started = Started(monkeypatch)
    assert run.main(["test", "-k", "undo"], {"HOME": "/h"}) == 5
    assert started.extras == {"test"}
    assert started.words == ["-k", "undo"]
    assert started.environ == {"HOME": "/h", "QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_main_help_needs_no_environment(monkeypatch, capsys, word):
    started = Started(monkeypatch)
    assert run.main([word], {}) == 0
    assert "python3 run.py test" in capsys.readouterr().out
    assert started.extras is None


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (run.SetupError("No room."), run.CANNOT_START, "Cannot start. No room."),
        (PermissionError(13, "no"), run.CANNOT_START, "Cannot start."),
        (KeyboardInterrupt(), run.INTERRUPTED, "Interrupted."),
    ],
)
def test_main_says_why_it_cannot_start(monkeypatch, capsys, error, code, text):
    def prepare(environment, extras, environ):
        raise error

    monkeypatch.setattr(run, "prepare", prepare)
    assert run.main([], {}) == code
    assert text in capsys.readouterr().err


# --- the checks -----------------------------------------------------------------------------


def test_all_checks_are_run_by_default_and_words_are_for_pytest_alone():
    assert list(run.chosen_checks([])) == ["lint", "format", "types", "layers", "tests"]
    assert run.chosen_checks(["-k", "undo"]) == {"tests": ("pytest", "-k", "undo")}


def test_checks_all_run_and_the_first_failure_is_the_exit_code(capsys):
    codes = {"ruff": 0, "mypy": 2, "lint-imports": 0, "pytest": 1}
    ran = []

    def call(command):
        ran.append(command[0])
        return codes[command[0]]

    assert run.run_checks(run.CHECKS, call, iter(range(99)).__next__) == 2
    assert ran == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]
    summary = capsys.readouterr().out.partition("== summary\n")[2].splitlines()
    assert summary == [
        "passed  lint       1.0 s  ruff check .",
        "passed  format     1.0 s  ruff format --check .",
        "FAILED  types      1.0 s  mypy, exit code 2",
        "passed  layers     1.0 s  lint-imports",
        "FAILED  tests      1.0 s  pytest, exit code 1",
    ]


def test_checks_that_pass_give_zero():
    assert run.run_checks({"tests": ("pytest",)}, lambda command: 0) == 0


def test_a_check_that_crashed_gives_a_shells_code():
    assert run.run_checks({"tests": ("pytest",)}, lambda command: -6) == 134
