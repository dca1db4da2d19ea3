# A cluster with the empty database of the shop.
set -e
as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
echo postgres >"$DIR/password" && chown postgres: "$DIR/password"
as initdb -D "$DIR/data" --wal-segsize=1 -A scram-sha-256 --pwfile="$DIR/password" --locale=C.UTF-8 >/dev/null
printf "CREATE ROLE shop LOGIN PASSWORD 'shop';\nCREATE DATABASE shop OWNER shop;\n" |
  as postgres --single -D "$DIR/data" -c config_file="$CONF/postgresql.conf" postgres >/dev/null
