# Every image of Wattline; docker-compose.yml names the target it wants.

# ---- build -----------------------------------------------------------------------------------------------------------
# On the processor of the machine that builds, whatever the images are for: jars are the same everywhere.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
# Only what .dockerignore lets through: every pom.xml, and the sources of what goes into an image.
COPY . .
RUN --mount=type=cache,target=/m2 \
    ./mvnw -B -q -Dmaven.repo.local=/m2 -DskipTests -Dspotless.check.skip -Dcyclonedx.skip \
        -pl db,ingestor,query-service,device-sim -am package

# ---- what the services run on ----------------------------------------------------------------------------------------
FROM eclipse-temurin:25-jre AS service
# The number is the one that mosquitto/generate-secrets gives the services' secrets to.
RUN useradd --system --uid 10001 --no-create-home wattline
# Whatever the umask of the checkout: readable for every user, since migrate runs as another.
COPY --chmod=755 packaging/docker/ready /app/ready
USER 10001
WORKDIR /app

FROM service AS migrate
COPY --from=build /src/db/target/lib/ lib/
COPY --from=build /src/db/target/db.jar ./
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseSerialGC", "-jar", "db.jar", "migrate"]

# The heap is a part of the memory that the container is given; out of memory means restart, not linger. Netty, below the
# MQTT client, uses sun.misc.Unsafe, of which the JDK would warn.
FROM service AS ingestor
COPY --from=build /src/ingestor/target/lib/ lib/
COPY --from=build /src/ingestor/target/ingestor.jar ./
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8081
EXPOSE 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow", "-jar", "ingestor.jar"]

FROM service AS query-service
COPY --from=build /src/query-service/target/lib/ lib/
COPY --from=build /src/query-service/target/query-service.jar ./
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "query-service.jar"]

FROM service AS simulator
COPY --from=build /src/device-sim/target/lib/ lib/
COPY --from=build /src/device-sim/target/device-sim.jar ./
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "--sun-misc-unsafe-memory-access=allow", "-jar", "device-sim.jar"]

# ---- what runs the scripts in mosquitto/, which it is given at run time -------------------------------------------------
FROM eclipse-mosquitto:2.0.22 AS secrets
RUN apk add --no-cache openssl
