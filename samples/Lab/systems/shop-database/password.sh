# The password of the shop's role is changed, its connections are ended, and the shop does not know of it.
psql() { PGPASSWORD=postgres command psql -q -h 127.0.0.1 -U postgres postgres "$@"; }
if [ -n "$UNDO" ]; then
  psql -c "ALTER ROLE shop PASSWORD 'shop'"
else
  psql -c "ALTER ROLE shop PASSWORD 'rotated'" -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'shop'" >/dev/null
fi
