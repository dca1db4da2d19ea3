# A fault from inside: CALL NAME=VALUE, and the same with 0 when it ends, unless the service has ended of it.
case "$NAME" in gateway) port=5100 ;; orders) port=5101 ;; payments) port=5102 ;; inventory) port=5103 ;; esac
call() { curl -sf -m 30 -o /dev/null -X POST "http://127.0.0.1:$port/control/$1"; }
[ -n "$UNDO" ] && { call "$1?${2%%=*}=0"; exit 0; }
call "$1?$2"
