# A table with a mistake in a line: cron leaves out the whole file.
[ -n "$UNDO" ] && cp "$CONF/jobs.cron" "$DIR/cron.d/jobs" || echo '* 25 * * root sh /srv/cron/jobs/health.sh' >>"$DIR/cron.d/jobs"
