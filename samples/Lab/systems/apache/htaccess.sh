# A slip in a file that is read with each request.
file="$DIR/www/docs/.htaccess"
if [ -n "$UNDO" ]; then mv "$DIR/htaccess" "$file"; else cp "$file" "$DIR/htaccess" && echo 'RewriteRul ^old-(.*)$ /docs/$1.html' >>"$file"; fi
