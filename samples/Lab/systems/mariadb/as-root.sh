# Sourced by others: the client of the operator.
sql() { mariadb --no-defaults -S /srv/mariadb/mariadb.sock -u root "$@"; }
app() { mariadb --no-defaults -h 127.0.0.1 -u app -papp shop "$@" 2>/dev/null; }
# A client that is gone may leave a statement behind that sleeps.
end_sleepers() { sql -N -e "SELECT concat('KILL ', id, ';') FROM information_schema.processlist WHERE user IN ('app', 'root') AND info LIKE 'SELECT sleep%'" | sql; }
