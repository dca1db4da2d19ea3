# A fault from inside: CALL NAME=VALUE, and the same with 0 when it ends.
case "$NAME" in gateway) port=5100 ;; orders) port=5101 ;; payments) port=5102 ;; inventory) port=5103 ;; esac
[ -n "$UNDO" ] && query="${2%%=*}=0" || query="$2"
exec curl -sf -m 30 -o /dev/null -X POST "http://127.0.0.1:$port/control/$1?$query"
