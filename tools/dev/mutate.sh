# shellcheck shell=bash
# Mutation: faults put into the code by a tool, to see which of them no test notices.

MUTATIONS='missions messaging graphql search'

more_help_mutate() {
    printf '  PROJECT          missions, messaging, graphql (libraries) or search (index and access of the service); default: all of them\n'
    printf '  --file GLOB      only these files of the project, for example --file "**/Bits.cs"; may be repeated\n'
    printf '  --since COMMIT   only what changed since the commit\n'
    printf '  A whole library takes hours on two cores: begin with a file. The report is artifacts/mutation/PROJECT/reports.\n'
    printf '  exit codes: 0 the score is 80 %% or more, 1 it is less, 2 usage\n'
}

command_mutate() {
    local wanted=() options=() name status=0
    while [ $# -gt 0 ]; do
        case $1 in
            --file) [ $# -gt 1 ] || fail_usage "--file needs a pattern"; options+=(--mutate "$2"); shift ;;
            --since) [ $# -gt 1 ] || fail_usage "--since needs a commit"; options+=("--since:$2"); shift ;;
            -*) fail_usage "unknown option $1" ;;
            *)
                case " $MUTATIONS " in *" $1 "*) ;; *) fail_usage "no project to mutate is called \"$1\": $MUTATIONS" ;; esac
                wanted+=("$1")
                ;;
        esac
        shift
    done
    [ ${#wanted[@]} -gt 0 ] || read -ra wanted <<<"$MUTATIONS"
    need dotnet postgresql
    (cd "$ROOT" && quietly dotnet tool restore) || fail "the tool dotnet-stryker cannot be restored"
    for name in "${wanted[@]}"; do
        mutate_project "$name" ${options[@]+"${options[@]}"} || status=1
    done
    return "$status"
}

# The tests of a project decide; what they run on is in tools/mutation/NAME.json.
mutate_project() {
    local name=$1 tests tree=$ROOT
    shift
    case $name in
        missions) tests=Missions.Tests ;;
        messaging) tests=Messaging.Tests ;;
        graphql) tests=GraphQL.Tests ;;
        search) tests=Search.Tests tree=$DATA/mutation; copy_without_pages "$tree" ;;
    esac
    step "mutating $name, judged by $tests"
    cd "$tree/tests/$tests"
    dotnet stryker --config-file "../../tools/mutation/$name.json" --output "$ROOT/artifacts/mutation/$name" "$@"
}

# Stryker compiles the project without the generator of Razor pages. The copy has an empty class in place of Search's page.
copy_without_pages() {
    step "copying the tree without Search's page"
    rm -rf "$1"
    mkdir -p "$1"
    (cd "$ROOT" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$1")
    rm "$1/services/Search/_Imports.razor" "$1/services/Search/Gateway/LandingPage.razor"
    cat >"$1/services/Search/Gateway/LandingPage.cs" <<'CODE'
namespace Engagement.Search.Gateway;

internal sealed class LandingPage : Microsoft.AspNetCore.Components.ComponentBase;
CODE
    (cd "$1" && quietly git init)
}
