# What an operator runs every night.
[ -n "$UNDO" ] && exit 0
PGPASSWORD=postgres pg_dump -h 127.0.0.1 -U postgres -Fc shop -f "$DIR/backup.dump" && rm -f "$DIR/backup.dump"
