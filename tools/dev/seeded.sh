# shellcheck shell=bash
# Faults that are put into the code on purpose, one at a time, to see whether the tests catch them: tools/SeededFaults.

command_seeded() {
    local word= workers=1 copies=() number status=0
    while [ $# -gt 0 ]; do
        case $1 in
            --side-by-side) [ $# -gt 1 ] || fail_usage "--side-by-side needs a number"; workers=$2; shift ;;
            --side-by-side=*) workers=${1#--side-by-side=} ;;
            -*) fail_usage "unknown option $1" ;;
            *) [ -z "$word" ] || fail_usage "one WORD at most"; word=$1 ;;
        esac
        shift
    done
    case $workers in [1-9]) ;; *) fail_usage "--side-by-side takes a number from 1 to 9" ;; esac
    need dotnet postgresql rabbitmq npm
    build_all
    rm -rf "$DATA/seeded"
    for ((number = 1; number <= workers; number++)); do
        copies+=("$DATA/seeded/$number")
        copy_tree "$DATA/seeded/$number"
    done
    # Marks every process that a test starts, so that none is left behind when a test host dies.
    export ENGAGEMENT_TEST_RUN=seeded.$$
    dotnet "$(output_of tools/SeededFaults)/Engagement.SeededFaults.dll" "$ROOT" "$word" "${copies[@]}" || status=$?
    end_leftovers
    return "$status"
}

copy_tree() {
    local copy=$1
    mkdir -p "$copy"
    step "copying the tree to $copy"
    (cd "$ROOT" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy")
    # What is built is copied too, so that a fault costs the build of what it touches.
    (cd "$ROOT" && find . -path ./.data -prune -o -type d \( -name bin -o -name obj -o -name node_modules \) -prune -print0 | xargs -0 cp -r --parents -t "$copy")
}

more_help_seeded() {
    printf '  WORD               only the faults of one list of tools/SeededFaults/faults (%s), or with that word\n' \
        "$(cd "$ROOT/tools/SeededFaults/faults" && ls | sed 's/\.txt$//' | paste -sd' ')"
    printf '  --side-by-side N   try so many faults at once, each in a copy of its own (default 1)\n'
    printf '  prints a table of faults and the tests that caught them; about half a minute each, a fault that survives some minutes\n'
    printf '  exit code 1 when a fault survives\n'
}
