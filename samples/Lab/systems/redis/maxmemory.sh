# The limit of memory is set so low that nothing can be written; reads go on. Redis tells its clients, not its log.
. "$CONF/cli.sh"
if [ -n "$UNDO" ]; then redis config set maxmemory 48mb; else redis config set maxmemory 1mb; fi
