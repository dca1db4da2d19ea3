# Whether a role serves, and so does all that it needs.
case "$1" in gateway) port=5000 ;; orders) port=5001 ;; payments) port=5002 ;; inventory) port=5003 ;; esac
exec curl -sf -m 3 -o /dev/null "http://127.0.0.1:$port/health"
