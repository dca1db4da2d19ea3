# A consumer that is gone for good left its slot behind; at a checkpoint the server gives its log up.
sql() { psql -q -h 127.0.0.1 -U postgres postgres "$@" >/dev/null; }
[ -n "$UNDO" ] && { sql -c "SELECT pg_drop_replication_slot('old_warehouse')"; exit 0; }
sql -c "SELECT pg_create_physical_replication_slot('old_warehouse', true)" -c "SELECT pg_logical_emit_message(false, 'import', repeat(md5(i::text), 30000)) FROM generate_series(1, 120) i" -c "CHECKPOINT"
