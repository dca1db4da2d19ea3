# A second address of the application is watched, for good.
[ -n "$UNDO" ] && exit 0
sed 's/127.0.0.1:9201/127.0.0.2:9201/' "$CONF/targets.json" >"$DIR/targets/second.json" && chown prometheus "$DIR/targets/second.json"
