# The configuration changes in one point, and is loaded; it is as it was at the end.
case $1 in
  password) change='s/app, password: app/app, password: rotated/' ;;
  rights) change='s/password: app/&, permissions: { publish: { deny: ">" } }/' ;;
  mistake) change='s/^max_payload:.*/max_payload: plenty/' ;;
esac
if [ -n "$UNDO" ]; then sh "$CONF/setup.sh"; else sed -i "$change" "$DIR/nats.conf"; fi
UNDO= sh "$CONF/reload.sh"
