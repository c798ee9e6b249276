#!/usr/bin/env bash
# Builds the desktop's package on a system as old as those it is for, and tries it where nothing else is installed.
#
# usage: scripts/old_system.sh make FOLDER            a Debian 11 (glibc 2.31) with Python 3.11 in a folder
#        scripts/old_system.sh build FOLDER PLACE     HEAD with the lock `xinchuang`, built there, laid into PLACE
#        scripts/old_system.sh try PACKAGE [SUITE]    installed into a clean Debian (bullseye), checked, worked with
#
# A package carries libraries of the system it was built on and asks for that system's C library, so the place of
# building decides where it runs (docs/packaging.md). On 统信 UOS or 银河麒麟 itself none of this is needed: there,
# scripts/setup.sh and `python -m installers build` do it, once Python 3.11 is there (`build_python` below).
# Needs root and debootstrap. QUANCAI_DEBIAN is another mirror, QUANCAI_OPTIMISED=1 gives Python the hour-long build.
# Exit codes: 0 done · 2 wrong call · 3 root or debootstrap is missing · others: of the command that failed.
set -euo pipefail
cd "$(dirname "$0")/.."

mirror="${QUANCAI_DEBIAN:-http://deb.debian.org/debian}"
python=/opt/python3.11
venv=/opt/quancai-venv

say() { printf '· %s\n' "$*"; }

home_of() { awk -F: -v name="$user" '$1 == name { print $6 }' "$1/etc/passwd"; }

user=root
inside() { # folder, command...: run there as $user, with what this computer says of proxies and package indexes
    local folder="$1"
    shift
    local passed=()
    for name in http_proxy https_proxy no_proxy PIP_INDEX_URL PIP_DEFAULT_TIMEOUT; do
        if [ -n "${!name:-}" ]; then passed+=("$name=${!name}"); fi
    done
    chroot --userspec="$user:$user" "$folder" env -i PATH="$python/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME="$(home_of "$folder")" \
        LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
        "${passed[@]}" "$@"
}

begin_system() { # folder, suite
    if [ "$(id -u)" != 0 ] || ! PATH="$PATH:/usr/sbin" command -v debootstrap >/dev/null; then
        echo "Root and debootstrap are needed: a system in a folder is entered with chroot." >&2
        exit 3
    fi
    if [ -e "$1" ] && [ -n "$(ls -A "$1")" ]; then
        echo "$1 is not empty." >&2
        exit 2
    fi
    say "a clean $2 in $1"
    mkdir -p "$(dirname "$1")"
    PATH="$PATH:/usr/sbin" debootstrap --variant=minbase "$2" "$1" "$mirror" >/dev/null
    cp /etc/resolv.conf "$1/etc/resolv.conf"
}

make_system() { # folder
    begin_system "$1" bullseye
    printf 'deb-src %s %s main\n' "$mirror" bullseye "$mirror" bookworm >> "$1/etc/apt/sources.list"
    inside "$1" apt-get update -qq
    inside "$1" apt-get install -y -qq --no-install-recommends build-essential git ca-certificates dpkg-dev \
        libssl-dev libffi-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev libexpat1-dev uuid-dev >/dev/null
    # Whom this computer trusts: an office's own certificate among them.
    cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
    say "SQLite and libpng again, then Python 3.11 from Debian 12's source, with Debian's security fixes"
    { echo 'set -euo pipefail'; declare -f ask_for_less build_again build_python; } > "$1/usr/src/functions.sh"
    inside "$1" bash -c ". /usr/src/functions.sh; ask_for_less; build_again libsqlite3-0; build_again libpng16-16
        build_python $python ${QUANCAI_OPTIMISED:-0}" > "$1/usr/src/build.log" 2>&1 || {
        tail -20 "$1/usr/src/build.log" >&2
        exit 1
    }
}

