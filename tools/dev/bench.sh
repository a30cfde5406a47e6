# shellcheck shell=bash

command_bench() {
    [ $# -eq 0 ] || [ "${1#-}" = "$1" ] || fail_usage "unknown option $1"
    need dotnet postgresql
    step "building the benchmarks"
    quietly dotnet build "$ROOT/benchmarks/Engagement.Benchmarks" -c "$CONFIGURATION" -v quiet || fail "the benchmarks do not build"
    dotnet "$(output_of benchmarks/Engagement.Benchmarks)/Engagement.Benchmarks.dll" "$@"
}
