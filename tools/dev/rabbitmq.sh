# shellcheck shell=bash
# A RabbitMQ of our own, for the distributed form: on ports of its own, its name server (epmd) too.

rabbitmq_program() {
    # Debian's wrapper on PATH uses the machine's own folders: the program itself does not.
    if [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then echo /usr/lib/rabbitmq/bin/rabbitmq-server; else command -v rabbitmq-server; fi
}

start_rabbitmq() {
    RABBITMQ_PORT=$1
    ! process_alive rabbitmq || return 0
    step "starting RabbitMQ"
    place_for rabbitmq rabbitmq
    as_owner tee "$PLACE/rabbitmq.conf" >/dev/null <<CONF
listeners.tcp.1 = 127.0.0.1:$1
default_user = engagement
default_pass = $(secret rabbitmq)
loopback_users.guest = true
log.console = true
log.console.level = warning
CONF
    as_owner touch "$PLACE/plugins"
    local switch=()
    switch_to_owner
    start_process rabbitmq / ${switch[@]+"${switch[@]}"} env HOME="$PLACE" RABBITMQ_NODENAME="engagement-$(instance_id)@localhost" \
        RABBITMQ_DIST_PORT=$(($1 + 1)) ERL_EPMD_PORT=$(($1 + 2)) ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_MNESIA_BASE="$PLACE/mnesia" RABBITMQ_LOG_BASE="$PLACE/log" RABBITMQ_CONFIG_FILE="$PLACE/rabbitmq.conf" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$PLACE/plugins" RABBITMQ_CONF_ENV_FILE="$PLACE/none" "$(rabbitmq_program)"
    await rabbitmq 90 port_is_open "$1"
}

stop_rabbitmq() {
    [ -f "$DATA/run/rabbitmq.pid" ] || return 0
    stop_process rabbitmq
    if command -v epmd >/dev/null; then epmd -port "$((PORT + 7))" -kill >/dev/null 2>&1 || true; fi
}
