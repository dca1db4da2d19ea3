# The password of a role is rotated, and its clients do not know the new one.
role=${1:-app}
[ -n "$UNDO" ] && exec psql -q -h 127.0.0.1 -U postgres postgres -c "ALTER ROLE $role PASSWORD '$role'"
psql -q -h 127.0.0.1 -U postgres postgres -c "ALTER ROLE $role PASSWORD 'rotated'" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '$role'" >/dev/null
