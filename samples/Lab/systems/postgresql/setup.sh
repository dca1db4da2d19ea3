# A cluster with the tables of a small shop, filled once.
set -e
as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
cp "$CONF/pg_hba.conf" "$DIR/pg_hba.conf" && : >"$DIR/local.conf" && chown postgres: "$DIR/pg_hba.conf" "$DIR/local.conf"
as initdb -D "$DIR/data" --wal-segsize=1 -A trust --locale=C.UTF-8 >/dev/null
as postgres --single -D "$DIR/data" -c config_file="$CONF/postgresql.conf" -c logging_collector=off postgres <"$CONF/schema.sql" 
