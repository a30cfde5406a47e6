# shellcheck shell=bash
# Faults that are put into the code on purpose, one at a time, to see whether the tests catch them: tools/SeededFaults.

command_seeded() {
    [ $# -le 1 ] || fail_usage "one WORD at most"
    case ${1:-} in -*) fail_usage "unknown option $1" ;; esac
    need dotnet postgresql rabbitmq npm
    build_all
    local copy=$DATA/seeded
    mkdir -p "$DATA"
    step "copying the tree"
    rm -rf "$copy"
    mkdir "$copy"
    (cd "$ROOT" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy")
    # What is built is copied too, so that a fault costs the build of what it touches.
    (cd "$ROOT" && find . -path ./.data -prune -o -type d \( -name bin -o -name obj -o -name node_modules \) -prune -print0 | xargs -0 cp -r --parents -t "$copy")
    dotnet "$(output_of tools/SeededFaults)/Engagement.SeededFaults.dll" "$ROOT" "$copy" "$@"
}

more_help_seeded() {
    printf '  WORD   only the faults of one list of tools/SeededFaults/faults (%s), or with that word\n' \
        "$(cd "$ROOT/tools/SeededFaults/faults" && ls | sed 's/\.txt$//' | paste -sd' ')"
    printf '  prints a table of faults and the tests that caught them; about a minute each\n'
    printf '  exit code 1 when a fault survives\n'
}
