# shellcheck shell=bash
# run, up, down, reset.

command_run() {
    local port= samples=yes mode=standalone
    parse_start_options no "$@"
    open_data
    ! service_running || fail "Engagement runs already at http://127.0.0.1:$PORT; ./dev down stops it"
    stop_started_at_exit
    start_with_samples
    close_data
    print_instance
    printf '\nCtrl-C stops everything. Logs: %s\n' "$DATA/logs"
    while process_alive standalone; do
        sleep 1
    done
    fail_with_log standalone "Engagement ended by itself"
}

command_up() {
    local port= samples=yes mode=standalone asked_mode=
    parse_start_options yes "$@"
    open_data
    if service_running; then
        [ -z "$port" ] || [ "$port" = "$PORT" ] || fail "Engagement runs already on port $PORT; ./dev down stops it"
        [ "$mode" = "$MODE" ] || [ -z "$asked_mode" ] || fail "Engagement runs already, $MODE; ./dev down stops it"
        mend_instance
    else
        stop_started_at_exit
        start_with_samples
        keep_started
    fi
    close_data
    print_instance
}

command_down() {
    [ $# -eq 0 ] || fail_usage "down takes no argument"
    [ -d "$DATA" ] || { step "nothing runs"; return; }
    open_data
    stop_instance
    step "stopped"
}

command_reset() {
    [ $# -eq 0 ] || fail_usage "reset takes no argument"
    [ -f "$DATA/secrets" ] || { step "nothing to remove in $DATA"; return; }
    open_data
    stop_instance
    uses_docker && has_docker && docker rm -fv "engagement-$(instance_id)" >/dev/null 2>&1
    rm -rf "/var/lib/engagement/$(instance_id)" "/tmp/engagement-$(instance_id)"
    # Only what is ours: --data may name a folder that holds other things.
    rm -rf "$DATA"/{postgres,rabbitmq,imports,logs,run,secrets,id,instance,database,samples,demo.key,lock}
    rmdir "$DATA" 2>/dev/null || true
    step "removed the local data"
}

# parse_start_options DISTRIBUTED-ALLOWED ARGUMENT…: sets port, samples and mode.
parse_start_options() {
    local may_distribute=$1
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --port) [ $# -gt 1 ] || fail_usage "--port needs a number"; port=$2; shift ;;
            --port=*) port=${1#--port=} ;;
            --empty) samples=no ;;
            --distributed) [ "$may_distribute" = yes ] || fail_usage "--distributed goes with up"; mode=distributed asked_mode=yes ;;
            *) fail_usage "unknown argument $1" ;;
        esac
        shift
    done
}

start_with_samples() {
    start_instance "$mode" "$port" "$samples"
    if [ "$samples" = yes ]; then
        import_samples
        demo_key >/dev/null
    fi
}

import_samples() {
    [ ! -f "$DATA/samples" ] || return 0
    step "importing the two sample partners"
    await partners 30 port_is_open $((PORT + 3))
    local feeds="http://127.0.0.1:$((PORT + 3))/feeds"
    import_sample 'Bénévoles de France (exemple)' benevolat "$feeds/benevolat.xml"
    import_sample 'Service civique (exemple)' volontariat_service_civique "$feeds/service-civique.xml"
    touch "$DATA/samples"
}

import_sample() {
    request_import "$1" false "$2" no "$3" >"$DATA/logs/samples.log" || fail_with_log samples "the sample partner \"$1\" could not be imported"
}

demo_key() {
    [ -s "$DATA/demo.key" ] || (umask 077 && request_key 'Site de démonstration' read >"$DATA/demo.key")
    cat "$DATA/demo.key"
}

print_instance() {
    local key=
    printf '\nEngagement is ready.\n\n'
    printf '  GraphQL          http://127.0.0.1:%s/graphql\n' "$PORT"
    printf '  health           http://127.0.0.1:%s/health/ready\n' "$PORT"
    ! process_alive partners || printf '  sample partners  http://127.0.0.1:%s/feeds/benevolat.xml, /feeds/service-civique.xml\n' "$((PORT + 3))"
    if [ -s "$DATA/demo.key" ]; then
        key=$(cat "$DATA/demo.key")
        printf '  demo key         %s\n' "$key"
    fi
    printf '\nTry it:\n\n'
    print_query "$key"
}

print_query() {
    printf "curl -s http://127.0.0.1:%s/graphql -H 'content-type: application/json'" "$PORT"
    [ -z "$1" ] || printf " -H 'authorization: Bearer %s'" "$1"
    printf ' %s\n' "-d '{\"query\":\"{ missions(search: \\\"jardin partage\\\", first: 3) { totalCount nodes { title organization { name } addresses { city } } facets { domains(first: 5) { label count } } } }\"}'"
}
