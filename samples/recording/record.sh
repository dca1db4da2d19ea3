#!/usr/bin/env bash
# Records the demo data: an order service and its PostgreSQL under load, with faults injected while they run.
# What happens when, and what comes out, is described in README.md next to this file.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

duration=2040
fault_scale=1
rate=8
seed=5
out="$repository/samples/data"
work=/tmp/order-recording
database_port=55432
service_port=55080
payment_port=55081
keep=no

usage() {
    cat <<EOF
usage: record.sh [options]
  --duration SECONDS    length of the whole recording (default $duration)
  --fault-scale FACTOR  multiplies the length of every fault (default $fault_scale)
  --rate NUMBER         mean requests per second (default $rate)
  --seed NUMBER         seed of the load (default $seed)
  --out FOLDER          where the outputs go (default samples/data)
  --work FOLDER         scratch folder, must not exist (default $work)
  --keep                leave the scratch folder in place
EOF
}

while [ $# -gt 0 ]; do
    case $1 in
        --duration) duration=$2; shift 2 ;;
        --fault-scale) fault_scale=$2; shift 2 ;;
        --rate) rate=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --out) mkdir -p "$2"; out=$(cd "$2" && pwd); shift 2 ;;
        --work) work=$2; shift 2 ;;
        --keep) keep=yes; shift ;;
        --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done

fail() { echo "record.sh: $*" >&2; exit 1; }
say() { echo "$(date -u +%H:%M:%S) $*"; }
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
note() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$(now)" "${3:-}" >>"$work/schedule.tsv"; say "$1 $2"; }
scaled() { awk -v s="$1" -v f="$fault_scale" 'BEGIN { printf "%.1f", s * f }'; }

[ "$(id -u)" = 0 ] || fail "run this as root: it mounts a small tmpfs and runs PostgreSQL as the user postgres."
[ ! -e "$work" ] || fail "$work exists; remove it or name another folder with --work."
command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed."
if ! ls -d /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    say "installing PostgreSQL"
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql
fi
bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)")

data=$work/cluster
volume=$work/volume
app=$work/app
app_log=$work/orders-app.log
database_log=$work/server.log
admin=(-h 127.0.0.1 -p "$database_port" -U monitor -d orders -X -q -At)

service_pid='' payment_pid='' load_pid='' probe_pid='' hog_pid='' filler_pid=''

