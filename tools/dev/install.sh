# shellcheck shell=bash
# What the machine must have. Debian or Ubuntu as root: installed with apt, without starting any service of the machine's own.

POSTGRES_BIN=

# Fails unless each named thing is there or could be made to be.
need() {
    local thing missing=()
    for thing in "$@"; do
        "has_$thing" || missing+=("$thing")
    done
    [ ${#missing[@]} -eq 0 ] && return
    can_install || fail_missing "${missing[@]}"
    install_packages "${missing[@]}"
    for thing in "${missing[@]}"; do
        "has_$thing" || fail_missing "$thing"
    done
}

has_dotnet() { command -v dotnet >/dev/null && [ -n "$(cd "$ROOT" && dotnet --version 2>/dev/null)" ]; }
has_afl() { command -v afl-fuzz >/dev/null; }
has_curl() { command -v curl >/dev/null; }
has_postgresql() { find_postgres; }
has_chromium() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
has_npm() { command -v npm >/dev/null; }
has_rabbitmq() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null; }

# PostgreSQL's own programs: on PATH, or where Debian puts them (not on PATH), the newest first.
find_postgres() {
    local candidate
    for candidate in "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")" \
        $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -Vr); do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; then
            POSTGRES_BIN=$candidate
            return 0
        fi
    done
    return 1
}

has_docker() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

package_of() {
    case $1 in
        rabbitmq) echo rabbitmq-server ;;
        afl) echo afl++ ;;
        *) echo "$1" ;;
    esac
}

fail_missing() {
    local thing
    printf 'dev: this machine lacks:\n' >&2
    for thing in "$@"; do
        case $thing in
            dotnet) printf '  the .NET SDK 10 (global.json names the version): https://dotnet.microsoft.com/download\n' ;;
            postgresql) printf '  PostgreSQL 15 or later (initdb, pg_ctl and postgres on PATH), or a running Docker\n' ;;
            rabbitmq) printf '  RabbitMQ 3.10 or later (rabbitmq-server on PATH), or a running Docker\n' ;;
            chromium) printf '  Chromium (at /usr/bin/chromium, or where CHROMIUM says), with which the tests look at the pages\n' ;;
            afl) printf '  AFL++ (afl-fuzz on PATH), which generates the inputs\n' ;;
            npm) printf '  npm, with which the tests install the public implementations that they compare with\n' ;;
            *) printf '  %s\n' "$thing" ;;
        esac >&2
    done
    printf 'On Debian or Ubuntu, "sudo apt-get install %s" brings it, or run this command as root.\n' \
        "$(for thing in "$@"; do package_of "$thing"; done | grep -vx dotnet | paste -sd' ')" >&2
    exit 1
}

install_packages() {
    local packages=() thing
    for thing in "$@"; do
        [ "$thing" != dotnet ] || fail_missing dotnet
        packages+=("$(package_of "$thing")")
    done
    step "installing ${packages[*]} with apt"
    quietly apt-get update -q || step "apt-get update failed; trying with the lists at hand"
    keep_services_from_starting
    local status=0
    DEBIAN_FRONTEND=noninteractive quietly apt-get install -qy --no-install-recommends "${packages[@]}" || status=$?
    let_services_start_again "${packages[@]}"
    [ "$status" -eq 0 ] || fail "apt-get could not install ${packages[*]}"
}

# Debian starts what it installs, and makes a PostgreSQL cluster. We use private servers only: nothing of the machine's may start.
POLICY=/usr/sbin/policy-rc.d
NO_CLUSTER=/etc/postgresql-common/createcluster.d/engagement.conf

keep_services_from_starting() {
    trap let_services_start_again EXIT
    if [ -e "$POLICY" ]; then mv "$POLICY" "$POLICY.before-engagement"; fi
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
    mkdir -p "$(dirname "$NO_CLUSTER")"
    echo 'create_main_cluster = false' >"$NO_CLUSTER"
}

let_services_start_again() {
    rm -f "$POLICY" "$NO_CLUSTER"
    if [ -e "$POLICY.before-engagement" ]; then mv "$POLICY.before-engagement" "$POLICY"; fi
    trap - EXIT
    case " $* " in *' rabbitmq-server '*)
        # Else the machine's own broker would start at its next boot.
        if command -v systemctl >/dev/null; then systemctl disable rabbitmq-server >/dev/null 2>&1 || true; fi ;;
    esac
}
