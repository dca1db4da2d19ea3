# A team gets its user, its virtual host and a queue.
[ -n "$UNDO" ] && exit 0
put() { curl -sS -f -u operator:operator -X PUT -H 'Content-Type: application/json' -d "$2" "http://127.0.0.1:15672/api/$1"; }
put vhosts/loyalty '{}'
put users/loyalty '{"password":"loyalty","tags":""}'
put permissions/loyalty/loyalty '{"configure":".*","write":".*","read":".*"}'
put permissions/loyalty/operator '{"configure":".*","write":".*","read":".*"}'
put queues/loyalty/points '{"durable":true}'
sleep 1
echo '1 points {"customer":{1-4000},"points":{1-50}}' >"$DIR/team.txt"
exec $LAB load amqp "$DIR/team.txt" --rate 3 --at amqp://loyalty:loyalty@127.0.0.1/loyalty --queue points
