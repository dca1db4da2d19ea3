# A server with the tables of a small shop, filled once.
set -e
mkdir -p "$DIR/tmp" && chown mysql: "$DIR/tmp"
mariadb-install-db --no-defaults --user=mysql --datadir="$DIR/data" --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1
{ echo "FLUSH PRIVILEGES;"; cat "$CONF/schema.sql"; } | setpriv --reuid mysql --regid mysql --init-groups mariadbd --no-defaults --bootstrap --datadir="$DIR/data" --innodb-log-file-size=16M >/dev/null 2>&1
