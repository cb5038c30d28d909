# shellcheck shell=bash
# The composed system under check: what is asked of it and done to it; sourced by check.

compose() {
    (cd "$sources" && docker compose "$@")
}

# quietly LOG COMMAND...: its output goes to a log, whose end is shown where it fails.
quietly() {
    local log=$logs/$1.log what
    shift
    what=$*
    "$@" >>"$log" 2>&1 || {
        tail -15 "$log" >&2
        die "failed: ${what:0:300} ($log)"
    }
}

not() {
    ! "$@"
}

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.2
    done
}

container() {
    compose ps -q "$1"
}

# The containers that an upgrade of Wattline must leave alone, and those of everything.
stock_containers() {
    compose ps -q mosquitto postgres | sort
}
all_containers() {
    compose ps -q mosquitto postgres ingestor ingestor-2 query-service | sort
}

# How many slots one ingestor, or both, serve.
slots_of() {
    curl -s --max-time 2 "http://127.0.0.1:$1/metrics" | awk '/^wattline_slot_connected/ { n += $2 } END { print n + 0 }'
}

all_slots_served() {
    [ $(($(slots_of "${ingest_ports[0]}") + $(slots_of "${ingest_ports[1]}"))) -eq 4 ]
}

sql() {
    compose exec -T postgres psql -X -h /var/run/postgresql -U postgres -d wattline -Atc "$1"
}

rows() {
    sql "SELECT (SELECT count(*) FROM meter_history) + (SELECT count(*) FROM vehicle_history)"
}

# Rows and the sums of what they say: the same before and after, or something is lost.
fingerprint() {
    sql "SELECT count(*), sum(kwh), md5(string_agg(md5(t.*::text), '' ORDER BY meter_id, ts)) FROM meter_history t" &&
        sql "SELECT count(*), sum(kwh), md5(string_agg(md5(t.*::text), '' ORDER BY vehicle_id, ts)) FROM vehicle_history t"
}

# healthy CONTAINER: as its own health check says.
healthy() {
    [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]
}

seed=0
# load SECONDS: 1,000 readings a second from the simulator's image, in the background, until SECONDS are over or end_load;
# returns once they arrive, and finished collects the result.
load() {
    local there
    there=$(rows)
    seed=$((seed + 1))
    load_name=wattline-check-load-$seed
    load_log=$logs/load-$seed.json
    compose --profile sim run --rm -T --no-deps --name "$load_name" simulator run --mqtt-url=mqtts://mosquitto:8883 \
        --ca-file=/run/wattline/ca.crt --credentials-file=/run/wattline/credentials --connections=4 --devices=500 \
        --rate=1000 "--duration=PT$1S" "--seed=$seed" --json >"$load_log" 2>"$logs/load-$seed.log" &
    load_process=$!
    wait_for 90 more_rows_than "$there" || die "the load does not arrive: $logs/load-$seed.log"
}

more_rows_than() {
    [ "$(rows)" -gt "$1" ]
}

end_load() {
    docker stop -t 90 "$load_name" >/dev/null
}

acknowledged=0 refused=0
# Waits for the load to end and for its rows; fails where one that was acknowledged is not stored.
finished() {
    wait "$load_process" || true
    local json
    json=$(grep '^{' "$load_log") || die "the simulator said nothing: $logs/load-$seed.log"
    sent=$(field sent <<<"$json")
    acknowledged=$((acknowledged + $(field acknowledged <<<"$json")))
    refused=$(($(field refused <<<"$json") + $(field noSubscriber <<<"$json") + $(field unacknowledged <<<"$json")))
    wait_for 60 enough_rows || die "acknowledged $acknowledged readings in all, stored $(rows)"
}

# The same, and every reading was taken and stored, and nothing else.
finished_and_exact() {
    finished
    [ "$refused" = 0 ] || die "$refused of $sent readings refused: $load_log"
    [ "$(rows)" = "$acknowledged" ] || die "acknowledged $acknowledged readings in all, stored $(rows)"
}

enough_rows() {
    [ "$(rows)" -ge "$acknowledged" ]
}

field() {
    sed -n "s/.*\"$1\" *: *\([0-9]*\).*/\1/p"
}

# Listening as the kernel sees it, without a connection that would leave an error in the broker's log.
broker_listens() {
    local process
    process=$(docker inspect -f '{{.State.Pid}}' "$1" 2>/dev/null) && [ "${process:-0}" != 0 ] &&
        grep -q ':22B4 .* 0A ' "/proc/$process/net/tcp" "/proc/$process/net/tcp6" 2>/dev/null
}

now_millis() {
    date +%s%3N
}
