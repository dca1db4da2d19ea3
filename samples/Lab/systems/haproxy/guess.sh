# Stolen passwords are tried.
exec sh "$SYSTEMS/nginx/guess.sh" "$@"
