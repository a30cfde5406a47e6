# shellcheck shell=bash
# import, runs, confirm, resync: calls to a running instance. One that had to be started for it is stopped again.

command_import() {
    local publisher= private=false type= format= json=no source=
    while [ $# -gt 0 ]; do
        case $1 in
            --publisher) [ $# -gt 1 ] || fail_usage "--publisher needs a name"; publisher=$2; shift ;;
            --publisher=*) publisher=${1#--publisher=} ;;
            --type) [ $# -gt 1 ] || fail_usage "--type needs a type"; type=$2; shift ;;
            --type=*) type=${1#--type=} ;;
            --format) [ $# -gt 1 ] || fail_usage "--format needs xml or rpde"; format=$2; shift ;;
            --format=*) format=${1#--format=} ;;
            --private) private=true ;;
            --json) json=yes ;;
            -*) fail_usage "unknown option $1" ;;
            *) [ -z "$source" ] || fail_usage "one FILE or URL at a time"; source=$1 ;;
        esac
        shift
    done
    [ -n "$publisher" ] || fail_usage "--publisher is missing"
    [ -n "$source" ] || fail_usage "which FILE or URL?"
    is_url "$source" || [ -r "$source" ] && [ ! -d "$source" ] || fail_usage "cannot read $source"
    with_instance
    local status=0
    request_import "$publisher" "$private" "$type" "$json" "$source" "$format" || status=$?
    exit "$status"
}

is_id() { [[ $1 =~ ^[0-9a-fA-F-]{36}$ ]]; }

is_url() { case $1 in http://* | https://*) ;; *) return 1 ;; esac; }

# Makes sure that an instance answers, for as long as this command runs.
with_instance() {
    open_data
    if service_running; then
        mend_instance
    else
        stop_started_at_exit
        start_instance standalone '' no
    fi
    close_data
}

# request_import PUBLISHER PRIVATE TYPE JSON SOURCE [FORMAT]: prints what the importer tells; its exit code is the import's.
request_import() {
    local publisher=$1 private=$2 type=$3 json=$4 source=$5 format=${6:-} query body=()
    query="publisher=$(urlencode "$publisher")&private=$private${type:+&type=$(urlencode "$type")}${format:+&format=$(urlencode "$format")}"
    if is_url "$source"; then query+="&url=$(urlencode "$source")"; else body=(-H 'content-type: application/octet-stream' -T "$source"); fi
    local answer text status=
    while IFS= read -r answer; do
        text=${answer#* }
        case $answer in
            'progress '*) printf '%s\n' "$text" >&2 ;;
            'line '*) if [ "$json" = yes ]; then printf '%s\n' "$text" >&2; else printf '%s\n' "$text"; fi ;;
            'json '*) [ "$json" = no ] || printf '%s\n' "$text" ;;
            'exit '*) status=$text ;;
            *) printf '%s\n' "$answer" >&2 ;;
        esac
    done < <(call importer -N -X POST ${body[@]+"${body[@]}"} "/internal/importer/imports?$query")
    [ -n "$status" ] || { printf 'dev: the import broke off; see %s\n' "$DATA/logs" >&2; status=4; }
    return "$status"
}

# call SERVICE CURL-OPTION… PATH: with the service secret, which the command line does not show.
call() {
    local service=$1 port=$PORT
    shift
    if [ "${MODE:-}" = distributed ]; then
        case $service in catalog) port=$((PORT + 1)) ;; importer) port=$((PORT + 2)) ;; esac
    fi
    curl -sS --fail-with-body --connect-timeout 5 -H @<(printf 'x-engagement-secret: %s' "$(secret internal)") \
        "${@:1:$#-1}" "http://127.0.0.1:$port${!#}"
}

