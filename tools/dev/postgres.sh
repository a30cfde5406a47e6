# shellcheck shell=bash
# A PostgreSQL of our own: its cluster under the data folder, on a port of its own, reachable from this machine only.

# The servers refuse to run as root. Sets OWNER and PLACE for a server's files, owned by a user that can reach them.
place_for() {
    local name=$1 system_user=$2
    OWNER=$(id -un) PLACE=$DATA/$name
    if [ "$(id -u)" -eq 0 ]; then
        OWNER=$system_user
        getent passwd "$OWNER" >/dev/null || { OWNER=engagement; getent passwd "$OWNER" >/dev/null || useradd --system --no-create-home "$OWNER"; }
        if ! as_owner test -x "$DATA"; then
            PLACE=/var/lib/engagement/$(instance_id)/$name
            [ -d "$PLACE" ] || step "user $OWNER cannot reach $DATA: $name's files go to $PLACE"
        fi
    fi
    [ -d "$PLACE" ] || { mkdir -p "$PLACE"; chmod 700 "$PLACE"; chown "$OWNER" "$PLACE"; }
}

as_owner() {
    local switch=()
    switch_to_owner
    (cd / && ${switch[@]+"${switch[@]}"} "$@")
}

# Unlike su and runuser, setpriv becomes the program: signals reach it.
switch_to_owner() {
    [ "$OWNER" = "$(id -un)" ] || switch=(setpriv --reuid="$OWNER" --regid="$(id -g "$OWNER")" --clear-groups --)
}

# A name for this data folder's things elsewhere on the machine; a new folder has a new one.
instance_id() {
    [ -f "$DATA/id" ] || random_text 8 >"$DATA/id"
    cat "$DATA/id"
}

random_text() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }

uses_docker() { ! find_postgres; }

postgres_port() {
    if uses_docker; then docker port "engagement-$(instance_id)" 5432 | head -n 1 | sed 's/.*://'
    else sed -n 4p "$PLACE/postmaster.pid"; fi
}

postgres_running() {
    if uses_docker; then [ "$(docker inspect -f '{{.State.Running}}' "engagement-$(instance_id)" 2>/dev/null)" = true ]
    else [ -f "$PLACE/PG_VERSION" ] && as_owner "$POSTGRES_BIN/pg_ctl" status -D "$PLACE" >/dev/null 2>&1; fi
}

# For whoever does not know yet where its files are.
postgres_alive() {
    [ -f "$DATA/database" ] || return 1
    uses_docker || place_for postgres postgres
    postgres_running
}

# start_postgres PORT: sets POSTGRES_PORT, which is another one when it runs already.
start_postgres() {
    uses_docker || place_for postgres postgres
    if ! postgres_running; then
        step "starting PostgreSQL"
        if uses_docker; then start_postgres_in_docker "$1"; else start_private_postgres "$1"; fi
        STARTED+=(postgres)
    fi
    POSTGRES_PORT=$(postgres_port)
    [ -f "$DATA/database" ] || create_database
}

start_private_postgres() {
    if [ ! -f "$PLACE/PG_VERSION" ]; then
        as_owner "$POSTGRES_BIN/initdb" -D "$PLACE" --auth-local=peer --auth-host=scram-sha-256 \
            --encoding=UTF8 --locale=C.UTF-8 >"$DATA/logs/initdb.log" 2>&1 9>&- || fail_with_log initdb "initdb failed"
    fi
    # Of a server that was killed some processes take a moment to end; until then no other may start.
    local tries=5
    until start_server "$1"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail_with_log postgres "PostgreSQL did not start (see also $PLACE/server.log)"
        sleep 1
    done
}

start_server() {
    as_owner "$POSTGRES_BIN/pg_ctl" start -w -t 60 -D "$PLACE" -l "$PLACE/server.log" \
        -o "-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$(socket_folder) -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=2GB -c jit=off" \
        >"$DATA/logs/postgres.log" 2>&1 </dev/null 9>&-
}

# The system limits a socket's path to 107 characters.
socket_folder() {
    local folder=$PLACE
    if [ ${#folder} -gt 85 ]; then
        folder=/tmp/engagement-$(instance_id)
        [ -d "$folder" ] || { mkdir -m 700 "$folder"; chown "$OWNER" "$folder"; }
    fi
    echo "$folder"
}

start_postgres_in_docker() {
    local name
    name=engagement-$(instance_id)
    docker start "$name" >/dev/null 2>&1 ||
        docker run -d --name "$name" -e POSTGRES_HOST_AUTH_METHOD=scram-sha-256 -e POSTGRES_PASSWORD="$(random_text 16)" \
            -p "127.0.0.1:$1:5432" postgres:16 >/dev/null || fail "Docker could not start PostgreSQL"
    local tries=600
    # The image starts a server without TCP first, to set it up.
    until docker exec "$name" pg_isready -q -h 127.0.0.1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "PostgreSQL in Docker is not ready: docker logs $name"
        sleep 0.1
    done
}

stop_postgres() {
    if uses_docker; then
        if has_docker && postgres_running; then docker stop "engagement-$(instance_id)" >/dev/null; fi
        return
    fi
    [ -d "$DATA" ] || return 0
    place_for postgres postgres
    if postgres_running; then quietly as_owner "$POSTGRES_BIN/pg_ctl" stop -m fast -w -t 60 -D "$PLACE"; fi
}

# As superuser; the statements come on standard input.
superuser_sql() {
    if uses_docker; then docker exec -i "engagement-$(instance_id)" psql -U postgres -d "$1" -qX -v ON_ERROR_STOP=1
    else as_owner psql -h "$(socket_folder)" -p "$POSTGRES_PORT" -d "$1" -qX -v ON_ERROR_STOP=1; fi
}

create_database() {
    step "creating the database"
    local service password statements="set client_min_messages = warning;"
    [ "$(echo "select 1 from pg_database where datname = 'engagement'" | superuser_sql postgres | grep -c 1)" -gt 1 ] ||
        echo 'create database engagement' | superuser_sql postgres
    for service in catalog importer search; do
        password=$(secret "$service")
        statements+="
            drop role if exists engagement_$service;
            create role engagement_$service login password '$password';
            alter role engagement_$service set search_path = $service;
            create schema if not exists $service authorization engagement_$service;"
    done
    superuser_sql engagement <<<"$statements revoke connect on database postgres from public;" || fail "the database could not be prepared"
    touch "$DATA/database"
}
