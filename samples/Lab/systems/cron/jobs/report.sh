# Once in a while there is nothing to report, which it takes for a failure.
[ "$(date +%N | cut -c8)" = 0 ] && { echo "nothing to report" >&2; exit 1; }
logger -t report "sent to $(($(date +%N) / 100000000)) readers"