stop_pid() {
    [ -n "$1" ] && kill -0 "$1" 2>/dev/null || return 0
    kill "$1" 2>/dev/null || true
    for _ in $(seq 100); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -9 "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

cleanup() {
    local status=$?
    trap - EXIT INT TERM
    stop_pid "$filler_pid"; stop_pid "$hog_pid"; stop_pid "$load_pid"; stop_pid "$probe_pid"
    stop_pid "$service_pid"; stop_pid "$payment_pid"
    if [ -s "$data/postmaster.pid" ]; then
        runuser -u postgres -- "$bin/pg_ctl" stop -D "$data" -m fast -s >/dev/null 2>&1 || true
    fi
    if mountpoint -q "$volume"; then
        umount "$volume" || true
    fi
    if [ "$keep" = no ] && [ $status -eq 0 ]; then
        rm -rf "$work"
    fi
    exit $status
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# A request without a body; prints the status.
http() {
    local status
    exec 9<>"/dev/tcp/127.0.0.1/$3" || return 1
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n' "$1" "$2" >&9
    read -r _ status _ <&9 || status=0
    exec 9>&- 9<&-
    echo "$status"
}

await_port() {
    for _ in $(seq 150); do
        if (exec 8<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
        sleep 0.1
    done
    fail "nothing listens on port $1."
}

start_database() {
    (cd /tmp && exec runuser -u postgres -- "$bin/pg_ctl" start -D "$data" -l "$database_log" -w -t 60 -s)
}

start_service() {
    (cd "$app" && exec dotnet OrderService.dll --url "http://127.0.0.1:$service_port" --invoices "$volume/invoices" \
        --payments "http://127.0.0.1:$payment_port" \
        --database "Host=127.0.0.1;Port=$database_port;Username=orders;Database=orders" \
        --deployment-database "Host=127.0.0.1;Port=$database_port;Username=deploy;Database=orders" "$@" >>"$app_log" 2>&1) &
    service_pid=$!
    await_port "$service_port"
}

restart_service() {
    stop_pid "$service_pid"
    sleep 1
    start_service "$@"
}

payment_mode() { [ "$(http PUT "/admin/mode/$1" "$payment_port")" = 200 ] || fail "the payment provider did not switch."; }

# What a monitoring system does to a database: a short session every few seconds.
probe() {
    while :; do
        psql -h 127.0.0.1 -p "$database_port" -U monitor -d orders -X -q -At \
            -c "SELECT count(*), coalesce(max(now() - xact_start), interval '0') FROM pg_stat_activity WHERE datname = 'orders'" \
            >/dev/null 2>&1 || true
        sleep 3
    done
}

say "building"
mkdir -p "$work"
chmod 755 "$work"
dotnet publish "$repository/samples/OrderService" -c Release -o "$app" -v quiet --nologo >"$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2; fail "the build failed."; }

say "preparing the database"
mkdir -p "$data" "$volume"
mount -t tmpfs -o size=20m,mode=755 tmpfs "$volume"
mkdir -p "$volume/invoices" "$volume/tablespace"
chown postgres: "$data" "$volume/tablespace"
touch "$database_log" "$app_log" "$work/schedule.tsv"
chown postgres: "$database_log"
(cd /tmp && runuser -u postgres -- "$bin/initdb" -D "$data" -A trust -U postgres -E UTF8 --locale=C >"$work/initdb.log")
cat >>"$data/postgresql.conf" <<EOF
listen_addresses = '127.0.0.1'
port = $database_port
unix_socket_directories = ''
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
max_connections = 40
superuser_reserved_connections = 0
shared_buffers = 32MB
work_mem = 64kB
checkpoint_timeout = 45s
autovacuum_naptime = 15s
autovacuum_vacuum_threshold = 200
autovacuum_analyze_threshold = 200
log_autovacuum_min_duration = 0
log_checkpoints = on
log_connections = on
log_disconnections = on
log_lock_waits = on
log_temp_files = 0
log_min_duration_statement = 100
log_min_duration_sample = 0
log_statement_sample_rate = 0.10
EOF
start_database
psql -h 127.0.0.1 -p "$database_port" -U postgres -d postgres -X -q <<EOF
CREATE ROLE orders LOGIN;
CREATE ROLE deploy LOGIN IN ROLE orders;
ALTER ROLE deploy SET role = 'orders';
ALTER ROLE deploy SET log_min_duration_statement = 0;
CREATE ROLE monitor LOGIN IN ROLE pg_monitor;
CREATE ROLE reporting LOGIN IN ROLE pg_signal_backend, pg_read_all_stats;
CREATE DATABASE orders OWNER orders;
CREATE TABLESPACE volume OWNER orders LOCATION '$volume/tablespace';
EOF

# The schedule: seconds of each part.
down=$(scaled 18) second_crash=$(scaled 24) exhausted=$(scaled 55) slow=$(scaled 20) stuck=$(scaled 20) failing=$(scaled 22)
full=$(scaled 58) bad=$(scaled 58)
read -r first gap restart_at <<<"$(awk -v d="$duration" -v f="$fault_scale" 'BEGIN {
    rest = d - 289 * f; first = rest * 0.43; gap = (rest - first) / 5
    printf "%d %d %d", first, gap, (first > 240 ? 110 : first / 3) }')"
say "normal $first s with a restart at $restart_at s, then five faults with $gap s of normal running after each"

say "starting"
dotnet "$app/OrderService.dll" --role payment --url "http://127.0.0.1:$payment_port" >"$work/payment.log" 2>&1 &
payment_pid=$!
await_port "$payment_port"
note recording began
start_service --version 1.4.1
probe &
probe_pid=$!
dotnet "$app/OrderService.dll" --role load --url "http://127.0.0.1:$service_port" --rate "$rate" --seed "$seed" \
    --seconds $((duration + 600)) >"$work/load.log" 2>&1 &
load_pid=$!

sleep "$restart_at"
say "ordinary deployment"
restart_service --version 1.4.2
sleep $((first - restart_at))

note database-killed injected "The database server was killed with SIGKILL, stayed away, and ran crash recovery; soon after, one of its backends was killed too and the server restarted itself."
kill -9 "$(head -n 1 "$data/postmaster.pid")"
sleep "$down"
start_database
sleep "$second_crash"
victim=$(psql "${admin[@]}" -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'order-service' LIMIT 1")
kill -9 "$victim"
for _ in $(seq 100); do
    sleep 0.2
    if psql "${admin[@]}" -c "SELECT 1" >/dev/null 2>&1; then break; fi
done
note database-killed undone
sleep "$gap"

note connections-exhausted injected "An outside client ended the service's database connections, took every connection that the server had to give, and held them."
dotnet "$app/OrderService.dll" --role hog --database "Host=127.0.0.1;Port=$database_port;Username=reporting;Database=orders" \
    --seconds 600 >"$work/hog.log" 2>&1 &
hog_pid=$!
sleep "$exhausted"
stop_pid "$hog_pid"
hog_pid=''
note connections-exhausted undone
sleep "$gap"

note dependency-slow-then-failing injected "The payment provider answered slowly, then slower than the service waits, then with status 503."
payment_mode slow
sleep "$slow"
payment_mode stuck
sleep "$stuck"
payment_mode failing
sleep "$failing"
payment_mode normal
note dependency-slow-then-failing undone
sleep "$gap"

note disk-full injected "Another program filled the volume that holds the invoices and a tablespace of the database, and took every block that became free."
(while :; do head -c 65536 /dev/zero 2>/dev/null >>"$volume/backup.tmp" || sleep 0.1; done) 2>/dev/null &
filler_pid=$!
sleep "$full"
stop_pid "$filler_pid"
filler_pid=''
rm -f "$volume/backup.tmp"
note disk-full undone
sleep "$gap"

note bad-deployment injected "The service was replaced by build 1.5.0, which fails on orders of customers without a loyalty bonus, and later rolled back."
restart_service --version 1.5.0 --bad-build
sleep "$bad"
restart_service --version 1.4.2
note bad-deployment undone
sleep "$gap"

say "stopping"
stop_pid "$load_pid"; load_pid=''
stop_pid "$probe_pid"; probe_pid=''
stop_pid "$service_pid"; service_pid=''
stop_pid "$payment_pid"; payment_pid=''
note recording ended
# The recording ends before its surroundings are taken down.
cp "$database_log" "$work/orders-postgresql.log"
(cd /tmp && runuser -u postgres -- "$bin/pg_ctl" stop -D "$data" -m fast -s)
umount "$volume"

say "labelling"
# shellcheck disable=SC1091
system=$(. /etc/os-release && echo "$PRETTY_NAME")
status=0
dotnet "$app/OrderService.dll" --role label --folder "$work" --system "$system, Linux $(uname -r | cut -d- -f1)" \
    --postgresql "$("$bin/postgres" --version | sed 's/.*) //; s/ .*//')" --rate "$rate" >"$work/report.txt" || status=$?
cat "$work/report.txt"
[ $status -eq 0 ] || { keep=yes; fail "the ground truth has problems; the logs are in $work."; }

mkdir -p "$out"
gzip -9 -n -c "$app_log" >"$out/orders-app.log.gz"
gzip -9 -n -c "$work/orders-postgresql.log" >"$out/orders-postgresql.log.gz"
cp "$work/faults.json" "$out/faults.json"
say "done: $(du -k "$out"/orders-*.gz "$out/faults.json" | awk '{ s += $1 } END { print s }') kB in $out"
