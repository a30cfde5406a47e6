#!/bin/sh
# Run once by the postgres image, on an empty volume: a role and a schema for each service.
set -eu
for service in catalog importer search; do
    case $service in
        catalog) password=$CATALOG_PASSWORD ;;
        importer) password=$IMPORTER_PASSWORD ;;
        search) password=$SEARCH_PASSWORD ;;
    esac
    psql -v ON_ERROR_STOP=1 -v service="$service" -v role="engagement_$service" -v password="$password" \
        --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role :"role" login password :'password';
alter role :"role" set search_path = :"service";
create schema :"service" authorization :"role";
SQL
done
