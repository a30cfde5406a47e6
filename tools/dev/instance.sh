# shellcheck shell=bash
# The running instance: its ports, its secrets, its processes.

# Ports from the base: +0 front door, +1 Catalog, +2 Importer, +3 sample partners, +4 PostgreSQL, +5 to +7 RabbitMQ.
DEFAULT_PORT=5080

open_data() {
    mkdir -p "$DATA/logs" "$DATA/run"
    # One command at a time changes what runs.
    exec 9>"$DATA/lock"
    flock 9
    make_secrets
    [ ! -f "$DATA/instance" ] || . "$DATA/instance"
}

close_data() { exec 9>&-; }

make_secrets() {
    [ -f "$DATA/secrets" ] && return
    local name
    (umask 077 && for name in catalog importer search internal rabbitmq; do
        echo "$name=$(random_text 24)"
    done >"$DATA/secrets.new" && mv "$DATA/secrets.new" "$DATA/secrets")
}

secret() { sed -n "s/^$1=//p" "$DATA/secrets"; }

# The parts that the instance has besides the sample partners, in the order of starting.
parts_of_instance() {
    if [ "${MODE:-}" = distributed ]; then echo postgres rabbitmq catalog importer search; else echo postgres standalone; fi
}

part_alive() {
    if [ "$1" = postgres ]; then postgres_alive; else process_alive "$1"; fi
}

# All of its parts run.
instance_running() {
    [ -n "${PORT:-}" ] || return 1
    local part
    for part in $(parts_of_instance); do
        part_alive "$part" || return 1
    done
}

# One of its services runs, so that its ports and its mode are decided.
service_running() {
    [ -n "${PORT:-}" ] || return 1
    local part
    for part in $(parts_of_instance); do
        case $part in postgres | rabbitmq) ;; *) ! process_alive "$part" || return 0 ;; esac
    done
    return 1
}

# Starts what of an instance that runs in part is missing, and waits until all of it is ready.
mend_instance() {
    if instance_running; then
        # Its processes run; whether they can work is another question.
        await_services
    else
        start_instance "$MODE" '' "${SAMPLES:-no}"
        keep_started
    fi
}

# Keeps the ports of an instance of which something runs; else the wanted ones; else those of last time; else the first free block.
choose_port() {
    local wanted=$1
    if service_running; then
        [ -z "$wanted" ] || [ "$wanted" = "$PORT" ] || fail "Engagement runs already on port $PORT; ./dev down stops it"
        ports_free || fail "port $BUSY, which a part of this instance needs, is in use by another program: stop that one, or ./dev down"
        return
    fi
    if [ -n "$wanted" ]; then
        case $wanted in *[!0-9]* | '') fail_usage "--port needs a number" ;; esac
        PORT=$wanted
        ports_free || fail "port $BUSY is in use: choose another --port"
        return
    fi
    PORT=${PORT:-$DEFAULT_PORT}
    until ports_free; do
        PORT=$((PORT + 10))
        [ "$PORT" -lt 65000 ] || fail "no free ports"
    done
}

ports_free() {
    local offset
    for offset in 0 1 2 3 4 5; do
        # A part of our own may still be running there.
        ! our_part_at "$offset" || continue
        BUSY=$((PORT + offset))
        ! port_is_open "$BUSY" || return 1
    done
}

# our_part_at OFFSET
our_part_at() {
    case $1 in
        0) process_alive standalone || process_alive search ;;
        1) process_alive catalog ;;
        2) process_alive importer ;;
        3) process_alive partners ;;
        4) postgres_at $((PORT + 4)) ;;
        5) process_alive rabbitmq ;;
    esac
}

postgres_at() { [ -f "$DATA/postgres/postmaster.pid" ] && [ "$(sed -n 4p "$DATA/postgres/postmaster.pid")" = "$1" ]; }

# start_instance MODE PORT SAMPLES: whatever of it does not run yet.
start_instance() {
    MODE=$1
    local samples=$3
    need dotnet curl postgresql
    [ "$MODE" != distributed ] || need rabbitmq
    build_services
    end_rest_of rabbitmq
    choose_port "$2"
    printf 'PORT=%s\nMODE=%s\nSAMPLES=%s\n' "$PORT" "$MODE" "$samples" >"$DATA/instance"
    start_postgres $((PORT + 4))
    [ "$MODE" != distributed ] || start_rabbitmq $((PORT + 5))
    [ "$samples" = no ] || start_service partners tools/FakePartners FakePartners $((PORT + 3))
    start_services
}

start_services() {
    if [ "$MODE" = distributed ]; then
        step "starting Catalog, Importer and Search"
        start_service catalog services/Catalog Catalog $((PORT + 1))
        start_service importer services/Importer Importer $((PORT + 2))
        start_service search services/Search Search "$PORT"
    else
        step "starting Engagement"
        start_service standalone services/Standalone Standalone "$PORT"
    fi
    await_services
}

await_services() {
    if [ "$MODE" = distributed ]; then
        await catalog 120 is_ready $((PORT + 1))
        await importer 120 is_ready $((PORT + 2))
        await search 120 is_ready "$PORT"
    else
        await standalone 120 is_ready "$PORT"
    fi
}

# start_service NAME FOLDER PROJECT PORT
start_service() {
    ! process_alive "$1" || return 0
    local environment=()
    service_environment "$4"
    start_process "$1" "$(output_of "$2")" env "${environment[@]}" dotnet "Engagement.$3.dll"
}

# The settings of the services, described in docs/operations.md.
service_environment() {
    local service catalog=$PORT importer=$PORT
    [ "$MODE" != distributed ] || { catalog=$((PORT + 1)) importer=$((PORT + 2)); }
    environment=(
        "ASPNETCORE_URLS=http://127.0.0.1:$1"
        "ASPNETCORE_ENVIRONMENT=Development"
        "Internal__Secret=$(secret internal)"
        "Internal__Catalog=http://127.0.0.1:$catalog"
        "Internal__Importer=http://127.0.0.1:$importer"
        "Internal__Search=http://127.0.0.1:$PORT"
        "Imports__Folder=$DATA/imports"
        "Fetch__AllowedPrivateEndpoints__0=127.0.0.1:$((PORT + 3))"
        "Mail__Folder=$DATA/mail"
    )
    for service in catalog importer search; do
        environment+=("ConnectionStrings__${service^}=Host=127.0.0.1;Port=$POSTGRES_PORT;Database=engagement;Username=engagement_$service;Password=$(secret "$service")")
    done
    [ "$MODE" = distributed ] || return 0
    environment+=(Bus__Transport=RabbitMq Bus__RabbitMq__Host=127.0.0.1 "Bus__RabbitMq__Port=$RABBITMQ_PORT"
        Bus__RabbitMq__User=engagement "Bus__RabbitMq__Password=$(secret rabbitmq)")
}

stop_instance() {
    local name
    for name in partners search importer catalog standalone rabbitmq postgres; do
        stop_one "$name"
    done
}

is_ready() { curl -fs -o /dev/null --max-time 5 "http://127.0.0.1:$1/health/ready"; }
