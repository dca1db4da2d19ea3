# Those who stay connected: services that subscribe, gateways that publish every now and then.
again() { while :; do "$@" >/dev/null 2>&1; sleep 1; done; }
readings() { while sleep "0.$1"; do date +%3N; done; }
gateway() { readings $((4 + $1)) | mosquitto_pub -l -k 5 -q 1 -u sensors -P sensors -i "gateway-$1" -t "meters/gateway-$1/power"; }
again mosquitto_sub -k 5 -q 1 -u app -P app -i billing -t 'meters/+/power' &
again mosquitto_sub -k 5 -q 0 -u app -P app -i dashboard -t 'homes/#' -t 'alerts/#' &
again mosquitto_sub -k 5 -q 0 -u app -P app -i monitoring -t '$SYS/broker/clients/#' &
again mosquitto_sub -k 5 -q 1 -u app -P app -i history -c -t 'meters/+/temperature' -t 'alerts/#' &
for i in 1 2 3 4 5; do again gateway $i & done
wait
