# shellcheck shell=bash
# Coverage-guided fuzzing of what reads foreign bytes: tools/Fuzz under afl-fuzz.

command_fuzz() {
    local minutes=10 target targets=() known status=0
    known=$(ls "$ROOT/tools/Fuzz/corpus" | paste -sd' ')
    while [ $# -gt 0 ]; do
        case $1 in
            --minutes)
                minutes=${2:-}
                case $minutes in '' | *[!0-9]* | 0) fail_usage "--minutes needs a whole number of at least 1" ;; esac
                shift ;;
            -*) fail_usage "unknown option $1" ;;
            *)
                case " $known " in *" $1 "*) targets+=("$1") ;; *) fail_usage "no target is called \"$1\": $known" ;; esac ;;
        esac
        shift
    done
    [ ${#targets[@]} -gt 0 ] || read -ra targets <<<"$known"
    need dotnet afl
    mkdir -p "$DATA/fuzz"
    instrument
    for target in "${targets[@]}"; do
        fuzz_target "$target" "$minutes" || status=1
    done
    return "$status"
}

# The libraries report to afl-fuzz which branches an input reached. Only this copy of them does.
instrument() {
    step "building and instrumenting the readers"
    quietly dotnet build "$ROOT/tools/Fuzz" -c "$CONFIGURATION" -v quiet || fail "tools/Fuzz does not build"
    (cd "$ROOT" && quietly dotnet tool restore) || fail "the tools of .config/dotnet-tools.json cannot be restored"
    rm -rf "$DATA/fuzz/bin"
    cp -r "$(output_of tools/Fuzz)" "$DATA/fuzz/bin"
    local library
    for library in Missions GraphQL; do
        (cd "$ROOT" && quietly dotnet sharpfuzz "$DATA/fuzz/bin/Engagement.$library.dll") || fail "$library cannot be instrumented"
    done
}

# Fails when an input was found that makes the reader break its promise.
fuzz_target() {
    local found=$DATA/fuzz/$1 crash crashes=0
    rm -rf "$found"
    step "fuzzing $1 for $2 minutes"
    AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 DOTNET_gcServer=0 \
        quietly afl-fuzz -i "$ROOT/tools/Fuzz/corpus/$1" -o "$found" -t 10000 -m none -V $(($2 * 60)) \
        dotnet "$DATA/fuzz/bin/Engagement.Fuzz.dll" "$1" || fail "afl-fuzz ended with a fault"
    for crash in "$found"/default/crashes/id:* "$found"/default/hangs/id:*; do
        [ -f "$crash" ] || continue
        crashes=$((crashes + 1))
        printf '  %s\n' "$crash"
    done
    printf '%-8s %s runs, %s samples, %d findings\n' "$1" "$(afl_figure "$found" execs_done)" "$(afl_figure "$found" corpus_count)" "$crashes"
    [ "$crashes" -eq 0 ] || {
        printf '  see why: dotnet %s %s FILE\n' "$(output_of tools/Fuzz)/Engagement.Fuzz.dll" "$1"
        return 1
    }
}

afl_figure() { sed -n "s/^$2 *: //p" "$1/default/fuzzer_stats"; }

more_help_fuzz() {
    printf '  TARGET        one of: %s (default: all)\n' "$(ls "$ROOT/tools/Fuzz/corpus" | paste -sd' ')"
    printf '  --minutes N   for each target (default 10)\n'
    printf '  exit code 1 when an input makes a reader break its promise; its file is printed. Put it into tools/Fuzz/corpus:\n'
    printf '  the tests read every file there.\n'
}
