# Settings are changed while it runs, and changed back.
. "$CONF/cli.sh"
if [ -n "$UNDO" ]; then redis config set save "30 2000" maxclients 500; else redis config set save "20 1000" maxclients 600 && redis config rewrite; fi
