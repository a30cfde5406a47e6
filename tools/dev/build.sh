# shellcheck shell=bash
# Building, only when a source changed.

output_of() { echo "$ROOT/$1/bin/$CONFIGURATION/net10.0"; }

# What a build depends on: names, times and sizes of the sources.
sources_fingerprint() {
    (cd "$ROOT" && find libraries services tools benchmarks Directory.* global.json .editorconfig BannedSymbols.txt \
        \( -name bin -o -name obj \) -prune -o -type f -not -name '*.sh' -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum)
}

build_services() {
    need dotnet
    # A test starts what was built with it.
    [ -z "${ENGAGEMENT_TEST_RUN:-}" ] || return 0
    local stamp fingerprint project
    stamp=$(output_of services/Standalone)/built-from
    fingerprint=$(sources_fingerprint)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$fingerprint" ] && return
    for project in services/Standalone tools/FakePartners; do
        step "building $project"
        quietly dotnet build "$ROOT/$project" -c "$CONFIGURATION" -v quiet || fail "$project does not build"
    done
    echo "$fingerprint" >"$stamp"
}

build_all() {
    need dotnet
    step "building everything"
    quietly dotnet build "$ROOT/Engagement.sln" -c "$CONFIGURATION" -v quiet || fail "the solution does not build"
}
