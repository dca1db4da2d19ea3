# As the distribution does with this log: copied and cut.
[ -n "$UNDO" ] && exit 0
cp "$LOG/postgresql.log" "$LOG/postgresql.log.1" && : >"$LOG/postgresql.log"
