#!/usr/bin/env bash
# Sets up everything `make run` and `make test` need, and nothing twice.
#
# usage: scripts/setup.sh run|dev|packaging [modern|xinchuang]
#
# `packaging` adds to `dev` what builds and installs packages. The lock is `modern`, or `xinchuang` for systems with
# glibc 2.28 (docs/adr/0037); QUANCAI_LOCK says it, too. QUANCAI_VENV is another place than .venv.
# Three things in order, each skipped when it already stands: the system libraries
# Qt opens at run time (through apt where we may, named by package where we may not),
# a virtual environment, and the locked packages with their hashes checked.
# Exit codes: 0 ready · 2 wrong call · 3 a system package is missing · 4 packages could not be installed.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose="${1:-}"
lock="${2:-${QUANCAI_LOCK:-modern}}"
venv="${QUANCAI_VENV:-.venv}"
case "$lock" in
    modern) runtime=requirements/runtime.txt ;;
    xinchuang) runtime=requirements/runtime-xinchuang.txt ;;
    *) echo "no such lock: $lock (modern or xinchuang)" >&2; exit 2 ;;
esac
case "$purpose" in
    run) locks=("$runtime" requirements/server.txt) ;;
    dev | packaging) locks=("$runtime" requirements/server.txt requirements/gm.txt requirements/dev.txt) ;;
    *) echo "usage: scripts/setup.sh run|dev|packaging [modern|xinchuang]" >&2; exit 2 ;;
esac
say() { printf '· %s\n' "$*"; }

# --- Python -----------------------------------------------------------------
python=""
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is missing. On Debian 12: apt-get install python3" >&2
    exit 3
fi

# --- system libraries: what is missing, by Debian package ---------------------
missing=()
need_library() { # soname package
    # `ldconfig` lives in sbin, which is not on every user's PATH.
    if ! { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true; } | grep -q "[[:space:]]$1 "; then
        missing+=("$2")
    fi
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=("python3-venv")
if [ "$(uname -s)" = Linux ]; then
    need_library libglib-2.0.so.0 libglib2.0-0
    need_library libEGL.so.1 libegl1
    need_library libGL.so.1 libgl1
    need_library libfontconfig.so.1 libfontconfig1
    need_library libfreetype.so.6 libfreetype6
    need_library libdbus-1.so.3 libdbus-1-3
    need_library libxkbcommon.so.0 libxkbcommon0
    # For windows on X11, and for packages, which take them along.
    if [ -n "${DISPLAY:-}" ] || [ "$purpose" = packaging ]; then
        need_library libxcb-cursor.so.0 libxcb-cursor0
        need_library libxcb-icccm.so.4 libxcb-icccm4
        need_library libxcb-image.so.0 libxcb-image0
        need_library libxcb-keysyms.so.1 libxcb-keysyms1
        need_library libxcb-randr.so.0 libxcb-randr0
        need_library libxcb-render-util.so.0 libxcb-render-util0
        need_library libxcb-shape.so.0 libxcb-shape0
        need_library libxcb-xkb.so.1 libxcb-xkb1
        need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    fi
    if [ "$purpose" = packaging ]; then
        for command in debootstrap desktop-file-validate makensis msibuild wixl; do
            case "$command" in
                desktop-file-validate) package=desktop-file-utils ;;
                makensis) package=nsis ;;
                msibuild) package=msitools ;;
                *) package="$command" ;;
            esac
            PATH="$PATH:/usr/sbin" command -v "$command" >/dev/null 2>&1 || missing+=("$package")
        done
    fi
    if [ "$purpose" != run ]; then
        command -v objdump >/dev/null 2>&1 || missing+=("binutils") # PyInstaller reads dependencies with it
        # The commands of docs/operations.md are run as they stand there.
        for command in curl openssl; do command -v "$command" >/dev/null 2>&1 || missing+=("$command"); done
        # PyInstaller takes the interpreter's shared library along; Debian's python3 is linked without it.
        "$python" - <<'FIND' || missing+=("libpython$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')")
import ctypes, os, sysconfig
name = sysconfig.get_config_var("INSTSONAME") or ""
folders = [sysconfig.get_config_var(key) or "" for key in ("LIBDIR", "LIBPL")]
if name.endswith(".a") or any(os.path.exists(os.path.join(folder, name)) for folder in folders):
    raise SystemExit(0)
try:
    ctypes.CDLL(name)
except OSError:
    raise SystemExit(1)
FIND
    fi
fi
if [ "${#missing[@]}" -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
    if command -v apt-get >/dev/null 2>&1 && "${as_root[@]}" true 2>/dev/null; then
        say "installing system packages: ${missing[*]}"
        "${as_root[@]}" apt-get update -qq || true
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
            echo "These Debian packages are needed and could not be installed: ${missing[*]}" >&2
            exit 3
        }
    else
        echo "These Debian packages are needed: ${missing[*]}" >&2
        echo "Install them with: sudo apt-get install ${missing[*]}" >&2
        exit 3
    fi
fi

# --- virtual environment and locked packages ----------------------------------
fingerprint="$lock-$(cat "${locks[@]}" requirements/oracle.txt requirements/xinchuang.txt pyproject.toml scripts/setup.sh | sha256sum | cut -c1-16)-$("$python" -V | tr ' ' -)"
stamp="$venv/.ready-${purpose/packaging/dev}"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$fingerprint" ]; then
    exit 0
fi
if [ ! -x "$venv/bin/python" ]; then
    say "creating the virtual environment $venv with $("$python" -V)"
    "$python" -m venv "$venv"
fi
say "installing the locked packages (${locks[*]})"
requirements=()
for lock in "${locks[@]}"; do requirements+=(-r "$lock"); done
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "${requirements[@]}" || {
    echo "The locked packages could not be installed. Check the connection to the package index and run again." >&2
    exit 4
}
if [ "$purpose" != run ]; then
    # Tests hold our COSE against another implementation, which cannot share an environment with our cbor2.
    rm -rf "$venv/oracle"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        --target "$venv/oracle" -r requirements/oracle.txt || {
        echo "The second COSE implementation for tests could not be installed. Run again." >&2
        exit 4
    }
    # Part of the desktop's tests runs on the other lock's Qt, too; the locks differ in nothing else.
    rm -rf "$venv/older-qt"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        --target "$venv/older-qt" -r requirements/xinchuang.txt || {
        echo "The older Qt for tests could not be installed. Check the connection to the package index and run again." >&2
        exit 4
    }
fi
# The program runs from this folder; `.venv/bin/quancai` is the door the documentation names.
home="$(cd "$venv" && pwd)"
cat > "$venv/bin/quancai" <<LAUNCHER
#!/usr/bin/env bash
PYTHONPATH="$PWD\${PYTHONPATH:+:\$PYTHONPATH}" exec "$home/bin/python" -m quancai "\$@"
LAUNCHER
chmod +x "$venv/bin/quancai"
echo "$fingerprint" > "$stamp"
say "ready"
