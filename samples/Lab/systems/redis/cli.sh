# Sourced by others: the client of the operator.
redis() { redis-cli --user admin --pass admin --no-auth-warning "$@"; }
