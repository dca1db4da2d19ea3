# The log is copied and cut, as its writer holds it open.
[ -n "$UNDO" ] && exit 0
cp "$LOG/redis.log" "$LOG/redis.log.1" && : >"$LOG/redis.log"
