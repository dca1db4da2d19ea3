# A server is taken out for maintenance in order, and comes back: drain SERVER
order() { echo "set server app/$1 state $2" | socat - "UNIX-CONNECT:$DIR/admin.sock"; }
if [ -n "$UNDO" ]; then order "$1" ready; else order "$1" drain && sleep 1 && order "$1" maint; fi
