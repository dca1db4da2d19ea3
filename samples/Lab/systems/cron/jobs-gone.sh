# A deployment forgets the scripts of two jobs.
[ -n "$UNDO" ] && cp "$CONF"/jobs/*.sh "$DIR/jobs/" || rm "$DIR/jobs/sessions.sh" "$DIR/jobs/queue.sh"
