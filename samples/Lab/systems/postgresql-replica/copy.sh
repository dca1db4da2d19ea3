# A copy of the primary that follows it over a slot. A copy that was there is thrown away, with its server.
[ -f "$DIR/data/postmaster.pid" ] && pgrep -f "postgres -D $DIR/data" | xargs -r kill -INT
for i in $(seq 100); do pgrep -f "postgres -D $DIR/data" >/dev/null || break; sleep 0.1; done
rm -rf "$DIR/data"
primary() { psql -qAt -h 127.0.0.1 -U postgres postgres -c "$1" >/dev/null 2>&1; }
primary "SELECT pg_terminate_backend(active_pid, 3000) FROM pg_replication_slots WHERE slot_name = 'replica' AND active"
primary "SELECT pg_drop_replication_slot('replica')"
primary "SELECT pg_create_physical_replication_slot('replica', true)"
as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
as env PGPASSWORD=replicator pg_basebackup -h 127.0.0.2 -U replicator -D "$DIR/data" -X stream -c fast && as touch "$DIR/data/standby.signal"
