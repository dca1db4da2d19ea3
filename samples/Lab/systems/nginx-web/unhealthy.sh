# It says that it is not well, though it answers.
if [ -n "$UNDO" ]; then echo ok >"$DIR/www/health"; else rm -f "$DIR/www/health"; fi
