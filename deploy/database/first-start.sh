#!/bin/sh
# Run once by the PostgreSQL image, when its volume is empty.
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname template1 \
    --set owner_password="$ECHELON_OWNER_PASSWORD" --set runtime_password="$ECHELON_RUNTIME_PASSWORD" \
    --file /database/roles.sql
