# The configuration is edited and read again: with a mistake when the argument is 'bad'.
if [ -n "$UNDO" ]; then : >"$DIR/local.conf"
elif [ "$1" = bad ]; then printf 'work_mem = 512kB\nmax_conections = 100\n' >"$DIR/local.conf"
else printf 'work_mem = 512kB\n' >"$DIR/local.conf"; fi
kill -HUP "$(head -1 "$DIR/data/postmaster.pid")"
