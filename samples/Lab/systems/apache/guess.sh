# Passwords of the administration are tried, from three addresses.
[ -n "$UNDO" ] && exit 0
for client in 11 12 13; do
  for i in $(seq 1 60); do
    printf 'url = "http://127.0.0.1/admin/users.html"\noutput = /dev/null\nuser = "%s:%s"\nnext\n' "$(printf 'editor\nadmin\nroot\ntest\n' | sed -n "$((1 + i % 4))p")" "pass$i$client"
  done | curl -s --interface "127.67.0.$client" -K - &
done
wait
