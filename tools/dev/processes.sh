# shellcheck shell=bash
# Processes of the instance: each has a log and a pid file under the data folder.

# What this command started, to be stopped when it ends.
STARTED=()

# start_process NAME FOLDER PROGRAM ARGUMENT…: in a session of its own, so that Ctrl-C reaches only this script, which stops things in order.
start_process() {
    local name=$1 folder=$2
    shift 2
    mkdir -p "$DATA/logs" "$DATA/run"
    (cd "$folder" && exec setsid "$@" >"$DATA/logs/$name.log" 2>&1 </dev/null 9>&-) &
    echo $! >"$DATA/run/$name.pid"
    STARTED+=("$name")
}

# A pid is ours only while its command line still says so: numbers are used again.
process_alive() {
    local pid
    [ -f "$DATA/run/$1.pid" ] && pid=$(cat "$DATA/run/$1.pid") || return 1
    [ -r "/proc/$pid/cmdline" ] && [ "$(state_of "$pid")" != Z ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$(signature_of "$1")"
}

# end_rest_of NAME: what a part that died left behind, such as the server whose start script was killed.
end_rest_of() {
    local leader stat process fields
    [ -f "$DATA/run/$1.pid" ] && leader=$(cat "$DATA/run/$1.pid") || return 0
    ! process_alive "$1" || return 0
    for stat in /proc/[0-9]*/stat; do
        process=${stat#/proc/} process=${process%/stat}
        fields=$(sed -E 's/.*\) //' "$stat" 2>/dev/null) || continue
        # State, parent, process group.
        set -- "$1" $fields
        [ "${4:-}" = "$leader" ] && tr '\0' ' ' <"/proc/$process/cmdline" 2>/dev/null | grep -q "$(signature_of "$1")" || continue
        kill -KILL "$process" 2>/dev/null || true
    done
}

state_of() { sed -E 's/.*\) (.).*/\1/' "/proc/$1/stat" 2>/dev/null || echo Z; }

signature_of() {
    case $1 in
        standalone) echo 'Engagement\.Standalone\.dll' ;;
        catalog) echo 'Engagement\.Catalog\.dll' ;;
        importer) echo 'Engagement\.Importer\.dll' ;;
        search) echo 'Engagement\.Search\.dll' ;;
        partners) echo 'Engagement\.FakePartners\.dll' ;;
        rabbitmq) echo "rabbit" ;;
    esac
}

# Asks it to end, and after 25 s insists.
stop_process() {
    local name=$1 pid waited=0
    if process_alive "$name"; then
        pid=$(cat "$DATA/run/$name.pid")
        kill -TERM "$pid" 2>/dev/null || true
        while process_alive "$name"; do
            sleep 0.1
            waited=$((waited + 1))
            [ "$waited" -lt 250 ] || kill -KILL -- "-$pid" 2>/dev/null || true
        done
    fi
    end_rest_of "$name"
    rm -f "$DATA/run/$name.pid"
}

stop_one() {
    case $1 in
        postgres) stop_postgres ;;
        rabbitmq) stop_rabbitmq ;;
        *) stop_process "$1" ;;
    esac
}

stop_started() {
    local index
    for ((index = ${#STARTED[@]} - 1; index >= 0; index--)); do
        stop_one "${STARTED[index]}"
    done
    STARTED=()
}

# Whatever happens next, Ctrl-C included, what was started is stopped.
stop_started_at_exit() {
    trap 'status=$?; trap "" INT TERM; stop_started; exit $status' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

keep_started() {
    trap - EXIT INT TERM
    STARTED=()
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# await NAME SECONDS CHECK…: until the check passes; fails at once with the end of the log when the process ends.
await() {
    local name=$1 tries=$(($2 * 10))
    shift 2
    until "$@"; do
        process_alive "$name" || fail_with_log "$name" "$name ended while starting"
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail_with_log "$name" "$name is not ready"
        sleep 0.1
    done
}

fail_with_log() {
    printf 'dev: %s; the end of %s:\n' "$2" "$DATA/logs/$1.log" >&2
    tail -n 25 "$DATA/logs/$1.log" >&2
    exit 1
}
