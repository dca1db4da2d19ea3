# A release of the pages: release gone|unreadable|NAME. The first two go wrong and are taken back.
if [ -n "$UNDO" ]; then
  case $1 in gone | unreadable) ln -sfn v1 "$DIR/www" ;; esac
  exit 0
fi
case $1 in
  gone) ln -sfn v-missing "$DIR/www" ;;
  unreadable) cp -r "$DIR/v1" "$DIR/v-new" && chmod 0700 "$DIR/v-new" && ln -sfn v-new "$DIR/www" ;;
  *) cp -r "$DIR/v1" "$DIR/$1" && echo '{"version":2}' >"$DIR/$1/assets/manifest.json" && ln -sfn "$1" "$DIR/www" ;;
esac
