# A migration that takes a table for itself and does not come to an end.
if [ -n "$UNDO" ]; then exec psql -q -h 127.0.0.1 -U postgres postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' AND query LIKE 'SELECT pg_sleep%'" >/dev/null; fi
exec psql -q -h 127.0.0.1 -U postgres postgres -c "BEGIN" -c "LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE" -c "SELECT pg_sleep(${1:-10})" -c "ROLLBACK"
