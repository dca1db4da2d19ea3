# A copy of the whole cluster, as for a new replica.
[ -n "$UNDO" ] && exec rm -rf "$DIR/copy"
PGPASSWORD=replicator pg_basebackup -h 127.0.0.2 -U replicator -D "$DIR/copy" -X stream -c fast
