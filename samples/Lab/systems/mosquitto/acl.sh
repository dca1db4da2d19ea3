# A new list of rights forgets what the meters may do.
if [ -n "$UNDO" ]; then cp "$CONF/acl" "$DIR/acl"; else sed -i 's|^topic write meters/#|topic write meter/#|' "$DIR/acl"; fi
UNDO= sh "$CONF/reload.sh"
