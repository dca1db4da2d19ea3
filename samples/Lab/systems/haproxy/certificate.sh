# Another certificate: certificate.sh expired|renewed
reload() { kill -USR2 "$(head -1 "$DIR/haproxy.pid")"; sleep 0.5; }
case "$1$UNDO" in
  expired) sh "$SYSTEMS/nginx/issue.sh" "$DIR" -30d 20 && reload ;;
  expired1 | renewed) sh "$SYSTEMS/nginx/issue.sh" "$DIR" -1d 60 && reload ;;
esac
