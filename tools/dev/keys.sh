# shellcheck shell=bash
# key, keys: API keys, made, listed and ended.

command_key() {
    local partner= scope=read origin= expires=
    while [ $# -gt 0 ]; do
        case $1 in
            --partner) [ $# -gt 1 ] || fail_usage "--partner needs a name"; partner=$2; shift ;;
            --partner=*) partner=${1#--partner=} ;;
            --scope) [ $# -gt 1 ] || fail_usage "--scope needs a list"; scope=$2; shift ;;
            --scope=*) scope=${1#--scope=} ;;
            --origin) [ $# -gt 1 ] || fail_usage "--origin needs an address"; origin=$2; shift ;;
            --origin=*) origin=${1#--origin=} ;;
            --expires) [ -n "${2:-}" ] || fail_usage "--expires needs a date"; expires=$2; shift ;;
            --expires=?*) expires=${1#--expires=} ;;
            *) fail_usage "unknown argument $1" ;;
        esac
        shift
    done
    [ -n "$partner" ] || fail_usage "--partner is missing"
    with_instance
    request_key "$partner" "$scope" "$origin" "$expires"
}

# request_key PARTNER SCOPES [ORIGINS [EXPIRES]]: prints the new key, alone on its line.
request_key() {
    local answer query
    query="partner=$(urlencode "$1")&scope=$(urlencode "$2")&origin=$(urlencode "${3:-}")&expires=$(urlencode "${4:-}")"
    answer=$(call catalog -X POST -H 'accept: text/plain' -w '\n%{http_code}' "/internal/catalog/keys?$query") || fail "no key: ${answer%$'\n'*}"
    printf '%s\n' "${answer%%$'\n'*}"
    # The status that the answer ends with: 202 when Search does not have the key yet.
    [ "${answer##*$'\n'}" = 200 ] || step "Search does not take the key yet: it does as soon as it is back"
}

command_keys() {
    case ${1:-} in
        revoke) [ $# -eq 2 ] || fail_usage "revoke takes the ID of a key: ./dev keys lists them"; order_about_key "$2" revoke ;;
        expire) [ $# -eq 3 ] || fail_usage "expire takes the ID of a key and a DATE"; order_about_key "$2" "expire?at=$(urlencode "$3")" ;;
        rotate) shift; rotate_key "$@" ;;
        *) list_keys "$@" ;;
    esac
}

list_keys() {
    local partner= after= accept='text/plain' answer
    while [ $# -gt 0 ]; do
        case $1 in
            --json) accept='application/json' ;;
            --after) [ $# -gt 1 ] || fail_usage "--after needs an id"; after=$2; shift ;;
            --after=*) after=${1#--after=} ;;
            -*) fail_usage "unknown option $1" ;;
            *) [ -z "$partner" ] || fail_usage "one PARTNER at most; to change a key: revoke, expire or rotate"; partner=$1 ;;
        esac
        shift
    done
    [ -z "$after" ] || is_id "$after" || fail_usage "$after is not the id of a key"
    with_instance
    answer=$(call catalog -H "accept: $accept" "/internal/catalog/keys?partner=$(urlencode "$partner")${after:+&after=$after}") || fail "$answer"
    printf '%s\n' "$answer"
}

rotate_key() {
    local id= overlap=7d
    while [ $# -gt 0 ]; do
        case $1 in
            --overlap) [ $# -gt 1 ] || fail_usage "--overlap needs a time such as 7d"; overlap=$2; shift ;;
            --overlap=*) overlap=${1#--overlap=} ;;
            -*) fail_usage "unknown option $1" ;;
            *) [ -z "$id" ] || fail_usage "one ID at a time"; id=$1 ;;
        esac
        shift
    done
    [ -n "$id" ] || fail_usage "rotate takes the ID of a key: ./dev keys lists them"
    order_about_key "$id" "rotate?overlap=$(urlencode "$overlap")" yes
}

# order_about_key ID ORDER [HAS-KEY]: prints what became of it. A new key, the answer's first line, is alone on stdout.
order_about_key() {
    local answer
    is_id "$1" || fail_usage "$1 is not the id of a key: ./dev keys lists them"
    with_instance
    answer=$(call catalog -X POST -H 'accept: text/plain' "/internal/catalog/keys/$1/$2") || fail "$answer"
    if [ "${3:-no}" = yes ]; then
        printf '%s\n' "${answer%%$'\n'*}"
        printf '%s\n' "${answer#*$'\n'}" >&2
    else
        printf '%s\n' "$answer"
    fi
}