# Three things a Debian 11 would build for 2.30: exp and its sisters have a version of 2.29 beside their first one.
# Named by the first, they and all that is built from them are content with 2.28.
ask_for_less() {
    local first=GLIBC_2.2.5
    if [ "$(uname -m)" = aarch64 ]; then first=GLIBC_2.17; fi
    for name in exp exp2 log log2 pow; do echo "__asm__(\".symver $name,$name@$first\");"; done > /usr/include/first-versions.h
}

build_again() { # a library's package: the same source, so the bill of materials stays true
    local source version
    source="$(dpkg-query -W -f '${source:Package}' "$1")"
    version="$(dpkg-query -W -f '${source:Version}' "$1")"
    mkdir -p "/usr/src/$source"
    cd "/usr/src/$source"
    chmod 777 .
    apt-get build-dep -qq --no-install-recommends "$source=$version"
    DEB_BUILD_OPTIONS="nocheck nodoc" DEB_CFLAGS_APPEND="-include /usr/include/first-versions.h" \
        apt-get source -qq --build "$source=$version"
    dpkg -i "./$1"_*.deb
}

build_python() { # prefix, optimised
    mkdir -p /usr/src/python
    cd /usr/src/python
    chmod 777 .
    apt-get source -qq --download-only python3.11
    tar xf ./*.orig.tar.*
    tar xf ./*.debian.tar.*
    cd ./Python-3.11.*/
    # The series begins with how Debian lays Python out, which is not wanted; from here on it mends what was wrong.
    sed -n '/^ntpath-import/,$p' ../debian/patches/series | while read -r fix; do patch -p1 -s < "../debian/patches/$fix"; done
    # One of the fixes uses what only a module inside the interpreter may.
    echo "pyexpat pyexpat.c" >> Modules/Setup.local
    local speed=()
    if [ "$2" = 1 ]; then speed=(--enable-optimizations); fi
    ac_cv_func_sem_clockwait=no ./configure -q --prefix="$1" --enable-shared --with-system-expat --disable-test-modules \
        CFLAGS_NODIST="-include /usr/include/first-versions.h" LDFLAGS="-Wl,-rpath,$1/lib" "${speed[@]}"
    make -s -j"$(nproc)"
    make -s install
}

build_package() { # folder, place
    say "HEAD into $1"
    rm -rf "$1/usr/src/quancai"
    git clone -q --no-hardlinks . "$1/usr/src/quancai"
    inside "$1" env QUANCAI_VENV="$venv" PYTHON="$python/bin/python3.11" \
        /usr/src/quancai/scripts/setup.sh packaging xinchuang
    inside "$1" env --chdir=/usr/src/quancai "$venv/bin/python" -m installers build bundle deb
    mkdir -p "$2"
    rm -f "$2"/quancai_*.deb
    cp "$1"/usr/src/quancai/build/package/quancai_*.deb "$2/"
}

try_package() { # package, suite
    local folder
    folder="$(mktemp -d -p "${TMPDIR:-/var/tmp}" quancai-try-XXXX)"
    trap "rm -rf '$folder'" EXIT
    rmdir "$folder"
    begin_system "$folder" "$2"
    inside "$folder" apt-get update -qq
    inside "$folder" useradd --create-home officer
    cp "$1" "$folder/tmp/"
    inside "$folder" apt-get install -y -qq --no-install-recommends "/tmp/$(basename "$1")" >/dev/null
    inside "$folder" dpkg-query -W -f '${Package} ${Version} needs ${Depends}\n' quancai
    say "the C library of $2 is $(inside "$folder" ldd --version | sed -n '1s/.* //p')"
    user=officer
    inside "$folder" quancai --version
    inside "$folder" quancai self-check
    inside "$folder" quancai demo --headless --data /tmp/journey
    say "installed, checked and worked with in a clean $2"
}

case "${1:-} $#" in
    "make 2") make_system "$2" ;;
    "build 3") build_package "$2" "$3" ;;
    "try 2") try_package "$2" bullseye ;;
    "try 3") try_package "$2" "$3" ;;
    *) sed -n '4,6s/^# //p' "$0" >&2; exit 2 ;;
esac
