# Every image of Wattline; docker-compose.yml names the target it wants.

# ---- build -----------------------------------------------------------------------------------------------------------
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/m2 \
    ./mvnw -B -q -Dmaven.repo.local=/m2 -DskipTests -pl db,ingestor,query-service,device-sim -am package

# ---- what the services run on ----------------------------------------------------------------------------------------
FROM eclipse-temurin:25-jre AS service
# The number is the one that mosquitto/generate-secrets gives the services' secrets to.
RUN useradd --system --uid 10001 --no-create-home wattline
USER 10001
WORKDIR /app

FROM service AS migrate
COPY --from=build /src/db/target/lib/ lib/
COPY --from=build /src/db/target/db.jar ./
ENTRYPOINT ["java", "-jar", "db.jar", "migrate"]

# The heap is a part of the memory that the container is given; out of memory means restart, not linger.
FROM service AS ingestor
COPY --from=build /src/ingestor/target/lib/ lib/
COPY --from=build /src/ingestor/target/ingestor.jar ./
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8081
EXPOSE 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "ingestor.jar"]

FROM service AS query-service
COPY --from=build /src/query-service/target/lib/ lib/
COPY --from=build /src/query-service/target/query-service.jar ./
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "query-service.jar"]

FROM service AS simulator
COPY --from=build /src/device-sim/target/lib/ lib/
COPY --from=build /src/device-sim/target/device-sim.jar ./
ENTRYPOINT ["java", "-jar", "device-sim.jar"]

# ---- the broker with its configuration, and the scripts that make its secrets ----------------------------------------
# At least 2.0.21: older ones ignore the Receive Maximum of a resumed session.
FROM eclipse-mosquitto:2.0.22 AS broker
RUN apk add --no-cache openssl
COPY mosquitto/ /mosquitto/config/
USER mosquitto
