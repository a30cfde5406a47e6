# shellcheck shell=bash
# Mutation: faults put into the code by a tool, to see which of them no test notices.

MUTATIONS='missions messaging graphql search'

more_help_mutate() {
    printf '  PROJECT          missions, messaging, graphql (libraries) or search (index and access of the service); default: all of them\n'
    printf '  --file GLOB      only these files of the project, for example --file "**/Bits.cs"; may be repeated\n'
    printf '  --since COMMIT   only what changed since the commit\n'
    printf '  --sample PERCENT only pieces of 1,000 characters, drawn at random: an estimate of the score\n'
    printf '  --seed NUMBER    draws the same sample again (the run prints its seed)\n'
    printf '  A whole library takes hours on two cores: begin with a file or a sample. The report is artifacts/mutation/PROJECT/reports.\n'
    printf '  exit codes: 0 the score is 80 %% or more, 1 it is less, 2 usage\n'
}

command_mutate() {
    local wanted=() options=() name status=0 sample= seed=$RANDOM
    while [ $# -gt 0 ]; do
        case $1 in
            --file) [ $# -gt 1 ] || fail_usage "--file needs a pattern"; options+=(--mutate "$2"); shift ;;
            --sample) [ $# -gt 1 ] || fail_usage "--sample needs a number of percent"; sample=$2; shift ;;
            --seed) [ $# -gt 1 ] || fail_usage "--seed needs a number"; seed=$2; shift ;;
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
    case $sample$seed in *[!0-9]*) fail_usage "--sample and --seed need whole numbers" ;; esac
    for name in "${wanted[@]}"; do
        if [ -n "$sample" ]; then draw_sample "$name" "$sample" "$seed"; fi
        mutate_project "$name" ${options[@]+"${options[@]}"} || status=1
    done
    return "$status"
}

# Sets options to pieces of the files of a project, drawn at random. A file's name stands for it: no project has two of the same name.
draw_sample() {
    local piece folders
    case $1 in
        missions) folders=libraries/Missions ;;
        messaging) folders=libraries/Messaging ;;
        graphql) folders=libraries/GraphQL ;;
        search) folders='services/Search/Index services/Search/Keys' ;;
    esac
    step "a sample of $2 % with the seed $3"
    options=()
    while read -r piece; do
        options+=(--mutate "$piece")
    done < <(
        # shellcheck disable=SC2086 # the folders have no spaces
        cd "$ROOT" && find $folders -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' \
            -not -name CommuneTable.cs -not -name TaxonomyRows.cs -printf '%f %s\n' | sort | awk -v percent="$2" -v seed="$3" '
                BEGIN { srand(seed) }
                { for (at = 0; at < $2; at += 1000) if (rand() * 100 < percent) printf "**/%s{%d..%d}\n", $1, at, at + 1000 }'
    )
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
