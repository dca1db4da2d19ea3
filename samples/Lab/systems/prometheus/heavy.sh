# A dashboard that asks for more than a query may load, again and again.
[ -n "$UNDO" ] && exit 0
while :; do
  curl -sg -o /dev/null 'http://127.0.0.1:9090/api/v1/query?query=count_over_time({__name__=~".%2B"}[20m])'
  curl -sg -o /dev/null 'http://127.0.0.1:9090/api/v1/query?query=max_over_time(sum({__name__=~".%2B"})by(instance)[30m:1s])'
  sleep 0.3
done
