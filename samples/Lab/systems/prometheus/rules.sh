# rules.sh KIND: further rules are loaded: ones with a mistake of grammar, ones that match many with many, or good ones, which stay.
case $1 in
  bad) rule='{ record: "job:bad", expr: "sum by (job) rate(app_requests_total[30s])" }' ;;
  many) rule='{ record: "path:errors:ratio", expr: "app_requests_total / on (job) app_requests_total" }' ;;
  good) rule='{ record: "path:requests:rate30s", expr: "sum by (path) (rate(app_requests_total[30s]))" }' ;;
esac
if [ -z "$UNDO" ]; then
  printf 'groups:\n  - name: further\n    rules:\n      - %s\n' "$rule" >"$DIR/$1.rules.yml" && chown prometheus "$DIR/$1.rules.yml"
elif [ "$1" != good ]; then
  rm "$DIR/$1.rules.yml"
else
  exit 0
fi
pkill -HUP -x prometheus
