# The batch job of the weekend: tables are written anew, an index is built.
[ -n "$UNDO" ] && exit 0
exec psql -q -h 127.0.0.1 -U postgres postgres -c "VACUUM FULL ANALYZE transfers" -c "CREATE INDEX CONCURRENTLY IF NOT EXISTS transfers_target ON transfers (target)" -c "DROP INDEX CONCURRENTLY transfers_target"
