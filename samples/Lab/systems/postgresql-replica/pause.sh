# Replay waits while a snapshot of the replica's disk is taken.
reply() { psql -q -h 127.0.0.1 -p 5433 -U postgres postgres -c "SELECT $1()" >/dev/null; }
if [ -n "$UNDO" ]; then reply pg_wal_replay_resume || true; else reply pg_wal_replay_pause; fi
