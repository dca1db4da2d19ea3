# Many ask for the slow report at once, from four addresses: reports N
[ -n "$UNDO" ] && exit 0
for client in 1 2 3 4; do
  for i in $(seq 1 $(($1 / 4))); do printf 'url = "http://127.0.0.1/cgi-bin/report.cgi?slow=%s"\noutput = /dev/null\n' "$i"; done |
    curl -s -m 9 -Z --parallel-immediate --parallel-max 300 -A 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36' --interface "127.30.0.$client" -K - &
done
wait
