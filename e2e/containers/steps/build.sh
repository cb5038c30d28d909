# shellcheck shell=bash
# From an empty engine to a system that runs; sourced by check, like its other steps. Each step adds its line to the table,
# and dies where it fails.

engine_started() {
    start_engine
    install_plugins
    copy_sources
    write_settings
    local versions
    versions=$(compose version --short)
    [ -z "$(compose config -q 2>&1)" ] || die "docker compose config: $(compose config -q 2>&1)"
    # The next release of Debian's.
    packages_of forky "$work/plugins-forky" docker-compose
    later=$(find "$work/plugins-forky" -name docker-compose -type f)
    [ -z "$(cd "$sources" && "$later" config -q 2>&1)" ] || die "$("$later" version --short) config: $(cd "$sources" && "$later" config -q 2>&1)"
    versions="$versions and $("$later" version --short)"
    row "engine" "Docker $(docker version -f '{{.Server.Version}}'); \`config -q\` is silent on compose $versions"
}

base_images_there() {
    prepare_base_images
    local stand_ins=pulled
    docker image inspect standin/debian >/dev/null 2>&1 && stand_ins="stand-ins, from Debian's packages"
    row "base images" "$stand_ins"
}

# compiled LOG: whether the build that wrote the log ran Maven.
compiled() {
    local number
    number=$(sed -n 's/^#\([0-9]*\) \[.*RUN --mount=type=cache,target=\/m2.*/\1/p' "$logs/$1.log" | head -1)
    [ -n "$number" ] || die "the build has no step that runs Maven: $logs/$1.log"
    ! grep -q "^#$number CACHED" "$logs/$1.log"
}

images_built() {
    quietly build compose --progress plain --profile sim build
    compiled build || [ -n "$keep" ] || die "the first build found Maven's results: $logs/build.log"
    local sizes tag cache=empty
    [ -z "$keep" ] || cache=kept
    tag=$(sed -n 's/^WATTLINE_TAG=//p' "$sources/.env")
    sizes=$(docker image ls --format '{{.Repository}} {{.Size}}' --filter "reference=wattline/*:$tag" | sed 's,wattline/,,' | sort | paste -sd ,)
    row "images built, cache $cache, checkout under umask 077" "${sizes//,/, }"

    cp "$sources/README.md" "$work/README.md"
    echo changed | tee -a "$sources/README.md" "$sources/bench/src/main/changed.txt" >"$sources/docs/changed.md"
    quietly build-again compose --progress plain --profile sim build
    ! compiled build-again || die "a changed document made Maven run: $logs/build-again.log"
    cp "$work/README.md" "$sources/README.md"
    row "images built again, documents and benchmarks changed" "nothing compiled"

    upgraded_from=$(copy_sources_before)
    quietly build-before env -C "$before" WATTLINE_TAG=check-before docker compose --env-file /dev/null --progress plain \
        --profile sim build migrate ingestor query-service simulator
    row "images of $upgraded_from built" "to upgrade from"
}

started() {
    pasted start
    wait_for 60 all_slots_served || die "not all slots are served"
    local warnings
    warnings=$(compose logs --no-log-prefix ingestor query-service migrate 2>/dev/null | grep -c 'WARNING:' || true)
    [ "$warnings" = 0 ] || die "$warnings warnings of the JDK in the logs"
    ! compose logs mosquitto 2>/dev/null | grep -i 'error' || die "the broker logs errors: docker compose logs mosquitto"
    grep -q "^Max open files  *$open_files  *$open_files " "/proc/$(docker inspect -f '{{.State.Pid}}' "$(container mosquitto)")/limits" ||
        die "the broker does not run with the $open_files files that it may open"
    [ "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(tail -1 "$logs/pasted-start.log" | tr -d '\r')" \
        "http://127.0.0.1:$query_port/v1/vehicles")" = 200 ] || die "the printed key does not open /v1/vehicles"
    row "start" "all 4 slots served, the key opens the API; no warning of the JDK, no error in the broker's log"
}
