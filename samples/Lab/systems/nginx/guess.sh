# Stolen passwords are tried, from three addresses: guess URL
[ -n "$UNDO" ] && exit 0
for client in 11 12 13; do
  for i in $(seq 1 60); do
    printf 'url = "%s"\noutput = /dev/null\ndata = "{\\"user\\":\\"user%s@example.com\\",\\"password\\":\\"%s\\"}"\n' "$1" "$((i * 37))" "$i$client"
  done | curl -sk --interface "127.67.0.$client" -A 'okhttp/4.9.3' -K - &
done
wait
