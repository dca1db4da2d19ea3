# The append-only file is written anew.
[ -n "$UNDO" ] && exit 0
. "$CONF/cli.sh"
redis bgrewriteaof
