# Many requests at once from one program: requests PARALLEL COUNT CLIENT PATH
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 "$2"); do printf 'url = "https://127.0.0.1%s"\noutput = /dev/null\n' "$4"; done |
  curl -sk -m 8 -Z --parallel-immediate --parallel-max "$1" --interface "$3" -A 'Go-http-client/1.1' -K -
