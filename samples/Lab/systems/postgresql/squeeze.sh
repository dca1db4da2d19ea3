# The server and what it forks may map hardly more than they do now.
as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
pids=$(pgrep -f 'postgres -D|postgres: ')
limit=unlimited
[ -z "$UNDO" ] && limit=$(( $(awk '/VmSize/ { print $2 }' "/proc/$(head -1 "$DIR/data/postmaster.pid")/status") * 1024 + ${1:-0} * 1024 ))
for pid in $pids; do as prlimit --pid "$pid" --as="$limit:" 2>/dev/null; done
true
