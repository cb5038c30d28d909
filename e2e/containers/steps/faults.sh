# shellcheck shell=bash
# What goes wrong, under load; sourced by check.

stored_under_load() {
    load 15
    finished_and_exact
    row "1,000 readings a second for 15 s" "acknowledged = stored = $acknowledged, refused 0"
}

killed_ingestor() {
    load 20
    sleep 4
    kill -9 "$(docker inspect -f '{{.State.Pid}}' "$(container ingestor)")"
    finished_and_exact
    wait_for 60 all_slots_served || die "not all slots are served after kill -9"
    row "kill -9 of an ingestor under load" "acknowledged = stored = $acknowledged, refused 0"
}

# Away for long enough that the ingestors wait as long as they ever do between two tries.
broker_restarted() {
    local broker opened served
    broker=$(container mosquitto)
    load 0
    sleep 3
    quietly broker docker stop -t 60 "$broker"
    sleep 8
    quietly broker docker start "$broker"
    wait_for 60 broker_listens "$broker" || die "the broker does not listen"
    opened=$(now_millis)
    wait_for 30 all_slots_served || die "not all slots are served after a restart of the broker"
    served=$(now_millis)
    sleep 5
    end_load
    finished
    [ $((served - opened)) -le 5000 ] || die "slots were served $((served - opened)) ms after the broker's port opened, not within 5 s"
    row "broker away for 8 s, under load" "all slots served $((served - opened)) ms after its port opened; every acknowledged reading stored, $refused of $sent answered 0x10"
    # Stored without an answer to the device, whose connection had ended.
    acknowledged=$(stored_rows)
}

# The rows, once they have stayed the same for a while.
stored_rows() {
    local last=-1 now
    now=$(rows)
    while [ "$now" != "$last" ]; do
        last=$now
        sleep 2
        now=$(rows)
    done
    echo "$now"
}

database_restarted() {
    local since service lines all=0 log=$logs/database-restart.log
    load 15
    sleep 3
    since=$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)
    quietly database docker restart -t 60 "$(container postgres)"
    finished_and_exact
    for service in ingestor ingestor-2 query-service; do
        docker logs --since "$since" "$(container $service)" >"$log" 2>&1
        lines=$(grep -c . "$log" || true)
        # A line for each thread that sees it, when it goes and when it is back; no trace of any stack.
        [ "$lines" -le 12 ] || die "$service logged $lines lines after a restart of the database: $log"
        ! grep -q '^[[:space:]]*at ' "$log" || die "$service logged a stack trace after a restart of the database: $log"
        all=$((all + lines))
    done
    row "restart of the database under load" "acknowledged = stored = $acknowledged, refused 0; $all log lines in all of three services, no stack trace"
}

down_and_up() {
    quietly down compose down
    quietly up compose up -d --wait ingestor ingestor-2 query-service
    wait_for 60 all_slots_served || die "not all slots are served"
    [ "$(rows)" = "$acknowledged" ] || die "stored $(rows), not $acknowledged, after down and up"
    row "down, up" "$acknowledged rows still there"
}

ready_over_tls() {
    local id database
    database=$(container postgres)
    mkdir -p "$work/tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -keyout "$work/tls/key.pem" -out "$work/tls/cert.pem" 2>/dev/null
    chmod 755 "$work/tls" && chmod 644 "$work/tls"/*
    id=$(compose run -d --no-deps -v "$work/tls:/tls:ro" -e HTTP_TLS_CERT_FILE=/tls/cert.pem -e HTTP_TLS_KEY_FILE=/tls/key.pem query-service 2>/dev/null)
    wait_for 90 healthy "$id" || die "the health check fails where HTTP speaks TLS: $(docker inspect -f '{{json .State.Health}}' "$id")"
    docker exec "$id" /app/ready || die "the health check fails where HTTP speaks TLS"
    docker pause "$database" >/dev/null
    wait_for 60 not docker exec "$id" /app/ready || die "the health check passes without a database"
    docker unpause "$database" >/dev/null
    wait_for 60 docker exec "$id" /app/ready || die "the health check fails when the database is back"
    docker rm -f "$id" >/dev/null
    wait_for 60 all_slots_served || die "not all slots are served"
    row "health check of a service whose HTTP speaks TLS" "healthy; not while the database is silent"
}
