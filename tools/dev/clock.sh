# shellcheck shell=bash
# clock: what the services think of their clocks.

command_clock() {
    local accept=no json=no who="${USER:-$(id -un)}" service answer
    while [ $# -gt 0 ]; do
        case $1 in
            --accept) accept=yes ;;
            --who) [ $# -gt 1 ] || fail_usage "--who needs a name"; who=$2; shift ;;
            --who=*) who=${1#--who=} ;;
            --json) json=yes ;;
            *) fail_usage "unknown option $1" ;;
        esac
        shift
    done
    with_instance
    for service in catalog importer; do
        if [ "$accept" = yes ]; then
            answer=$(call "$service" -X POST -H 'content-type: application/json' -d "{\"by\":\"$(json_text "$who")\"}" \
                "/internal/$service/clock/accept") \
                || fail "the clock of $service could not be accepted: $answer"
        else
            answer=$(call "$service" "/internal/$service/clock") || fail "$service did not tell its clock: $answer"
        fi
        if [ "$json" = yes ]; then printf '{"service":"%s",%s\n' "$service" "${answer#\{}"; else tell_clock "$service" "$answer"; fi
    done
}

tell_clock() {
    local service=$1 run=$2
    if [ "$(field status)" = STEADY ]; then
        printf '%-9s %s  steady\n' "$service" "$(field now)"
    else
        printf '%-9s %s  jumped by %s s, noticed at %s: nothing expires, is pruned or confirmed by itself\n' \
            "$service" "$(field now)" "$(field jumpSeconds)" "$(field jumpedAt)"
        printf '%-9s accept the time with ./dev clock --accept, or wait until 24 hours have passed without another jump (%s s have)\n' \
            '' "$(field steadySeconds)"
    fi
}
