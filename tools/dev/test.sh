# shellcheck shell=bash
# Tests and checks.

SUITES='faults browser'

command_test() {
    local name= argument
    for argument in "$@"; do
        case $argument in
            --long) export ENGAGEMENT_LONG=1 ;;
            -*) fail_usage "unknown option $argument" ;;
            *) [ -z "$name" ] || fail_usage "one NAME at most"; name=$argument ;;
        esac
    done
    local projects filter=
    choose_tests "$name"
    need dotnet curl postgresql rabbitmq npm chromium
    build_all
    run_tests "$filter" "${projects[@]}"
}

# Sets projects, and filter when NAME is a suite.
choose_tests() {
    local path
    projects=()
    case " $SUITES " in *" $1 "*)
        if [ -n "$1" ]; then filter="suite=$1"; set -- ''; fi ;;
    esac
    # The rules first: they are quick. The whole system last.
    for path in "$ROOT"/tests/Repository.Tests "$ROOT"/tests/*.Tests; do
        path=$(basename "$path")
        case " ${projects[*]-} " in *" $path "*) continue ;; esac
        case $1 in '' | "$path" | "${path%.Tests}") projects+=("$path") ;; esac
    done
    [ ${#projects[@]} -gt 0 ] || fail_usage "no test project or suite is called \"$1\""
}

run_tests() {
    local filter=$1 project results status=0
    shift
    results=$(mktemp -d)
    # Marks every process that a test starts, so that none is left behind when a test host dies.
    ENGAGEMENT_TEST_RUN=$(basename "$results")
    # Where tests write what they measured.
    ENGAGEMENT_FIGURES=$results/figures
    export ENGAGEMENT_TEST_RUN ENGAGEMENT_FIGURES
    PASSED=0 FAILED=0 SKIPPED=0
    for project in "$@"; do
        run_test_project "$project" "$filter" "$results" || status=1
        count_results "$results/$project.trx" || status=1
    done
    end_leftovers
    [ ! -s "$ENGAGEMENT_FIGURES" ] || sed 's/^/  /' "$ENGAGEMENT_FIGURES"
    rm -rf "$results"
    [ "$FAILED" -gt 0 ] && status=1
    # A test host that died before its report is a failure too.
    [ "$status" -eq 0 ] || [ "$FAILED" -gt 0 ] || FAILED=1
    [ $((PASSED + FAILED)) -gt 0 ] || { printf 'dev: no test was run\n' >&2; status=1; }
    printf '%d passed, %d failed' "$PASSED" "$FAILED"
    [ "$SKIPPED" -eq 0 ] || printf ', %d skipped' "$SKIPPED"
    printf '\n'
    return "$status"
}

run_test_project() {
    local project=$1 filter=$2 results=$3
    local assembly
    assembly=$(output_of "tests/$project")/Engagement.$project.dll
    step "$project"
    dotnet test "$assembly" ${filter:+--filter "$filter"} --results-directory "$results" \
        --logger "trx;LogFileName=$project.trx" --logger 'console;verbosity=minimal' </dev/null
}

# A project whose tests the filter left out writes no report.
count_results() {
    [ -f "$1" ] || return 0
    local counters total executed passed
    counters=$(grep -o '<Counters [^>]*' "$1" | head -n 1)
    total=$(attribute total) executed=$(attribute executed) passed=$(attribute passed)
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + executed - passed))
    SKIPPED=$((SKIPPED + total - executed))
}

attribute() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }

end_leftovers() {
    local environment process left=()
    for environment in /proc/[0-9]*/environ; do
        process=${environment#/proc/} process=${process%/environ}
        [ "$process" != $$ ] && [ "$process" != "$BASHPID" ] || continue
        if tr '\0' '\n' 2>/dev/null <"$environment" | grep -qx "ENGAGEMENT_TEST_RUN=$ENGAGEMENT_TEST_RUN"; then
            left+=("$process")
        fi
    done 2>/dev/null
    # Build servers end by themselves; they are shared with other builds.
    for process in ${left[@]+"${left[@]}"}; do
        case $(tr '\0' ' ' 2>/dev/null <"/proc/$process/cmdline") in
            '' | *MSBuild.dll* | *VBCSCompiler*) ;;
            *) kill "$process" 2>/dev/null && step "ended process $process, left behind by a test" ;;
        esac
    done
    return 0
}

command_check() {
    local static=no
    case ${1:-} in
        '') ;;
        --static) static=yes ;;
        *) fail_usage "unknown option $1" ;;
    esac
    need dotnet
    check_format
    build_all
    if [ "$static" = yes ]; then run_tests '' Repository.Tests; else command_test; fi
}

check_format() {
    step "format"
    dotnet format whitespace "$ROOT" --folder --verify-no-changes </dev/null || fail 'the format differs: "dotnet format whitespace . --folder" mends it'
}