urlencode() {
    local LC_ALL=C text=$1 index char code
    for ((index = 0; index < ${#text}; index++)); do
        char=${text:index:1}
        case $char in
            [a-zA-Z0-9.~_-]) printf '%s' "$char" ;;
            *) printf -v code '%d' "'$char"; printf '%%%02X' $((code & 255)) ;;
        esac
    done
}

command_runs() {
    local publisher= json=no argument runs
    for argument in "$@"; do
        case $argument in
            --json) json=yes ;;
            -*) fail_usage "unknown option $argument" ;;
            *) [ -z "$publisher" ] || fail_usage "one PUBLISHER at most"; publisher=$argument ;;
        esac
    done
    with_instance
    runs=$(call importer "/internal/importer/runs${publisher:+?publisher=$(urlencode "$publisher")}") || fail "the runs could not be listed: $runs"
    if [ "$json" = yes ]; then printf '%s\n' "$runs"; else print_runs "$runs"; fi
}

# A line per run, newest first.
print_runs() {
    local run name
    printf '%-36s  %-16s  %-8s  %8s  %8s  %8s  %8s  %8s  %s\n' run started status received created updated withdrawn refused publisher
    while IFS= read -r run; do
        [ -n "$run" ] || continue
        printf '%-36s  %-16.16s  %-8s  %8s  %8s  %8s  %8s  %8s  %b\n' "$(field id)" "$(field startedAt)" "$(field status)" \
            "$(field received)" "$(field created)" "$(field updated)" "$(field withdrawn)" "$(field refused)" "$(field publisher)"
        name=$(field reason)
        [ -z "$name" ] || printf '%38s%s: %b\n' '' "$name" "$(field message)"
    done < <(sed -e 's/^\[//; s/\]$//' -e 's/},{"id":/}\n{"id":/g' <<<"$1")
}

# A field of $run, a flat JSON object, without quotes; nothing for null.
field() { sed -nE "s/.*\"$1\":(\"(([^\"\\\\]|\\\\.)*)\"|(-?[0-9.]+)).*/\2\4/p" <<<"$run"; }

command_resync() {
    [ $# -eq 1 ] || fail_usage "which PUBLISHER?"
    with_instance
    call importer -X POST "/internal/importer/resync?publisher=$(urlencode "$1")" || fail "could not resync $1"
}

command_confirm() { ask_about_run confirm "$@"; }

command_undo() { ask_about_run undo "$@"; }

# ask_about_run VERB RUN: prints what became of it; fails with what the importer tells.
ask_about_run() {
    local answer
    [ $# -eq 2 ] || fail_usage "which RUN? ./dev runs lists them"
    is_id "$2" || fail_usage "$2 is not the id of a run: ./dev runs lists them"
    with_instance
    answer=$(call importer --max-time 600 -X POST "/internal/importer/runs/$2/$1") || fail "$answer"
    printf '%s\n' "$answer"
}

command_validate() {
    local json=no type= source= answer
    while [ $# -gt 0 ]; do
        case $1 in
            --json) json=yes ;;
            --type) [ $# -gt 1 ] || fail_usage "--type needs a type"; type=$2; shift ;;
            --type=*) type=${1#--type=} ;;
            -*) fail_usage "unknown option $1" ;;
            *) [ -z "$source" ] || fail_usage "one FILE or URL at a time"; source=$1 ;;
        esac
        shift
    done
    [ -n "$source" ] || fail_usage "which FILE or URL?"
    local query="type=$(urlencode "$type")" body accept='text/plain'
    if is_url "$source"; then
        query+="&url=$(urlencode "$source")" body=(-d '')
    else
        [ -r "$source" ] && [ ! -d "$source" ] || fail_usage "cannot read $source"
        body=(-T "$source")
    fi
    [ "$json" = no ] || accept='application/json'
    with_instance
    answer=$(call importer -X POST -H 'content-type: application/octet-stream' -H "accept: $accept" "${body[@]}" "/feeds/validate?$query") || fail "no dry run: $answer"
    printf '%s\n' "$answer"
    case $answer in FAILED* | '{"status":"FAILED"'*) exit 4 ;; esac
}
