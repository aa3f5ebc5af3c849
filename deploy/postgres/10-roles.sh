#!/bin/sh
# Runs once, when the database is created: the owner makes tables, the runtime role owns nothing.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$OWNER_PASSWORD" --set runtime="$RUNTIME_PASSWORD" <<'SQL'
CREATE ROLE maiam_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner';
CREATE ROLE maiam_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'runtime';
ALTER DATABASE maiam OWNER TO maiam_owner;
SQL
