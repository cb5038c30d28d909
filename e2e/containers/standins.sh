# shellcheck shell=bash
# The base images: pulled where they can be, else built from Debian's packages and what this machine has; sourced by check.

standins=$work/standins

base_images() {
    sed -n 's/^FROM \(--platform=[^ ]* \)\{0,1\}\([^ ]*:[^ ]*\).*/\2/p' "$repository/Dockerfile"
    sed -n 's/^ *image: \([^ $/]*:[^ $]*\)$/\1/p' "$repository/docker-compose.yml"
}

# Pulls what it can and builds the rest.
prepare_base_images() {
    local image
    for image in $(base_images | sort -u); do
        docker image inspect "$image" >/dev/null 2>&1 && continue
        if [ "${STANDINS:-}" != always ] && timeout 300 docker pull -q "$image" >>"$logs/pull.log" 2>&1; then
            continue
        fi
        stand_in "$image"
    done
}

stand_in() {
    # One root file system for all of them.
    docker image inspect standin/debian >/dev/null 2>&1 || debian_root
    case $1 in
    eclipse-temurin:*) build_stand_in jre "$1" ;;
    maven:*) build_stand_in maven "$1" ;;
    eclipse-mosquitto:*) build_stand_in mosquitto "$1" ;;
    postgres:*) build_stand_in postgres "$1" ;;
    *) die "$1 cannot be pulled, and no stand-in is known for it: e2e/containers/standins" ;;
    esac
}

debian_root() {
    local include=ca-certificates,mosquitto,mosquitto-clients,openssl,busybox,gosu,libxml2,libnss-wrapper,postgresql-client
    # From its own folder where it was unpacked, not installed.
    [ -d /usr/share/debootstrap ] || export DEBOOTSTRAP_DIR=$programs/usr/share/debootstrap
    debootstrap --variant=minbase "--include=$include" trixie "$work/root" "$mirror" >"$logs/debootstrap.log" 2>&1 ||
        die "debootstrap failed: $logs/debootstrap.log"
    tar -C "$work/root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./proc/*' \
        --exclude='./sys/*' --exclude='./dev/*' -c . | docker import - standin/debian >/dev/null
    rm -rf "$work/root"
}

build_stand_in() {
    local kind=$1 image=$2
    mkdir -p "$standins"
    cp -r "$here/standins/$kind" "$standins/"
    "files_of_$kind" "$standins/$kind"
    docker build -q -t "$image" "$standins/$kind" >"$logs/standin-$kind.log" 2>&1 || die "no stand-in of $image: $logs/standin-$kind.log"
    rm -rf "${standins:?}/$kind"
}

jdk_home() {
    "$repository/mvnw" -B --version 2>/dev/null | sed -n 's/.*runtime: //p'
}

files_of_jre() {
    "$(jdk_home)/bin/jlink" --output "$1/jre" --strip-debug --no-man-pages --no-header-files --ignore-modified-runtime \
        --add-modules java.se,jdk.unsupported,jdk.management,jdk.management.agent,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.localedata,jdk.charsets,jdk.httpserver,jdk.jfr,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.xml.dom,jdk.zipfs,jdk.jdwp.agent,jdk.incubator.vector \
        >"$logs/jlink.log" 2>&1 || die "jlink failed: $logs/jlink.log"
}

files_of_maven() {
    local jdk maven
    jdk=$(jdk_home)
    maven=$("$repository/mvnw" -B --version 2>/dev/null | sed -n 's/^Maven home: //p')
    # With its links followed: this machine's certificates, which may know of a proxy that intercepts TLS, are elsewhere.
    mkdir "$1/jdk" "$1/maven"
    tar -C "$jdk" --exclude=./jmods --exclude=./lib/src.zip -ch . | tar -C "$1/jdk" -x
    tar -C "$maven" -ch . | tar -C "$1/maven" -x
    mkdir "$1/repository"
    [ ! -d "$HOME/.m2/repository" ] || cp -rl "$HOME/.m2/repository/." "$1/repository/" 2>/dev/null ||
        cp -r "$HOME/.m2/repository/." "$1/repository/"
    rm -rf "$1/repository/io/wattline"
}

files_of_mosquitto() { :; }

files_of_postgres() {
    local archive
    archive=$(find "$HOME/.m2/repository/io/zonky/test/postgres" -path '*linux-amd64/18.*' -name '*.jar' | sort -V | tail -1)
    [ -n "$archive" ] || die "no PostgreSQL 18 in the local Maven repository: build the project once"
    mkdir "$1/server"
    (cd "$1" && "$(jdk_home)/bin/jar" -xf "$archive" && tar -xJf ./*.txz -C server && rm -rf ./*.txz META-INF)
    packages_of forky "$1/client" postgresql-client-18 libpq5
}
