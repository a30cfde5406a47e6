# shellcheck shell=bash
# structures: review of what was matched across partners, and decisions on it.

command_structures() {
    local by= after= json=no who="${USER:-$(id -un)}" words=()
    while [ $# -gt 0 ]; do
        case $1 in
            --by) [ $# -gt 1 ] || fail_usage "--by needs a rule"; by=$2; shift ;;
            --by=*) by=${1#--by=} ;;
            --after) [ $# -gt 1 ] || fail_usage "--after needs an id"; after=$2; shift ;;
            --after=*) after=${1#--after=} ;;
            --who) [ $# -gt 1 ] || fail_usage "--who needs a name"; who=$2; shift ;;
            --who=*) who=${1#--who=} ;;
            --json) json=yes ;;
            -*) fail_usage "unknown option $1" ;;
            *) words+=("$1") ;;
        esac
        shift
    done
    case "${words[*]-}" in
        '') list_structures "$by" "$after" "$json" ;;
        'split '*) decide_on_record "$who" PUT 2 "${words[@]}" ;;
        'join '*) decide_on_record "$who" PUT 3 "${words[@]}" ;;
        'rematch '*) decide_on_record "$who" DELETE 2 "${words[@]}" ;;
        *) fail_usage "unknown request \"${words[0]}\": split, join or rematch" ;;
    esac
}

list_structures() {
    local answer accept='text/plain'
    case $1 in
        '' | RNA | SIRET | SIREN | NAME | HAND | CONFLICT) ;;
        *) fail_usage "unknown rule $1: RNA, SIRET, SIREN, NAME, HAND or CONFLICT" ;;
    esac
    [ -z "$2" ] || is_id "$2" || fail_usage "$2 is not the id of a structure"
    [ "$3" = no ] || accept='application/json'
    with_instance
    answer=$(call catalog -H "accept: $accept" "/internal/catalog/structures?matchedBy=$1${2:+&after=$2}") || fail "the structures could not be listed: $answer"
    printf '%s\n' "$answer"
}

# decide_on_record WHO METHOD WORDS VERB RECORD [OTHER]
decide_on_record() {
    local who=$1 method=$2 words=$3 answer record=${5-} other=${6-} body
    shift 3
    [ $# -eq "$words" ] || fail_usage "$1 takes $((words - 1)) id(s): ./dev structures lists them"
    for answer in "${@:2}"; do is_id "$answer" || fail_usage "$answer is not the id of a record: ./dev structures lists them"; done
    body=$(printf '{"by":"%s"%s}' "$(json_text "$who")" "${other:+,\"to\":\"$other\"}")
    with_instance
    answer=$(call catalog -X "$method" -H 'content-type: application/json' -d "$body" "/internal/catalog/organizations/$record/structure") \
        || fail "no such decision: ${answer:-record $record is not known}"
    printf 'record %s is now of the structure %s\n' "$record" "$(run=$answer field structureId)"
}

json_text() {
    local text=${1//\\/\\\\}
    printf '%s' "${text//\"/\\\"}" | tr -d '\000-\037'
}
