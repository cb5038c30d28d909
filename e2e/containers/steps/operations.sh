# shellcheck shell=bash
# What an operator does, with the commands of docs/deployment.md; sourced by check.

upgraded_under_load() {
    local stock tag service
    compose --profile sim down -v >"$logs/down-for-upgrade.log" 2>&1
    acknowledged=0
    use_tag check-before
    quietly start-before compose up -d --wait ingestor ingestor-2 query-service
    wait_for 60 all_slots_served || die "not all slots are served by $upgraded_from"
    stock=$(stock_containers)
    load 0
    sleep 3
    pasted upgrade
    quietly up-after-upgrade compose up -d
    tag=$(sed -n 's/^WATTLINE_TAG=//p' "$sources/.env")
    sleep 5
    end_load
    finished_and_exact
    [ "$stock" = "$(stock_containers)" ] || die "the upgrade replaced the broker or the database"
    ! grep -q Recreate "$logs/up-after-upgrade.log" || die "an up after the upgrade replaces containers again: $logs/up-after-upgrade.log"
    for service in ingestor ingestor-2 query-service; do
        docker inspect -f '{{.Config.Image}}' "$(container $service)" | grep -q ":$tag\$" || die "$service was not upgraded"
    done
    wait_for 60 all_slots_served || die "not all slots are served after the upgrade"
    row "upgrade from $upgraded_from under 1,000 readings a second" "acknowledged = stored = $acknowledged, refused 0; broker and database not touched"
}

served_certificate() {
    openssl s_client -connect "127.0.0.1:$mqtt_port" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256
}

certificate_differs() {
    local now
    now=$(served_certificate)
    [ -n "$now" ] && [ "$now" != "$1" ]
}

# How often ingestors have connected, and been disconnected.
connects() {
    compose logs ingestor ingestor-2 2>/dev/null | grep -cE 'connected slot=|not connected to the broker' || true
}

ingestors_reloaded() {
    local port
    for port in "${ingest_ports[@]}"; do
        curl -s --max-time 2 "http://127.0.0.1:$port/metrics" | grep -q '^wattline_tls_reloads_total{.*result="reloaded".*} [1-9]' || return 1
    done
}

certificate_renewed() {
    local old count
    old=$(served_certificate)
    count=$(connects)
    load 0
    sleep 2
    pasted renew
    wait_for 20 certificate_differs "$old" || die "the broker still shows its old certificate"
    sleep 3
    end_load
    finished_and_exact
    [ "$count" = "$(connects)" ] || die "the ingestors lost their connections"
    pasted renew-ingestors
    wait_for 30 ingestors_reloaded || die "the ingestors do not use their new certificate"
    # With the new certificate, clients that trust the authority can connect.
    load 3
    finished_and_exact
    row "renewal of the broker's certificate under load" "new connections see the new one, the others stay, ingestors read theirs; acknowledged = stored = $acknowledged, refused 0"
}

device_added() {
    pasted device
    local password
    password=$(sed -n 's/^METER_1:\([0-9a-f]*\).*/\1/p' "$logs/pasted-device.log")
    [ -n "$password" ] || die "no password of METER_1: $logs/pasted-device.log"
    wait_for 20 publish_as METER_1 "$password" || die "METER_1 cannot publish with its new password: $logs/publish.log"
    not publish_as METER_1 "${password}0" || die "METER_1 can publish with a wrong password"
    row "a device added" "publishes with its password, and not with another"
}

# publish_as ID PASSWORD: nothing that is stored: an empty topic of its own.
publish_as() {
    compose run --rm -T --no-deps --user root --entrypoint mosquitto_pub -v wattline-check_operator-secrets:/operator:ro mosquitto \
        -h mosquitto -p 8883 --cafile /operator/fleet-ca.crt -u "$1" -P "$2" -i "$1" -q 1 -V mqttv5 \
        -t "meters/$1/telemetry" -m '{}' >"$logs/publish.log" 2>&1
}

archived() {
    load 0
    sleep 2
    pasted archive
    sleep 3
    end_load
    finished_and_exact
    pasted backup
    row "archive switched on under load, backup" "acknowledged = stored = $acknowledged, refused 0; $(sed -n 's/^backup: .*, //p' "$logs/pasted-backup.log")B"
}

gone_back() {
    local good moment
    load 5
    finished_and_exact
    good=$(fingerprint)
    moment=$(sql "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ')")
    sleep 1
    sql "TRUNCATE meter_history, vehicle_history" >/dev/null
    [ "$(rows)" = 0 ] || die "the mistake was not made"
    pasted restore "UNTIL=$moment"
    [ "$(fingerprint)" = "$good" ] || die "after going back: $(fingerprint), not $good"
    row "history truncated by mistake, back to the moment before" "$acknowledged rows before and after, with the same content"
}

restored() {
    local good
    pasted backup
    load 5
    finished_and_exact
    good=$(fingerprint)
    quietly restored compose stop ingestor ingestor-2 query-service postgres
    # shellcheck disable=SC2016 # the container's own variable
    quietly restored compose run --rm -T --no-deps --entrypoint sh postgres -c 'rm -rf "${PGDATA:?}"'
    pasted restore
    [ "$(fingerprint)" = "$good" ] || die "restored $(fingerprint), not $good"
    wait_for 60 all_slots_served || die "not all slots are served after the restore"
    load 3
    finished_and_exact
    row "data deleted, restore from the archive" "the same $acknowledged rows, and it takes new ones"
}

nothing_recreated() {
    local there
    there=$(all_containers)
    quietly up-again compose up -d --build
    quietly up-again compose up -d --build
    [ "$there" = "$(all_containers)" ] || die "up --build recreated containers: $logs/up-again.log"
    ! grep -q Recreated "$logs/up-again.log" || die "up --build recreated containers: $logs/up-again.log"
    row "up --build, twice" "0 containers recreated"
}
