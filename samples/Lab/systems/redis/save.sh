# A snapshot is taken for the backup.
[ -n "$UNDO" ] && exit 0
. "$CONF/cli.sh"
redis bgsave
