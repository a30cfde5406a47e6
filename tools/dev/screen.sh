# shellcheck shell=bash
# What the commands say. Progress goes to stderr: stdout is for results.

step() { printf '\033[2m›\033[0m %s\n' "$*" >&2; }

fail() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

fail_usage() {
    printf 'dev: %s\n' "$*" >&2
    [ -z "${COMMAND:-}" ] || { printf '\n' >&2; help_of "$COMMAND" >&2; }
    exit 2
}

# Runs a command whose output matters only when it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    [ "$status" -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}
