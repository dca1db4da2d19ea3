# Somebody tries API keys.
[ -n "$UNDO" ] && exit 0
exec $LAB load http "$CONF/guesses.txt" --rate "$1" --users 3 --at http://127.0.0.1:5000 --header 'X-Api-Key: guess'
