# A new job, for good.
[ -n "$UNDO" ] && exit 0
printf '%s\n' 'SHELL=/bin/sh' '* * * * * ops logger -t stock "warehouse is asked for what is new"' >"$DIR/cron.d/stock"
