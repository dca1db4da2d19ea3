# Another certificate: certificate.sh expired|renewed
reload() { kill -HUP "$(cat "$DIR/nginx.pid")"; sleep 0.2; }
case "$1$UNDO" in
  expired) sh "$CONF/issue.sh" "$DIR" -30d 20 && reload ;;
  expired1 | renewed) sh "$CONF/issue.sh" "$DIR" -1d 60 && reload ;;
esac
