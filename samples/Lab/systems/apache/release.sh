# A release of the site: release gone|unreadable|NAME. The first two go wrong and are taken back.
if [ -n "$UNDO" ]; then
  case $1 in gone | unreadable) ln -sfn www-1 "$DIR/www" ;; esac
  exit 0
fi
case $1 in
  gone) ln -sfn www-missing "$DIR/www" ;;
  unreadable) cp -r "$DIR/www-1" "$DIR/www-new" && chmod 0700 "$DIR/www-new" && ln -sfn www-new "$DIR/www" ;;
  *) cp -r "$DIR/www-1" "$DIR/$1" && echo 'body{}' >"$DIR/$1/assets/dark.css" && ln -sfn "$1" "$DIR/www" ;;
esac
